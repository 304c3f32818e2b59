import { mkdtemp, rm } from 'node:fs/promises';
import { type Socket, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';

import { type ServiceRig, createServiceRig } from './service-rig.ts';

/** As few as a system gives that is set up badly; Node alone takes about 30. */
const descriptors = 200;
const silentSockets = 400;

let folder: string;
let rig: ServiceRig;
const sockets = new Set<Socket>();
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'flood-'));
});
afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  sockets.clear();
  await rig.close();
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** A connection that says nothing; resolves once it is there, or was closed before. */
function beSilent(port: number): Promise<void> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', resolve);
    sockets.add(socket);
    // The service cuts it off: that is what is tested.
    socket.on('error', () => resolve());
    socket.on('close', () => {
      sockets.delete(socket);
      resolve();
    });
  });
}

test.skipIf(process.platform === 'win32')(
  'a phone links and the backend is answered while twice 400 silent connections come in, with 200 descriptors',
  async () => {
    rig = await createServiceRig();
    const service = await rig.start({}, descriptors);
    const flood = () => Promise.all(Array.from({ length: silentSockets }, () => beSilent(service.port)));
    await flood();
    const phone = rig.whatsapp.addPhone({ number: '972501234567' });
    expect(await service.ask('POST', '/whatsapp/business_1/start')).toMatchObject({ status: 200 });
    const code = await service.qr('business_1');
    const [scanned] = await Promise.all([phone.scan(code), flood()]);
    expect(scanned).toMatchObject({ outcome: 'linked' });
    await service.connected('business_1');
    const metrics = await service.metrics();
    const read = (name: string) => Number(new RegExp(`^pairing_console_${name} (\\d+)`, 'm').exec(metrics)?.[1]);
    expect(read('http_connections')).toBeLessThanOrEqual(descriptors / 4);
    expect(read('http_connections_evicted_total')).toBeGreaterThanOrEqual(silentSockets - descriptors / 4);
    expect(service.logs.join('\n')).not.toMatch(/EMFILE|out-of-descriptors|storage-/);
    expect(rig.whatsapp.violations).toEqual([]);
  },
  120_000,
);
