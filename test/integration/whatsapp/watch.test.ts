import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';

import { afterEach, describe, expect, it } from 'vitest';

import type { Misbehaviour } from '../../../electron/loopback/misbehaviour.ts';
import type { IncomingMessages } from '../../../electron/pairing/ports.ts';
import { isConnected } from '../../../shared/session.ts';
import { type Rig, createRig } from '../../support/console-rig.ts';
import { createBridgeRig } from '../bridge/bridge-rig.ts';

let rig: Rig;
afterEach(() => rig.close());

const number = '972501234567';

async function linked(misbehaviour: Misbehaviour) {
  rig = await createRig();
  rig.whatsapp.misbehave(misbehaviour, { times: 1 });
  const tenant = await rig.tenant('shop');
  const phone = rig.whatsapp.addPhone({ number });
  await rig.link(tenant, phone);
  return { tenant, phone };
}

it('notices within 45 s that the peer has fallen silent, and logs in anew', async () => {
  const { tenant, phone } = await linked({ at: 'open', kind: 'silence', afterMs: 0 });
  const begin = rig.clock.now();
  await rig.clock.advance(45_000);
  await rig.until(tenant, isConnected);
  const [entry] = rig.failures(tenant);
  expect(entry?.failure).toMatchObject({ cause: 'peer-silent', credentials: 'kept', retry: 'reconnect' });
  expect((entry?.failure.at ?? Infinity) - begin).toBeLessThanOrEqual(45_000);
  expect(phone.devices).toMatchObject([{ logins: 2 }]);
});

describe('a link that went deaf: history came, and the query that the client library makes of it has no answer', () => {
  /** The client library's own work, on a busy machine. */
  const soon = { timeout: 15_000 };
  let backend: Server | undefined;
  afterEach(() => {
    backend?.closeAllConnections();
    backend?.close();
  });

  /** `times`: how often an announcement of history makes the link deaf. */
  async function linkThatGoesDeaf(times: number) {
    const told: unknown[] = [];
    backend = createServer((request, answer) => {
      void json(request).then((body) => {
        told.push(body);
        answer.end();
      });
    }).listen(0, '127.0.0.1');
    await once(backend, 'listening');
    const { port } = backend.address() as AddressInfo;
    const heard: { readonly key: { readonly id: string } }[] = [];
    rig = await createBridgeRig(
      { backendUrl: `http://127.0.0.1:${port}`, incoming: false },
      {},
      {},
      { onMessages: (_, { messages }: IncomingMessages) => void heard.push(...(messages as typeof heard)) },
    );
    rig.whatsapp.misbehave({ at: 'query', kind: 'ignore', xmlns: 'w:sync:app:state' }, { times });
    const tenant = await rig.tenant('shop');
    const phone = rig.whatsapp.addPhone({ number });
    const ana = rig.whatsapp.addPhone({ number: '972507654321', name: 'Ana' });
    await rig.link(tenant, phone);
    await rig.clock.advance(1_000);
    await expect.poll(() => told, soon).toMatchObject([{ status: 'connected' }]);
    const goDeaf = async () => {
      const deaf = rig.whatsapp.next('query-ignored');
      await phone.announceHistory();
      await deaf;
      return ana.send(number, { content: { conversation: 'hello' } });
    };
    return { tenant, phone, goDeaf, told, ids: () => heard.map(({ key }) => key.id) };
  }

  it('is noticed within 90 s, told to nobody, and its successor gets what waited', { timeout: 60_000 }, async () => {
    const { tenant, phone, goDeaf, told, ids } = await linkThatGoesDeaf(1);
    const begin = rig.clock.now();
    const id = await goDeaf();
    await rig.clock.advance(59_000);
    expect(isConnected(rig.snapshot(tenant))).toBe(true);
    expect(ids()).toEqual([]);
    await rig.clock.advance(1_001);
    await rig.until(tenant, isConnected);
    const [entry] = rig.failures(tenant);
    expect(entry?.failure).toMatchObject({ cause: 'link-deaf', credentials: 'kept', retry: 'reconnect' });
    expect((entry?.failure.at ?? Infinity) - begin).toBeLessThanOrEqual(90_000);
    expect(phone.devices).toMatchObject([{ logins: 2 }]);
    await expect.poll(ids, soon).toEqual([id]);
    await rig.clock.advance(60_000);
    expect(told).toHaveLength(1);
  });

  it('is dialled at once, and then with pauses that grow while it stays deaf', { timeout: 60_000 }, async () => {
    const { tenant, phone, goDeaf } = await linkThatGoesDeaf(3);
    const pauses: number[] = [];
    for (let logins = 2; logins <= 4; logins += 1) {
      await goDeaf();
      await rig.clock.advance(60_000);
      const { retry } = rig.snapshot(tenant);
      pauses.push(retry === undefined ? 0 : retry.at - rig.clock.now());
      if (retry !== undefined) await rig.passRetry(tenant);
      await rig.until(tenant, isConnected);
      expect(phone.devices).toMatchObject([{ logins }]);
    }
    expect(pauses).toEqual([0, 7_500, 15_000]);
  });
});
