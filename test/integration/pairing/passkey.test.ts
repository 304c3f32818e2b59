import { afterEach, describe, expect, test } from 'vitest';

import { createAuthenticator } from '../../../electron/loopback/authenticator.ts';
import type { PasskeyRequest } from '../../../shared/passkey.ts';
import { err, ok } from '../../../shared/result.ts';
import { isAuthPaired, isConnected } from '../../../shared/session.ts';
import type { TenantId } from '../../../shared/tenant.ts';
import { type Rig, createRig } from '../../support/console-rig.ts';

const number = '972501234567';
const minutes = 60_000;

let rig: Rig;
afterEach(async () => {
  await rig.close();
});

function requestOf(tenant: TenantId): PasskeyRequest {
  const request = rig.console().registry.passkeyRequest(tenant);
  if (request === undefined) throw new Error('no passkey is asked for');
  return request;
}

/** A phone whose account wants its passkey has scanned. */
async function asked(kind: 'passkey' | 'passkey-bare' = 'passkey') {
  rig = await createRig();
  const tenant = await rig.tenant('shop');
  const phone = rig.whatsapp.addPhone({ number });
  const authenticator = createAuthenticator();
  phone.setPasskey(authenticator);
  rig.whatsapp.misbehave({ at: 'scan', kind }, { times: 1 });
  const { registry } = rig.console();
  await registry.start(tenant);
  const scanned = phone.scan(await rig.qr(tenant));
  const waiting = await rig.untilPhase(tenant, 'awaiting-passkey');
  return { tenant, phone, authenticator, registry, scanned, waiting, request: requestOf(tenant) };
}

test('a scan that asks for a passkey is completed by its assertion alone', async () => {
  const { tenant, authenticator, registry, scanned, waiting, request } = await asked();
  expect(waiting.qr).toBeUndefined();
  expect(isAuthPaired(waiting)).toBe(false);
  expect(waiting.passkey).toEqual({ expiresAt: rig.clock.now() + 10 * minutes });
  expect(request).toMatchObject({ rpId: 'whatsapp.com', userVerification: 'required' });
  expect(await registry.answerPasskey(tenant, authenticator.assert(request))).toEqual(ok({}));
  expect(await scanned).toMatchObject({ outcome: 'linked' });
  await rig.until(tenant, isConnected);
  expect(registry.passkeyRequest(tenant)).toBeUndefined();
  expect(rig.failures(tenant)).toEqual([]);
  expect(rig.whatsapp.violations).toEqual([]);
  await rig.restart();
  await rig.until(tenant, isConnected);
});

test('a request that comes without its options is asked for them', async () => {
  const { tenant, authenticator, registry, scanned, request } = await asked('passkey-bare');
  expect(await registry.answerPasskey(tenant, authenticator.assert(request))).toEqual(ok({}));
  expect(await scanned).toMatchObject({ outcome: 'linked' });
  await rig.until(tenant, isConnected);
  expect(rig.whatsapp.violations).toEqual([]);
});

test('the request and the answer never reach the snapshot', async () => {
  const { tenant, authenticator, registry, request } = await asked();
  await registry.answerPasskey(tenant, authenticator.assert(request));
  await rig.until(tenant, isConnected);
  expect(JSON.stringify(rig.snapshot(tenant))).not.toContain(request.challenge);
});

test('after five minutes the old secret vouches no more: both sides show the same code first', async () => {
  const { tenant, authenticator, registry, scanned, request } = await asked();
  await rig.clock.advance(5 * minutes);
  const onPhone = rig.whatsapp.next('confirmation-code');
  const answered = await registry.answerPasskey(tenant, authenticator.assert(request));
  const { code } = await onPhone;
  expect(code).toMatch(/^[1-9A-Z]{4}-[1-9A-Z]{4}$/);
  expect(answered).toEqual(ok({ confirmationCode: code }));
  expect(rig.snapshot(tenant)).toMatchObject({ phase: 'awaiting-passkey', passkey: { confirmationCode: code } });
  expect(await registry.confirmPasskey(tenant)).toEqual(ok());
  expect(await scanned).toMatchObject({ outcome: 'linked' });
  await rig.until(tenant, isConnected);
  expect(rig.whatsapp.violations).toEqual([]);
});

test('codes that differ end the link before any key is sent, with a fresh QR and an entry in the log', async () => {
  const { tenant, authenticator, registry, scanned, request } = await asked();
  expect(await registry.rejectPasskey(await rig.tenant('other'))).toEqual(err({ code: 'passkey-not-asked' }));
  await rig.clock.advance(5 * minutes);
  await registry.answerPasskey(tenant, authenticator.assert(request));
  await rig.until(tenant, ({ passkey }) => passkey?.confirmationCode !== undefined);
  expect(await registry.rejectPasskey(tenant)).toEqual(ok());
  expect(await scanned).toEqual({ outcome: 'closed' });
  expect(await registry.confirmPasskey(tenant)).toEqual(err({ code: 'passkey-not-asked' }));
  await rig.qr(tenant);
  expect(rig.failures(tenant)).toMatchObject([
    { phase: 'awaiting-passkey', failure: { cause: 'passkey-code-differs', retry: 'fresh-qr' } },
  ]);
  expect(rig.whatsapp.phone(number)?.devices).toEqual([]);
  expect(rig.whatsapp.violations).toEqual([]);
});

