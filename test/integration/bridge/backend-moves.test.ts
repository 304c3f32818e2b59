import { once } from 'node:events';
import { type Server, createServer } from 'node:http';
import { json } from 'node:stream/consumers';

import { afterEach, beforeEach, expect, test } from 'vitest';

import { tenantIdSchema } from '../../../shared/tenant.ts';
import { type BridgeRig, createBridgeRig } from './bridge-rig.ts';

const shop = tenantIdSchema.parse('shop');

let rig: BridgeRig;
let backend: Server;
let told: unknown[];
let status: number;
beforeEach(async () => {
  told = [];
  status = 200;
  rig = await createBridgeRig();
  backend = createServer((request, answer) => {
    void json(request).then((body) => {
      told.push(body);
      answer.writeHead(status).end();
    });
  }).listen(0, '127.0.0.1');
  await once(backend, 'listening');
});
afterEach(async () => {
  expect(rig.errors()).toEqual([]);
  expect(rig.whatsapp.violations).toEqual([]);
  await rig.close();
  backend.closeAllConnections();
  backend.close();
});

function tellBackend() {
  const address = backend.address();
  const port = typeof address === 'object' ? address?.port : 0;
  return rig.bridge.tellBackend({ backendUrl: `http://127.0.0.1:${port}`, incoming: false });
}

test('a backend that is named later is told who is linked, and what it did not take is kept while there is none', async () => {
  const phone = rig.whatsapp.addPhone({ number: '972501234567' });
  await rig.ask('POST', `/whatsapp/${shop}/start`);
  await phone.scan(await rig.qr(shop));
  await rig.untilPhase(shop, 'connected');

  status = 503;
  await tellBackend();
  await rig.clock.advance(1_000);
  await expect.poll(() => rig.bridge.state().webhooks?.lastError).toBeDefined();
  await rig.bridge.tellBackend(undefined);
  expect(rig.bridge.state().webhooks).toBeUndefined();

  status = 200;
  await tellBackend();
  await expect.poll(() => rig.bridge.state().webhooks?.backlog).toBe(0);
  const connected = { tenant_id: shop, status: 'connected', reason: 'connected' };
  expect(told).toMatchObject([connected, connected]);
});
