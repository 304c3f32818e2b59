import { randomBytes } from 'node:crypto';
import { Socket } from 'node:net';

import { downloadExternalBlob } from '@whiskeysockets/baileys';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { systemClock } from '../../../../electron/clock/system-clock.ts';
import { encryptFile } from '../../../../electron/loopback/media-files.ts';
import { createMediaServer } from '../../../../electron/loopback/media-server.ts';
import { createMisbehaviours } from '../../../../electron/loopback/misbehaviour.ts';
import { createDialer } from '../../../../electron/network/dialer.ts';
import type { IncomingMessages } from '../../../../electron/pairing/ports.ts';
import { createMediaServers } from '../../../../electron/whatsapp/media-servers.ts';
import { downloadBy } from '../../../../electron/whatsapp/repairs/own-downloads.ts';
import { type Rig, createRig } from '../../../support/console-rig.ts';
import { type TestProxy, realProxy } from '../../../support/proxies.ts';

const login = { username: 'front desk', password: 'pass:w@rd' };
let rig: Rig;
let proxy: TestProxy;
let heard: string[];
const connect = vi.spyOn(Socket.prototype, 'connect');
beforeEach(async () => {
  heard = [];
  connect.mockClear();
  proxy = await realProxy(login);
  rig = await createRig(
    {},
    {
      onMessages: (_, { messages }: IncomingMessages) =>
        void heard.push(...(messages as { key: { id: string } }[]).map(({ key }) => key.id)),
      network: {
        systemHops: () => Promise.resolve([{ ...proxy.address, ...login }]),
        goesDirect: () => false,
        logins: { find: () => Promise.resolve(undefined), keep: () => Promise.resolve(true) },
        trust: { tls: () => ({}) },
      },
    },
  );
});
afterEach(async () => {
  await rig.close();
  await proxy.close();
}, 30_000);

test('a session downloads the recent chats by no other way', { timeout: 60_000 }, async () => {
  const shop = await rig.tenant('shop');
  const phone = rig.whatsapp.addPhone({ number: '972501234567' });
  const ana = rig.whatsapp.addPhone({ number: '972507654321', name: 'Ana' });
  await rig.link(shop, phone);
  await phone.announceHistory({ asFile: true });
  const id = await ana.send(phone.number, { content: { conversation: 'after it' } });
  await expect.poll(() => heard, { timeout: 15_000 }).toEqual([id]);
  // This machine has no server for files whose message names no host, so nothing at all is asked.
  const dialled = connect.mock.calls.map(([first]: readonly unknown[]) => JSON.stringify(first));
  expect(dialled.length).toBeGreaterThan(0);
  expect(dialled.filter((place) => place.includes('whatsapp.net'))).toEqual([]);
});

test("the library's download of the app state goes there as well", async () => {
  const media = await createMediaServer({ misbehaviours: createMisbehaviours(), report: () => undefined });
  const bytes = randomBytes(40_000);
  const { encrypted, content } = await encryptFile('md-app-state', bytes);
  const place = await media.put('/v/state', encrypted);
  const dialer = createDialer({
    findRoute: () => Promise.resolve({ hops: [{ ...proxy.address, ...login }], chosenBy: 'system' }),
    trust: { tls: () => ({}) },
    clock: systemClock,
  });
  const options = downloadBy(createMediaServers(rig.whatsapp.url, dialer));
  expect(await downloadExternalBlob({ ...content, ...place }, options)).toEqual(bytes);
  expect([media.counts.downloads, proxy.asked]).toEqual([1, [media.host]]);
  await media.close();
});