describe('an answer that leads nowhere is told, and another needs no new QR', () => {
  const wrong = [
    ['of another kind', { type: 'webauthn.create' }, 'type'],
    ['to another challenge', { challenge: 'AAAA' }, 'challenge'],
    ['from another origin', { origin: 'https://web.whatsapp.com.example' }, 'origin'],
    ['for another relying party', { rpId: 'example.com' }, 'relying-party'],
    ['by a passkey that was not asked for', { id: Buffer.from('another') }, 'credential'],
  ] as const;
  test.each(wrong)('%s: it is not sent', async (_what, lies, problem) => {
    const { tenant, authenticator, registry, scanned, request } = await asked();
    const refused = await registry.answerPasskey(tenant, authenticator.assert(request, lies));
    expect(refused).toEqual(err({ code: 'passkey-invalid', problem }));
    expect(rig.whatsapp.violations).toEqual([]);
    expect(await registry.answerPasskey(tenant, authenticator.assert(request))).toEqual(ok({}));
    expect(await scanned).toMatchObject({ outcome: 'linked' });
    await rig.until(tenant, isConnected);
  });

  test('by an authenticator that WhatsApp does not believe', async () => {
    const { tenant, authenticator, registry, scanned, request } = await asked();
    const stranger = createAuthenticator();
    for (const assertion of [
      stranger.assert(request, { id: authenticator.id }),
      authenticator.assert(request, { flags: 0b001 }),
    ]) {
      expect(await registry.answerPasskey(tenant, assertion)).toEqual(
        err({ code: 'passkey-refused', statusCode: 401 }),
      );
    }
    expect(rig.snapshot(tenant).phase).toBe('awaiting-passkey');
    expect(await registry.answerPasskey(tenant, authenticator.assert(request))).toEqual(ok({}));
    expect(await scanned).toMatchObject({ outcome: 'linked' });
    await rig.until(tenant, isConnected);
    expect(rig.whatsapp.violations).toEqual([]);
  });

  test('nor is what no authenticator made', async () => {
    const { tenant, authenticator, registry, request } = await asked();
    const assertion = authenticator.assert(request);
    const response = { ...assertion.response, clientDataJSON: 'bm90IGpzb24' };
    expect(await registry.answerPasskey(tenant, { ...assertion, response })).toEqual(
      err({ code: 'passkey-invalid', problem: 'malformed' }),
    );
  });
});

test('a passkey that does not come in time ends with its cause and a fresh QR', async () => {
  const { tenant, phone, authenticator, registry, scanned, request } = await asked();
  // The QRs of this socket would long have been used up; the request outlives them.
  await rig.clock.advance(9 * minutes);
  expect(rig.snapshot(tenant).phase).toBe('awaiting-passkey');
  await rig.clock.advance(minutes + 5_000);
  const late = await rig.until(tenant, ({ phase }) => phase !== 'awaiting-passkey');
  expect(late.failure).toMatchObject({ cause: 'passkey-expired', credentials: 'none', retry: 'fresh-qr' });
  expect(await scanned).toEqual({ outcome: 'closed' });
  const assertion = authenticator.assert(request);
  expect(await registry.answerPasskey(tenant, assertion)).toEqual(err({ code: 'passkey-not-asked' }));
  await phone.scan(await rig.qr(tenant));
  await rig.until(tenant, isConnected);
  expect(rig.failures(tenant)).toMatchObject([{ phase: 'awaiting-passkey', failure: { cause: 'passkey-expired' } }]);
});

test('a phone that does not go on is told of; the next try shows a code, because the old secret has been spent', async () => {
  const { tenant, authenticator, registry, scanned, request } = await asked();
  const accepted = rig.whatsapp.next('passkey-accepted');
  rig.whatsapp.misbehave({ at: 'passkey', kind: 'silent' }, { times: 1 });
  const answer = registry.answerPasskey(tenant, authenticator.assert(request));
  await accepted;
  await rig.clock.advance(45_000);
  expect(await answer).toEqual(err({ code: 'passkey-unanswered' }));
  expect(rig.snapshot(tenant).phase).toBe('awaiting-passkey');
  const again = await registry.answerPasskey(tenant, authenticator.assert(request));
  expect(again).toEqual(ok({ confirmationCode: rig.snapshot(tenant).passkey?.confirmationCode }));
  expect(again).toHaveProperty('value.confirmationCode');
  await registry.confirmPasskey(tenant);
  expect(await scanned).toMatchObject({ outcome: 'linked' });
  await rig.until(tenant, isConnected);
});

test('a link by code may ask for the passkey too', async () => {
  rig = await createRig();
  const tenant = await rig.tenant('shop');
  const phone = rig.whatsapp.addPhone({ number });
  const authenticator = createAuthenticator();
  phone.setPasskey(authenticator);
  rig.whatsapp.misbehave({ at: 'scan', kind: 'passkey' }, { times: 1 });
  const { registry } = rig.console();
  await registry.start(tenant);
  await rig.qr(tenant);
  const issued = await registry.requestCode(tenant, number);
  const entered = phone.enterCode(issued.ok ? issued.value.text : '');
  await rig.untilPhase(tenant, 'awaiting-passkey');
  const request = requestOf(tenant);
  expect(await registry.answerPasskey(tenant, authenticator.assert(request))).toEqual(ok({}));
  expect(await entered).toMatchObject({ outcome: 'linked' });
  await rig.until(tenant, isConnected);
  expect(rig.whatsapp.violations).toEqual([]);
});

test('nobody is asked for a passkey unasked', async () => {
  rig = await createRig();
  const tenant = await rig.tenant('shop');
  const { registry } = rig.console();
  const assertion = createAuthenticator().assert({ challenge: 'AAAA' });
  expect(registry.passkeyRequest(tenant)).toBeUndefined();
  expect(await registry.answerPasskey(tenant, assertion)).toEqual(err({ code: 'passkey-not-asked' }));
  expect(await registry.confirmPasskey(tenant)).toEqual(err({ code: 'passkey-not-asked' }));
});
