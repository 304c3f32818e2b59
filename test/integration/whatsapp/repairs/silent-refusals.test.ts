import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { LoopbackEvent } from '../../../../electron/loopback/events.ts';
import type { Misbehaviour } from '../../../../electron/loopback/misbehaviour.ts';
import { type Rig, createRig } from '../../../support/console-rig.ts';
import { connectClient } from '../../loopback/real-client.ts';

const number = '972501234567';
const forgeries = ['forged-seal', 'forged-account-signature'] as const;

let rig: Rig;
let refusals: LoopbackEvent[];
beforeEach(async () => {
  rig = await createRig();
  rig.whatsapp.addPhone({ number });
  refusals = [];
  rig.whatsapp.on((event) => {
    if (event.type === 'pair-refused') refusals.push(event);
  });
});
afterEach(() => rig.close());

const forge = (kind: (typeof forgeries)[number]): Misbehaviour => ({ at: 'scan', kind });

it('is still needed: the library closes without a word when the seal is forged', async () => {
  rig.whatsapp.misbehave(forge('forged-seal'), { times: 1 });
  const client = connectClient(rig.whatsapp.url);
  expect(await rig.whatsapp.phone(number)?.scan(await client.qr())).toEqual({ outcome: 'closed' });
  await client.end();
  expect(refusals).toEqual([]);
});

describe('the console', () => {
  it.each(forgeries)('answers a %s with 401 before it closes, and the attempt names it', async (kind) => {
    const tenant = await rig.tenant('shop');
    rig.whatsapp.misbehave(forge(kind), { times: 1 });
    await rig.console().registry.start(tenant);
    expect(await rig.whatsapp.phone(number)?.scan(await rig.qr(tenant))).toEqual({ outcome: 'closed' });
    await rig.until(tenant, ({ failure }) => failure !== undefined);
    expect(refusals).toMatchObject([{ code: '401' }]);
    const { journal } = rig.console();
    const [entry] = rig.failures(tenant);
    expect(entry?.failure.cause).toBe('scan-not-matching');
    const flight = (await journal.flight(entry?.id ?? '')) ?? [];
    expect(flight).toContainEqual(
      expect.objectContaining({
        direction: 'out',
        tag: 'iq',
        attributes: expect.objectContaining({ type: 'error' }) as object,
        children: ['error'],
      }),
    );
    expect(rig.whatsapp.violations).toEqual([]);
  });
});
