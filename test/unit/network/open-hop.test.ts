import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { type LookupFunction, type Socket, connect, createServer } from 'node:net';
import type { Readable } from 'node:stream';

import { afterEach, expect, test } from 'vitest';

import { openTcp } from '../../../electron/network/open-hop.ts';

/** Listens and never takes a connection: once its queue is full, the system answers nothing to the next one. */
const deaf = `
  const server = require('node:net').createServer().listen(PORT, '127.0.0.2', 1, () => {
    require('node:fs').writeSync(1, 'listening');
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
  });
`;

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

/** An address of this machine at which connections get no answer, as behind a broken IPv6 route. */
async function silentAt(port: number): Promise<void> {
  const child: ChildProcessByStdio<null, Readable, null> = spawn(
    process.execPath,
    ['-e', deaf.replace('PORT', String(port))],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  closers.push(async () => {
    child.kill('SIGKILL');
    await once(child, 'exit');
  });
  await once(child.stdout, 'data');
  for (let full = false; !full;) {
    const filler: Socket = connect({ host: '127.0.0.2', port });
    closers.push(() => filler.destroy());
    filler.on('error', () => undefined);
    full = await Promise.race([once(filler, 'connect').then(() => false), waited(1_000)]);
  }
}

function waited(ms: number): Promise<true> {
  return new Promise((resolve) => {
    setTimeout(() => resolve(true), ms);
  });
}

test.runIf(process.platform === 'linux')(
  'an address that answers nothing keeps the next one waiting for a quarter of a second, not longer',
  { timeout: 30_000 },
  async () => {
    const server = createServer((socket) => void socket.on('error', () => socket.destroy()).end('here')).listen(
      0,
      '127.0.0.1',
    );
    await once(server, 'listening');
    closers.push(() => server.close());
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    await silentAt(port);

    const lookup = ((_host: string, _options: object, answer: (error: null, found: object) => void) =>
      answer(null, [
        { address: '127.0.0.2', family: 4 },
        { address: '127.0.0.1', family: 4 },
      ])) as unknown as LookupFunction;
    const began = performance.now();
    const socket = await openTcp({ host: 'web.whatsapp.example', port }, AbortSignal.timeout(20_000), lookup);
    const took = performance.now() - began;
    closers.push(() => socket.on('error', () => undefined).destroy());
    expect(socket.remoteAddress).toBe('127.0.0.1');
    expect(took).toBeGreaterThan(240);
    // The system's own timers are late on a busy machine; without the limit it would take two minutes.
    expect(took).toBeLessThan(1_500);
  },
);
