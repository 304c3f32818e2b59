import { afterEach, expect, test } from 'vitest';

import type { FlightFrame } from '../../../shared/flight.ts';
import { isConnected } from '../../../shared/session.ts';
import { type Rig, createRig } from '../../support/console-rig.ts';

const number = '972501234567';

let rig: Rig;
afterEach(async () => {
  await rig.close();
});

const outline = (frames: readonly FlightFrame[]) =>
  frames.map(({ direction, tag, attributes, children }) =>
    [direction, tag, attributes.type ?? attributes.code, children[0]].filter((part) => part !== undefined).join(' '),
  );

test('a failed scan keeps the frames that led to it, and nothing of what was in them', async () => {
  rig = await createRig();
  const tenant = await rig.tenant('shop');
  const phone = rig.whatsapp.addPhone({ number });
  rig.whatsapp.misbehave({ at: 'scan', kind: 'reject' }, { times: 1 });
  await rig.console().registry.start(tenant);
  const qr = await rig.qr(tenant);
  const secrets = qr.split('#')[1]?.split(',').slice(0, 4) ?? [];
  await phone.scan(qr);
  await rig.until(tenant, ({ failure }) => failure !== undefined);
  const [entry] = rig.console().journal.list({ limit: 1 });
  const flight = (await rig.console().journal.flight(entry?.id ?? '')) ?? [];
  const seen = outline(flight);
  expect(seen).toEqual(
    expect.arrayContaining([
      'in iq set pair-device',
      'console qr',
      'in iq set pair-success',
      'out iq result pair-device-sign',
    ]),
  );
  expect(seen.indexOf('in iq set pair-success')).toBeLessThan(seen.indexOf('console pair-success'));
  expect(seen.at(-1)).toMatch(/^console end/);
  expect(flight.find(({ tag, direction }) => tag === 'iq' && direction === 'in')?.bytes).toBeGreaterThan(100);
  const written = JSON.stringify(flight);
  expect(secrets).toHaveLength(4);
  for (const secret of [...secrets, number, number.slice(-6)]) expect(written).not.toContain(secret);
});

test('what a linked session sends is not written down, and what it receives only by its tags', async () => {
  rig = await createRig();
  const tenant = await rig.tenant('shop');
  const phone = rig.whatsapp.addPhone({ number });
  await rig.console().registry.start(tenant);
  const scan = await phone.scan(await rig.qr(tenant));
  if (scan.outcome !== 'linked') throw new Error(scan.outcome);
  await rig.until(tenant, isConnected);
  const { journal } = rig.console();
  expect((await rig.console().registry.sendTestMessage(tenant, 'hello')).ok).toBe(true);
  phone.unlink(scan.deviceJid);
  await rig.until(tenant, ({ failure }) => failure !== undefined);
  const flight = (await journal.flight(journal.list({ limit: 1 })[0]?.id ?? '')) ?? [];
  const afterLogin = flight.slice(flight.findIndex(({ tag }) => tag === 'open'));
  expect(afterLogin.some(({ direction }) => direction === 'in')).toBe(true);
  expect(afterLogin.filter(({ direction }) => direction === 'out')).toEqual([]);
  expect(JSON.stringify(flight)).not.toContain(number);
});

test('a link with a passkey leaves its recording, step by step and without what was in them, until the next link', async () => {
  rig = await createRig();
  const tenant = await rig.tenant('shop');
  const phone = rig.whatsapp.addPhone({ number });
  const passkey = phone.makePasskey();
  rig.whatsapp.misbehave({ at: 'scan', kind: 'passkey' }, { times: 1 });
  const { registry, journal } = rig.console();
  await registry.start(tenant);
  const qr = await rig.qr(tenant);
  const scanned = phone.scan(qr);
  await rig.untilPhase(tenant, 'awaiting-passkey');
  const request = registry.passkeyRequest(tenant);
  if (request === undefined) throw new Error('no passkey is asked for');
  expect(await journal.linkFlight(tenant)).toBeUndefined();
  const assertion = passkey.assert(request);
  await registry.answerPasskey(tenant, assertion);
  await scanned;
  await rig.until(tenant, isConnected);

  const flight = (await journal.linkFlight(tenant)) ?? [];
  const seen = outline(flight).filter((line) =>
    /passkey|crsc|nonce|pairing_request|pair-|success|console open/.test(line),
  );
  expect(seen).toEqual([
    'in iq set pair-device',
    'in notification passkey_prologue_request passkey_request_options',
    'out ack passkey_prologue_request',
    'console passkey-request',
    'out iq set passkey_prologue',
    'in notification crsc_continuation primary_ephemeral_identity',
    'out ack crsc_continuation',
    'out iq set companion_nonce',
    'out iq set encrypted_pairing_request',
    'in iq set pair-success',
    'console pair-success',
    'out iq result pair-device-sign',
    'in success',
    'console open',
  ]);
  const written = JSON.stringify(flight);
  const { clientDataJSON, authenticatorData, signature } = assertion.response;
  const secrets = [...(qr.split('#')[1]?.split(',').slice(0, 4) ?? []), request.challenge, assertion.rawId];
  for (const secret of [...secrets, clientDataJSON, authenticatorData, signature, number, number.slice(-6)]) {
    expect(written).not.toContain(secret);
  }

  const linked = journal.newLinks();
  expect(linked).toEqual([{ tenantId: tenant, at: rig.clock.now(), codeAt: rig.clock.now() }]);

  // Coming back is no new link.
  await rig.restart();
  await rig.until(tenant, isConnected);
  expect(await rig.console().journal.linkFlight(tenant)).toEqual(flight);
  expect(rig.console().journal.newLinks()).toEqual(linked);
});

test('the recording of a link outlives its tenant for as long as the removal can be taken back', async () => {
  rig = await createRig();
  const [shop, depot] = [await rig.tenant('shop'), await rig.tenant('depot')];
  for (const [tenant, own] of [
    [shop, number],
    [depot, '972509876543'],
  ] as const) {
    await rig.console().registry.start(tenant);
    await rig.whatsapp.addPhone({ number: own }).scan(await rig.qr(tenant));
    await rig.until(tenant, isConnected);
  }
  await rig.console().registry.remove(shop);
  expect(await rig.console().journal.linkFlight(shop)).toBeDefined();
  await rig.restart();
  await rig.console().sweep();
  expect(await rig.console().journal.linkFlight(shop)).toBeUndefined();
  expect(await rig.console().journal.linkFlight(depot)).toBeDefined();
});
