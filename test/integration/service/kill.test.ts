import { afterAll, beforeAll, expect, test } from 'vitest';

import type { LoopbackEvent } from '../../../electron/loopback/events.ts';
import { type Service, type ServiceRig, createServiceRig } from './service-rig.ts';

let rig: ServiceRig;
beforeAll(async () => {
  rig = await createServiceRig();
}, 60_000);
afterAll(async () => {
  await rig.close();
});

type Moment = (service: Service, tenant: string) => Promise<unknown>;
const seen =
  (type: LoopbackEvent['type']): Moment =>
  () =>
    rig.whatsapp.next(type);
const phase =
  (name: string): Moment =>
  (service, tenant) =>
    service.status(tenant, (status) => status.phase === name);

const moments: [what: string, moment: Moment][] = [
  ['when the start is answered', () => Promise.resolve()],
  ['when it dials', seen('connection')],
  ['when it has its refs', seen('registration')],
  ['when the QR shows', phase('awaiting-scan')],
  ['when the phone has confirmed', phase('pairing')],
  ['when the server knows the device', seen('linked')],
  ['when it restarts', phase('restarting')],
  ['when it verifies', phase('verifying')],
  ['when the login is accepted', seen('login')],
  ['when it uploads pre-keys', seen('pre-keys')],
  ['when the server has it open', seen('open')],
  ['when it is connected', phase('connected')],
];

test('killed at a dozen moments of a link, it ends linked or with a fresh QR, and no earlier link is lost', async () => {
  let service = await rig.start();
  const linked: string[] = [];
  for (const [index, [what, moment]] of moments.entries()) {
    const tenant = `business_${index}`;
    const phone = rig.whatsapp.addPhone({ number: `97250123450${String(index).padStart(2, '0')}` });
    const reached = moment(service, tenant);
    await service.ask('POST', `/whatsapp/${tenant}/start`);
    // The phone scans as soon as it can; the kill may come before.
    const scanned = service
      .qr(tenant)
      .then((qr) => phone.scan(qr))
      .catch(() => undefined);
    await reached;
    await service.stop('SIGKILL');
    await scanned;

    service = await rig.start();
    const { sessionState } = await service.status(tenant, ({ connected, hasQR }) => connected || hasQR);
    if (sessionState === 'waiting_qr') {
      expect(phone.devices, `${what}: a device without credentials`).toEqual([]);
      expect((await phone.scan(await service.qr(tenant))).outcome, what).toBe('linked');
      await service.connected(tenant);
    }
    linked.push(tenant);
    for (const earlier of linked) await service.connected(earlier);
  }
  expect(rig.whatsapp.violations).toEqual([]);
  expect((await service.stop()).code).toBe(0);
}, 120_000);
