import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { createAuthenticator } from '../../../electron/loopback/authenticator.ts';
import type { PasskeyRequest } from '../../../shared/passkey.ts';
import { isConnected } from '../../../shared/session.ts';
import { tenantIdSchema } from '../../../shared/tenant.ts';
import { settle } from '../../support/fake-clock.ts';
import { type BridgeRig, createBridgeRig } from './bridge-rig.ts';

const number = '972501234567';
const shop = tenantIdSchema.parse('business_17');
const at = (path: string) => `/whatsapp/${shop}/${path}`;

let rig: BridgeRig;
beforeEach(async () => {
  rig = await createBridgeRig();
});
afterEach(async () => {
  expect(rig.errors()).toEqual([]);
  expect(rig.whatsapp.violations).toEqual([]);
  await rig.close();
});

const askCode = (phoneNumber: unknown = number) => rig.ask('POST', at('pairing-code'), { json: { phoneNumber } });

describe('a scan that somebody tells of', () => {
  test('and that nothing follows is a failure with its likely causes, once, and may still link', async () => {
    const phone = rig.whatsapp.addPhone({ number });
    expect(await rig.ask('POST', at('scanned'))).toMatchObject({ status: 404, json: { error: 'unknown_tenant' } });
    await rig.ask('POST', at('start'));
    const qr = await rig.qr(shop);
    expect(await rig.ask('POST', at('scanned'))).toMatchObject({ status: 200, json: { ok: true } });
    await rig.ask('POST', at('scanned'));
    await rig.clock.advance(20_000);
    const told = {
      code: 'silent-scan',
      confidence: 'unclear',
      likelyCauses: ['phone-offline', 'scan-not-taken', 'account-restricted', 'client-outdated'],
      operatorAction: 'scan-again',
    };
    expect((await rig.ask('GET', at('status'))).json).toMatchObject({
      sessionState: 'waiting_qr',
      hasQR: true,
      failure: { ...told, retryable: true },
    });
    expect((await rig.ask('GET', at('failures'))).json).toMatchObject({ failures: [told] });
    expect(await phone.scan(qr)).toMatchObject({ outcome: 'linked' });
    await rig.until(shop, isConnected);
    expect((await rig.ask('GET', at('status'))).json).not.toHaveProperty('failure');
    expect(await rig.ask('POST', at('scanned'))).toMatchObject({ status: 200 });
  });

  test('is refused where there is no code to scan', async () => {
    await rig.ask('POST', at('start'));
    await rig.qr(shop);
    await rig.ask('POST', at('disconnect'));
    expect(await rig.ask('POST', at('scanned'))).toMatchObject({ status: 404, json: { error: 'no_qr' } });
  });
});

describe('a code for the phone', () => {
  test('links, and the number may be written as people write it', async () => {
    const phone = rig.whatsapp.addPhone({ number });
    await rig.ask('POST', at('start'));
    await rig.qr(shop);
    const asked = await askCode('+972 50-123-4567');
    const { code, expiresAt } = asked.json as { code: string; expiresAt: string };
    expect(asked.status).toBe(200);
    expect(code).toMatch(/^[1-9A-Z]{4}-[1-9A-Z]{4}$/);
    expect(Date.parse(expiresAt)).toBeGreaterThan(rig.clock.now());
    expect((await rig.ask('GET', at('status'))).json).toMatchObject({
      phase: 'awaiting-code',
      sessionState: 'connecting',
      connected: false,
      authPaired: false,
      hasQR: false,
    });
    expect(await phone.enterCode('1111-1111')).toEqual({ outcome: 'wrong-code' });
    expect(await phone.enterCode(code)).toMatchObject({ outcome: 'linked' });
    await rig.until(shop, isConnected);
    expect((await rig.ask('GET', at('status'))).json).toMatchObject({ connected: true, sessionState: 'connected' });
  });

  test('needs no start before it, whether the tenant is new or stopped', async () => {
    const phone = rig.whatsapp.addPhone({ number });
    expect(await askCode()).toMatchObject({ status: 200 });
    await rig.ask('POST', at('disconnect'));
    const { status, json } = await askCode();
    expect(status).toBe(200);
    expect(await phone.enterCode((json as { code: string }).code)).toMatchObject({ outcome: 'linked' });
    await rig.until(shop, isConnected);
  });

  test('creates no tenant where the number cannot be one', async () => {
    for (const wrong of ['0501234567x', '12', '']) {
      expect(await askCode(wrong)).toMatchObject({ status: 422, json: { error: 'invalid_number' } });
    }
    expect(await askCode(17)).toMatchObject({ status: 400, json: { error: 'invalid_request' } });
    expect(rig.console().registry.tenantIds()).toEqual([]);
  });

  test('that WhatsApp shows no QR for is refused after 15 s, with the reason', async () => {
    rig.whatsapp.misbehave({ at: 'connection', kind: 'silent' });
    await rig.tenant(shop);
    const asked = askCode();
    await rig.untilPhase(shop, 'connecting');
    await settle();
    await rig.clock.advance(15_000);
    const message = 'WhatsApp offered no QR within 15 s.';
    expect(await asked).toMatchObject({ status: 409, json: { error: 'no_live_qr', message } });
  });

  test('is refused at once where WhatsApp refuses the client, and where a phone is linked', async () => {
    rig.whatsapp.misbehave({ at: 'registration', kind: 'fail', code: 409 }, { times: 1 });
    const message = 'WhatsApp rejected this client.';
    expect(await askCode()).toMatchObject({ status: 409, json: { error: 'no_live_qr', message } });
    const phone = rig.whatsapp.addPhone({ number });
    await rig.ask('POST', at('start'));
    await phone.scan(await rig.qr(shop));
    await rig.until(shop, isConnected);
    const linked = 'A phone is linked. To link another, call reset first.';
    expect(await askCode()).toMatchObject({ status: 409, json: { error: 'no_live_qr', message: linked } });
  });

  test.each([
    [400, 422, 'invalid_number'],
    [429, 429, 'code_cooldown'],
    [452, 502, 'code_refused'],
    [500, 502, 'code_refused'],
  ] as const)('that WhatsApp refuses with %i is never shown: %i %s', async (code, status, error) => {
    rig.whatsapp.addPhone({ number });
    rig.whatsapp.misbehave({ at: 'code', kind: 'fail', code }, { times: 1 });
    await rig.ask('POST', at('start'));
    await rig.qr(shop);
    const asked = await askCode();
    expect(asked).toMatchObject({ status, json: { error } });
    expect(asked.text).not.toContain(number);
    expect(rig.snapshot(shop)).toMatchObject({ phase: 'awaiting-scan' });
  });
});

