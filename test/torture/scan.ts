import process from 'node:process';
import { setTimeout as pause } from 'node:timers/promises';

import { buildIfStale } from '../../scripts/build.js';
import { say } from '../../scripts/launch.ts';
import { type Service, type ServiceRig, createServiceRig } from '../integration/service/service-rig.ts';

/**
 * `npm run torture:scan [from] [to]`: kills the built service (SIGKILL) at every millisecond of the first 300 after a
 * scan, starts it again and looks at both ends. A device that the phone lists must be linked, or an entry of the log must
 * say that the phone may list it. Ends with 1 if one is lost. About four seconds a millisecond on a quiet machine.
 */
const [from = 0, to = 299] = process.argv.slice(2).map(Number);

type Outcome = 'linked' | 'not listed' | 'listed and told' | 'LOST';

async function killAt(rig: ServiceRig, service: Service, ms: number): Promise<{ outcome: Outcome; next: Service }> {
  const tenant = `scan_${ms}`;
  const phone = rig.whatsapp.addPhone({ number: `9725012${String(ms).padStart(5, '0')}` });
  await service.ask('POST', `/whatsapp/${tenant}/start`);
  const scanned = phone.scan(await service.qr(tenant));
  await pause(ms);
  await service.stop('SIGKILL');
  await scanned;

  const next = await rig.start();
  const status = await next.status(tenant, ({ connected, hasQR }) => connected || hasQR);
  const outcome = await judge(next, tenant, status.connected, phone.devices.length);
  // Leaves nothing that later starts would have to bring back.
  await next.ask('POST', `/whatsapp/${tenant}/disconnect`);
  return { outcome, next };
}

async function judge(service: Service, tenant: string, connected: boolean, listed: number): Promise<Outcome> {
  if (connected) return 'linked';
  if (listed === 0) return 'not listed';
  const { body } = await service.ask('GET', `/whatsapp/${tenant}/failures`);
  return JSON.stringify(body).includes('dead-device') ? 'listed and told' : 'LOST';
}

await buildIfStale(say);
const rig = await createServiceRig();
const tally = new Map<Outcome, number[]>();
try {
  let service = await rig.start();
  for (let ms = from; ms <= to; ms += 1) {
    const { outcome, next } = await killAt(rig, service, ms);
    service = next;
    tally.set(outcome, [...(tally.get(outcome) ?? []), ms]);
    process.stdout.write(`${ms} ms: ${outcome}\n`);
  }
} finally {
  await rig.close();
}
for (const [outcome, moments] of tally) process.stdout.write(`${outcome}: ${moments.length}\n`);
process.exitCode = tally.has('LOST') ? 1 : 0;
