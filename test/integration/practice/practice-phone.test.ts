import { afterEach, beforeEach, expect, test } from 'vitest';

import { createPracticeHandlers } from '../../../electron/practice/practice-handlers.ts';
import { type PracticePhone, createPracticePhone } from '../../../electron/practice/practice-phone.ts';
import { type PracticeState, practiceStateSchema } from '../../../shared/practice.ts';
import { err, ok } from '../../../shared/result.ts';
import { createRig, type Rig } from '../../support/console-rig.ts';

let rig: Rig;
let phone: PracticePhone;
let handlers: ReturnType<typeof createPracticeHandlers>;
let told: PracticeState[];
beforeEach(async () => {
  rig = await createRig();
  told = [];
  const onChange = (state: PracticeState) => void told.push(practiceStateSchema.parse(state));
  phone = createPracticePhone({ whatsapp: rig.whatsapp, name: 'Practice phone', clock: rig.clock, onChange });
  handlers = createPracticeHandlers({ phone, registry: rig.console().registry, focus: () => undefined });
});
afterEach(() => rig.close());

test('the practice phone scans the code that a tenant shows, and nothing else', async () => {
  const tenantId = await rig.tenant('flowers');
  expect(await handlers.scan({ tenantId })).toEqual(err({ code: 'no-live-qr' }));
  await rig.console().registry.start(tenantId);
  await rig.qr(tenantId);
  expect(await handlers.scan({ tenantId })).toEqual(ok());
  await rig.untilPhase(tenantId, 'connected');
  const sent = await rig.console().registry.sendTestMessage(tenantId, 'hello');
  expect(sent.ok).toBe(true);
  expect(phone.state()).toMatchObject({
    phone: { devices: [{ id: '1', online: true }], messages: [{ text: 'hello' }] },
    lastScan: { outcome: 'linked', at: rig.clock.now() },
  });
  // It tells of every step, and holds no number, not even the one that is kept free for drama.
  expect(told.at(-1)).toEqual(phone.state());
  expect(JSON.stringify(told)).not.toContain('7700900');
});

test('a refusal is for the next scan only, and can be asked for twice', async () => {
  const tenantId = await rig.tenant('flowers');
  await rig.console().registry.start(tenantId);
  const first = await rig.qr(tenantId);
  await handlers.rejectNext(null);
  await handlers.rejectNext(null);
  expect(phone.state().rejectsNext).toBe(true);
  await handlers.scan({ tenantId });
  expect(phone.state()).toMatchObject({ rejectsNext: false, lastScan: { outcome: 'rejected' } });
  await rig.passRetry(tenantId);
  await rig.qr(tenantId, first);
  await handlers.scan({ tenantId });
  expect(phone.state().lastScan?.outcome).toBe('linked');
  await rig.untilPhase(tenantId, 'connected');
});
