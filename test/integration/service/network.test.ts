import { afterEach, beforeEach, expect, test } from 'vitest';

import { createBackend } from '../../support/backend.ts';
import { type TestProxy, realProxy } from '../../support/proxies.ts';
import { type ServiceRig, createServiceRig } from './service-rig.ts';

const login = { username: 'front desk', password: 'planted-password' };
let rig: ServiceRig;
let proxy: TestProxy;
beforeEach(async () => {
  rig = await createServiceRig();
  proxy = await realProxy(login);
});
afterEach(async () => {
  await rig.close();
  await proxy.close();
});

const addressOf = ({ address: { port } }: TestProxy, user = '') => `http://${user}127.0.0.1:${port}`;
const signIn = `front%20desk:${login.password}@`;

test('a tenant’s proxy: set, linked through, checked and lost over HTTP, and its password is told to nobody', async () => {
  const service = await rig.start({ PROXY_LOGINS: addressOf(proxy, signIn) });
  const linkPlace = `127.0.0.1:${new URL(rig.whatsapp.url).port}`;
  await service.ask('POST', '/whatsapp/apart/start');
  const shown = await service.qr('apart');
  const whole = await service.ask('POST', '/whatsapp/apart/proxy', { proxy: addressOf(proxy, signIn) });
  expect(whole.status).toBe(422);
  expect(JSON.stringify(whole)).not.toContain(login.password);
  const set = await service.ask('POST', '/whatsapp/apart/proxy', { proxy: addressOf(proxy, 'front%20desk@') });
  expect(set).toMatchObject({ status: 200, body: { proxy: addressOf(proxy, '•••@') } });
  // The code on screen came by the computer's way: another takes its place.
  const phone = rig.whatsapp.addPhone({ number: '972501234567' });
  const code = await service.qr('apart');
  expect(code).not.toBe(shown);
  expect(await phone.scan(code)).toMatchObject({ outcome: 'linked' });
  await service.connected('apart');
  // The code and the login.
  expect(proxy.asked).toEqual([linkPlace, linkPlace]);

  const open = await service.ask('GET', '/whatsapp/apart/network-check');
  expect(open).toMatchObject({ status: 200, body: { ok: true, failed: null } });
  const found = (open.body.checks as { check: string; code: string }[]).map(({ check, code }) => `${check} ${code}`);
  expect(found).toEqual([
    'route route-tenant',
    'dns dns-proxy-resolved',
    'tcp tcp-tunnel',
    'tls tls-not-needed',
    'websocket websocket-opened',
    'clock clock-right',
  ]);

  const before = rig.whatsapp.counts.connections;
  await proxy.close();
  rig.whatsapp.dropConnections();
  const lost = await service.status('apart', ({ failure }) => failure?.operatorAction === 'check-proxy');
  const shut = await service.ask('GET', '/whatsapp/apart/network-check');
  expect(shut.body).toMatchObject({ ok: false, failed: 'tcp' });
  expect(JSON.stringify(shut)).toContain('proxy-unreachable');
  expect(rig.whatsapp.counts.connections).toBe(before);

  const diagnostics = await service.ask('GET', '/whatsapp/apart/diagnostics');
  const told = JSON.stringify([open, shut, lost, diagnostics, service.logs]);
  for (const text of [login.password, login.username, 'front%20desk']) expect(told).not.toContain(text);
}, 60_000);

test('webhooks go through the proxy that the environment names, small letters first', async () => {
  const backend = await createBackend();
  const service = await rig.start({
    HTTP_PROXY: 'http://127.0.0.1:1',
    http_proxy: addressOf(proxy, signIn),
    BACKEND_URL: `http://backend.example:${backend.port}`,
  });
  await rig.link(service, 'shop', '972501234567');
  await backend.told(({ body }) => (body as { tenant_id?: string }).tenant_id === 'shop');
  expect(proxy.asked).toContain(`backend.example:${backend.port}`);
  expect(JSON.stringify(service.logs)).not.toContain(login.password);
  await backend.close();
}, 60_000);
