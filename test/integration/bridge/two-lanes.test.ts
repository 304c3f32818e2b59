import { once } from 'node:events';
import { type Server, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';

import { afterEach, beforeEach, expect, test } from 'vitest';

import type { IncomingMessages } from '../../../electron/pairing/ports.ts';
import { isConnected } from '../../../shared/session.ts';
import { type TenantId, tenantIdSchema } from '../../../shared/tenant.ts';
import { type BridgeRig, createBridgeRig } from './bridge-rig.ts';

const shop = tenantIdSchema.parse('shop');
const number = '972501234567';

let rig: BridgeRig;
let backend: Server;
/** The status calls so far, and the calls with messages that the backend has not answered. */
let statuses: unknown[];
let unanswered: ServerResponse[];
beforeEach(async () => {
  statuses = [];
  unanswered = [];
  backend = createServer((request, answer) => {
    void json(request).then((body) => {
      if (request.url?.endsWith('/incoming') === true) unanswered.push(answer);
      else {
        statuses.push((body as { status: unknown }).status);
        answer.end();
      }
    });
  }).listen(0, '127.0.0.1');
  await once(backend, 'listening');
  const { port } = backend.address() as AddressInfo;
  const onMessages = (tenantId: TenantId, incoming: IncomingMessages) => rig.bridge.incoming(tenantId, incoming);
  rig = await createBridgeRig({ backendUrl: `http://127.0.0.1:${port}`, incoming: true }, {}, {}, { onMessages });
}, 30_000);
afterEach(async () => {
  backend.closeAllConnections();
  backend.close();
  await rig.close();
}, 30_000);

/** A busy machine. */
const soon = { timeout: 15_000 };

test(
  'a backend that does not answer messages still hears that the phone has unlinked',
  { timeout: 60_000 },
  async () => {
    const phone = rig.whatsapp.addPhone({ number });
    const ana = rig.whatsapp.addPhone({ number: '972507654321', name: 'Ana' });
    await rig.ask('POST', `/whatsapp/${shop}/start`);
    await phone.scan(await rig.qr(shop));
    await rig.until(shop, isConnected);
    await rig.clock.advance(1_000);
    await expect.poll(() => statuses, soon).toEqual(['connected']);

    await ana.send(number, { content: { conversation: 'hello' } });
    await expect.poll(() => unanswered.length, soon).toBe(1);
    phone.unlink(phone.devices[0]?.jid ?? '');
    await rig.until(shop, ({ failure }) => failure?.cause === 'device-removed');
    const statusesLater = async () => {
      await rig.clock.advance(1_000);
      return statuses;
    };
    await expect.poll(statusesLater, soon).toEqual(['connected', 'disconnected']);
    expect(unanswered).toHaveLength(1);
  },
);
