import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { createNodeSigner, nodeHeader } from '../../../electron/bridge/node-calls.ts';
import { type Standby, createStandby } from '../../../electron/bridge/standby.ts';
import { systemClock } from '../../../electron/clock/system-clock.ts';
import { createRecordingLogger } from '../../support/recording-logger.ts';
import { type BridgeRig, createBridgeRig, secret } from './bridge-rig.ts';
import { readEvents } from './event-reader.ts';

let rig: BridgeRig;
let standby: Standby;
let target: string | undefined;
let why: 'standing_by' | 'storage_away';
let url: string;
let port: number;
beforeEach(async () => {
  rig = await createBridgeRig();
  target = `http://127.0.0.1:${rig.port}`;
  why = 'standing_by';
  // The two nodes have the same time, as far as it matters.
  const clock = { ...systemClock, now: () => rig.clock.now() };
  const logger = createRecordingLogger();
  standby = createStandby({ host: '127.0.0.1', port: 0, secret, target: () => target, why: () => why, clock, logger });
  const listening = await standby.listen();
  if (!listening.ok) throw new Error(listening.error.code);
  ({ port } = listening.value);
  url = `http://127.0.0.1:${port}`;
});
afterEach(async () => {
  await standby.close();
  await rig.close();
});

const ask = (path: string, init: RequestInit = {}) =>
  fetch(`${url}${path}`, { ...init, headers: { 'x-internal-secret': secret } });

describe('a service that stands by', () => {
  it('answers as the one that is at work does', async () => {
    const started = await ask('/whatsapp/acme/start', { method: 'POST' });
    expect([started.status, await started.json()]).toEqual([200, { ok: true, forceRelink: false }]);
    for (const path of [
      '/whatsapp/acme/status',
      '/whatsapp/acme/failures',
      '/tenants',
      '/whatsapp/nobody/qr',
      '/nowhere',
    ]) {
      const [here, there] = [await ask(path), await rig.ask('GET', path)];
      expect([path, here.status, await here.text()]).toEqual([path, there.status, there.text]);
      expect(here.headers.get('cache-control')).toBe('no-store');
    }
  });

  it('refuses what the other refuses, and counts wrong secrets against the caller', async () => {
    const wrong = await fetch(`${url}/tenants`, { headers: { 'x-internal-secret': 'wrong' } });
    expect(wrong.status).toBe(401);
    expect((await fetch(`${url}/tenants`)).status).toBe(401);
    expect(rig.bridge.state().callers.map(({ allowed }) => allowed)).toEqual([false]);
  });

  it('says for whom it asks, which counts only where it has signed it', async () => {
    const addresses = () => rig.bridge.state().callers.map(({ address }) => address);
    const [method, path] = ['GET', '/tenants'] as const;
    await rig.ask(method, path, { headers: { [nodeHeader]: 'a.b.c.d' } });
    expect(addresses()).toEqual(['127.0.0.1']);
    const signed = createNodeSigner(secret, rig.clock)({ method, url: path, address: '203.0.113.7' });
    await rig.ask(method, path, { headers: { [nodeHeader]: signed } });
    expect(addresses()).toEqual(['127.0.0.1', '203.0.113.7']);
  });

  it('passes events on as they happen', async () => {
    const events = await readEvents(port, secret);
    await ask('/whatsapp/acme/start', { method: 'POST' });
    const told = await events.until(({ event }) => event === 'status');
    expect(told.data).toMatchObject({ tenantId: 'acme' });
    events.stream.destroy();
  });

  it('is up by itself, and asks callers to come again while nobody is at work', async () => {
    target = undefined;
    expect(await (await fetch(`${url}/health`)).text()).toBe('ok');
    const answer = await ask('/tenants');
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '2']);
    expect(await answer.json()).toMatchObject({ error: 'standing_by' });
    why = 'storage_away';
    expect(await (await ask('/tenants')).json()).toMatchObject({ error: 'storage_away' });
  });

  it('says the same where the node at work has just gone', async () => {
    target = 'http://127.0.0.1:1';
    const answer = await ask('/send', { method: 'POST', body: '{}' });
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '2']);
  });

  it('cuts a call that may have been done, and asks for another try of one that changes nothing', async () => {
    const dying = createServer((socket) => socket.once('data', () => socket.destroy())).listen(0, '127.0.0.1');
    await once(dying, 'listening');
    target = `http://127.0.0.1:${(dying.address() as AddressInfo).port}`;
    expect((await ask('/tenants')).status).toBe(503);
    await expect(ask('/send', { method: 'POST', body: '{}' })).rejects.toThrow('fetch failed');
    dying.close();
  });

  it('sends nothing round that another has forwarded already', async () => {
    const answer = await fetch(`${url}/tenants`, { headers: { 'x-internal-secret': secret, [nodeHeader]: 'a.b.c.d' } });
    expect(answer.status).toBe(503);
  });
});
