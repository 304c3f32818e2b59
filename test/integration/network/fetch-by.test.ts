import { createServer } from 'node:net';

import { expect, test } from 'vitest';

import { systemClock } from '../../../electron/clock/system-clock.ts';
import { createDirectDialer } from '../../../electron/network/dialer.ts';
import { createFetch } from '../../../electron/network/fetch-by.ts';

/** Asks a server that answers every request with this status. */
async function ask(status: number) {
  const server = createServer((socket) => {
    socket.once('data', () => socket.end(`HTTP/1.1 ${String(status)} What\r\ncontent-length: 2\r\n\r\nok`));
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const fetch = createFetch(createDirectDialer(systemClock), 'webhooks');
  return fetch(`http://127.0.0.1:${String(port)}/`, { signal: AbortSignal.timeout(10_000) }).finally(() =>
    server.close(),
  );
}

test.each([200, 404, 503])('an answer with status %i has its body', async (status) => {
  const answer = await ask(status);
  expect([answer.status, await answer.text()]).toEqual([status, 'ok']);
});

test.each([600, 999])('an answer with status %i rejects, and ends nothing else', async (status) => {
  await expect(ask(status)).rejects.toThrow(RangeError);
});