describe('the passkey step', () => {
  async function scanned() {
    const phone = rig.whatsapp.addPhone({ number });
    const authenticator = createAuthenticator();
    phone.setPasskey(authenticator);
    rig.whatsapp.misbehave({ at: 'scan', kind: 'passkey' }, { times: 1 });
    await rig.ask('POST', at('start'));
    const outcome = phone.scan(await rig.qr(shop));
    await rig.untilPhase(shop, 'awaiting-passkey');
    const { json } = await rig.ask('GET', at('passkey'));
    return { authenticator, outcome, request: (json as { publicKey: PasskeyRequest }).publicKey };
  }
  const answer = (json: unknown) => rig.ask('POST', at('passkey'), { json });

  test('is asked for, answered, and the link stands', async () => {
    expect(await rig.ask('GET', at('passkey'))).toMatchObject({ status: 404, json: { error: 'no_passkey_request' } });
    const { authenticator, outcome, request } = await scanned();
    expect(request).toMatchObject({ rpId: 'whatsapp.com', userVerification: 'required' });
    expect((await rig.ask('GET', at('status'))).json).toMatchObject({
      phase: 'awaiting-passkey',
      sessionState: 'connecting',
      connected: false,
    });
    expect(await answer(authenticator.assert(request))).toMatchObject({ status: 200, json: { ok: true } });
    expect(await outcome).toMatchObject({ outcome: 'linked' });
    await rig.until(shop, isConnected);
    expect(await rig.ask('GET', at('passkey'))).toMatchObject({ status: 404 });
    expect(await answer(authenticator.assert(request))).toMatchObject({ status: 404 });
  });

  test('waits for a confirmation where the phone needs one', async () => {
    const { authenticator, outcome, request } = await scanned();
    await rig.clock.advance(5 * 60_000);
    const onPhone = rig.whatsapp.next('confirmation-code');
    const answered = await answer(authenticator.assert(request));
    expect(answered).toMatchObject({ status: 200, json: { ok: true, confirmationCode: (await onPhone).code } });
    expect(await rig.ask('POST', at('passkey/confirm'))).toMatchObject({ status: 200, json: { ok: true } });
    expect(await outcome).toMatchObject({ outcome: 'linked' });
    await rig.until(shop, isConnected);
  });

  test('refuses what does not answer the request, and what WhatsApp does not believe; then another try links', async () => {
    const { authenticator, outcome, request } = await scanned();
    const elsewhere = authenticator.assert(request, { origin: 'https://web.whatsapp.com.example' });
    expect(await answer(elsewhere)).toMatchObject({ status: 422, json: { error: 'passkey_rejected' } });
    const stranger = createAuthenticator().assert(request, { id: authenticator.id });
    expect(await answer(stranger)).toMatchObject({ status: 422, json: { error: 'passkey_rejected' } });
    expect(await answer({ id: 'x' })).toMatchObject({ status: 400 });
    expect(await answer(authenticator.assert(request))).toMatchObject({ status: 200 });
    expect(await outcome).toMatchObject({ outcome: 'linked' });
    await rig.until(shop, isConnected);
  });
});
