import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import type { Phone } from '../../../electron/loopback/phone.ts';
import { type Backend, createBackend } from '../../support/backend.ts';
import { createEmptyDatabase } from '../../support/postgres/test-database.ts';
import { type ServiceRig, createServiceRig } from '../service/service-rig.ts';

const number = '972501234567';
const batch = 6;

const places = [
  ['a folder', () => Promise.resolve({})],
  ['a database', async () => ({ DATABASE_URL: await createEmptyDatabase() })],
] as const;

describe.each(places)('with everything in %s', (_, place) => {
  let rig: ServiceRig;
  let backend: Backend;
  let ana: Phone;
  beforeAll(async () => {
    rig = await createServiceRig();
    backend = await createBackend();
    ana = rig.whatsapp.addPhone({ number: '972507654321', name: 'Ana' });
  });
  afterAll(async () => {
    await rig.close();
    await backend.close();
  });

  /** The ids of the messages that the backend was told of. */
  const told = () =>
    new Set(
      backend.calls.flatMap(({ body }) => {
        const { payload } = body as { payload?: { messages: { key: { id: string } }[] } };
        return payload?.messages.map(({ key }) => key.id) ?? [];
      }),
    );

  test('no message is lost that comes while the service is killed', async () => {
    const env = {
      ...(await place()),
      BACKEND_URL: `http://127.0.0.1:${backend.port}`,
      INCOMING_MESSAGES: 'true',
    };
    let service = await rig.start(env);
    await rig.link(service, 'shop', number);
    const sent: string[] = [];
    for (let receipts = 0; receipts < batch; receipts += 1) {
      // Killed when WhatsApp has so many receipts of the batch: further messages are read, written or on their way then.
      const seen = { receipts: 0 };
      const reached = new Promise<void>((resolve) => {
        const look = () => {
          if (seen.receipts >= receipts) resolve();
        };
        rig.whatsapp.on((event) => {
          if (event.type === 'receipt' && event.receipt !== 'retry') seen.receipts += 1;
          look();
        });
      });
      const sending = Promise.all(
        Array.from({ length: batch }, (_unused, n) =>
          ana.send(number, { content: { conversation: `${receipts}-${n}` } }),
        ),
      );
      await reached;
      await service.stop('SIGKILL');
      sent.push(...(await sending));
      service = await rig.start(env);
      await service.connected('shop');
    }
    await expect.poll(() => sent.filter((id) => !told().has(id)), { timeout: 30_000 }).toEqual([]);
    expect(rig.whatsapp.violations).toEqual([]);
    expect((await service.stop()).code).toBe(0);
  }, 240_000);
});
