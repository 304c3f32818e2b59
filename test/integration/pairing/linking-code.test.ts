import { cp, readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { afterEach, describe, expect, test } from 'vitest';

import type { LoopbackOptions } from '../../../electron/loopback/endpoint.ts';
import { err } from '../../../shared/result.ts';
import { isAuthPaired, isConnected } from '../../../shared/session.ts';
import type { TenantId } from '../../../shared/tenant.ts';
import { type Rig, createRig } from '../../support/console-rig.ts';
import { createTemporaryFolder } from '../../support/credentials.ts';

const number = '972501234567';

let rig: Rig;
afterEach(async () => {
  await rig.close();
});

async function showQr(loopback: LoopbackOptions = {}) {
  rig = await createRig(loopback);
  const tenant = await rig.tenant('shop');
  const phone = rig.whatsapp.addPhone({ number });
  await rig.console().registry.start(tenant);
  const qr = await rig.qr(tenant);
  return { tenant, phone, qr };
}
/** Lets time pass, and answers to pings arrive meanwhile: a request to the same server comes back after them. */
async function pass(ms: number): Promise<void> {
  for (let left = ms; left > 0; left -= 10_000) {
    await rig.clock.advance(Math.min(left, 10_000));
    for (let trip = 0; trip < 3; trip += 1) await (await fetch(rig.whatsapp.url.replace('ws:', 'http:'))).text();
  }
}
async function codeFor(tenant: TenantId): Promise<string> {
  const issued = await rig.console().registry.requestCode(tenant, number);
  if (!issued.ok) throw new Error(issued.error.code);
  return issued.value.text;
}
const secretOf = (creds: unknown): unknown => (creds as { advSecretKey: unknown }).advSecretKey;
const credsOf = async (tenant: TenantId): Promise<unknown> =>
  JSON.parse(await readFile(join(rig.dataFolder, `storage/whatsapp/${tenant}/auth/creds.json`), 'utf8'));

test('the phone types in the code and is linked, with the whole ladder of proof', async () => {
  const { tenant, phone } = await showQr();
  await rig.clock.advance(10_000);
  const code = await codeFor(tenant);
  expect(code).toMatch(/^[1-9A-Z]{4}-[1-9A-Z]{4}$/);
  const waiting = rig.snapshot(tenant);
  expect(waiting).toMatchObject({ phase: 'awaiting-code', code: { text: code, expiresAt: rig.clock.now() + 180_000 } });
  expect(waiting.qr).toBeUndefined();
  expect(isAuthPaired(waiting)).toBe(false);
  expect(await phone.enterCode(code)).toMatchObject({ outcome: 'linked' });
  const connected = await rig.until(tenant, isConnected);
  expect(connected.account?.maskedNumber).toBe('972•••••••67');
  expect(connected.code).toBeUndefined();
  expect(rig.failures(tenant)).toEqual([]);
  expect(rig.whatsapp.violations).toEqual([]);
  await rig.restart();
  await rig.until(tenant, isConnected);
});

test('a wrong code changes nothing: the right one still links', async () => {
  const { tenant, phone } = await showQr();
  const code = await codeFor(tenant);
  expect(await phone.enterCode('1111-1111')).toEqual({ outcome: 'wrong-code' });
  expect(rig.snapshot(tenant)).toMatchObject({ phase: 'awaiting-code', code: { text: code }, evidence: {} });
  expect(await phone.enterCode(code)).toMatchObject({ outcome: 'linked' });
  await rig.until(tenant, isConnected);
});

test('a second code takes the place of the first', async () => {
  const { tenant, phone } = await showQr();
  const first = await codeFor(tenant);
  const second = await codeFor(tenant);
  expect(rig.snapshot(tenant).code?.text).toBe(second);
  expect(await phone.enterCode(first)).toEqual({ outcome: 'wrong-code' });
  expect(await phone.enterCode(second)).toMatchObject({ outcome: 'linked' });
  await rig.until(tenant, isConnected);
});

test('a code that is asked for 130 s after the first QR has its 180 s, whatever the refs do', async () => {
  const { tenant, phone } = await showQr();
  await pass(130_000);
  const code = await codeFor(tenant);
  expect(rig.snapshot(tenant).code?.expiresAt).toBe(rig.clock.now() + 180_000);
  // The last ref is used up at 160 s.
  await pass(170_000);
  expect(rig.snapshot(tenant)).toMatchObject({ phase: 'awaiting-code', code: { text: code } });
  expect(rig.whatsapp.counts.connections).toBe(1);
  expect(await phone.enterCode(code)).toMatchObject({ outcome: 'linked' });
  await rig.until(tenant, isConnected);
  expect(rig.failures(tenant)).toEqual([]);
});

describe('a code that WhatsApp retires', () => {
  test.each([[false], [true]])('is followed by another, aloud (by hand: %s)', async (manual) => {
    const { tenant, phone } = await showQr();
    const first = await codeFor(tenant);
    await pass(100_000);
    expect(phone.refreshCode(manual)).toBe(true);
    const { code } = await rig.until(tenant, (now) => now.code !== undefined && now.code.text !== first);
    expect(code).toMatchObject({ refreshed: true, expiresAt: rig.clock.now() + 180_000 });
    expect(await phone.enterCode(first)).toEqual({ outcome: 'wrong-code' });
    expect(await phone.enterCode(code?.text ?? '')).toMatchObject({ outcome: 'linked' });
    await rig.until(tenant, isConnected);
    expect(rig.whatsapp.violations).toEqual([]);
  });

  test('and gives no other is over', async () => {
    const { tenant, phone } = await showQr();
    await codeFor(tenant);
    rig.whatsapp.misbehave({ at: 'code', kind: 'fail', code: 429 }, { times: 1 });
    phone.refreshCode();
    const { failure } = await rig.until(tenant, (now) => now.failure !== undefined);
    expect(failure).toMatchObject({ cause: 'code-expired', retry: 'fresh-qr' });
  });
});

describe('a code that was typed', () => {
  test('and whose exchange the server refuses has failed for that, at once', async () => {
    const { tenant, phone } = await showQr();
    const code = await codeFor(tenant);
    rig.whatsapp.misbehave({ at: 'code-finish', kind: 'fail', code: 400 }, { times: 1 });
    expect(await phone.enterCode(code)).toEqual({ outcome: 'finish-refused' });
    const { failure } = await rig.until(tenant, (now) => now.failure !== undefined);
    expect(failure).toMatchObject({ cause: 'code-finish-refused', statusCode: 400 });
  });

  test('and whose exchange is not answered has failed for that a minute later', async () => {
    const { tenant, phone } = await showQr();
    const code = await codeFor(tenant);
    rig.whatsapp.misbehave({ at: 'code-finish', kind: 'silent' }, { times: 1 });
    expect(await phone.enterCode(code)).toEqual({ outcome: 'finish-refused' });
    expect(rig.snapshot(tenant).code).toMatchObject({ text: code, typedAt: rig.clock.now() });
    await pass(59_000);
    expect(rig.snapshot(tenant).failure).toBeUndefined();
    await rig.clock.advance(1_000);
    const { failure } = await rig.until(tenant, (now) => now.failure !== undefined);
    expect(failure).toMatchObject({ cause: 'code-finish-unanswered' });
  });

  test('with a mistake may be typed again, a minute later too', async () => {
    const { tenant, phone } = await showQr();
    const code = await codeFor(tenant);
    expect(await phone.enterCode('1111-1111')).toEqual({ outcome: 'wrong-code' });
    await pass(61_000);
    const shown = await rig.until(tenant, (now) => now.code?.mistyped === true);
    expect(shown.code).toMatchObject({ text: code, expiresAt: rig.clock.now() - 61_000 + 180_000 });
    expect(await phone.enterCode(code)).toMatchObject({ outcome: 'linked' });
    await rig.until(tenant, isConnected);
    expect(rig.failures(tenant)).toEqual([]);
  });

  test('has its secret on disk before the server hears of it', async () => {
    const { tenant, phone } = await showQr();
    const before = await credsOf(tenant);
    const code = await codeFor(tenant);
    // The server says nothing more, so what is on disk now was there before it was asked.
    rig.whatsapp.misbehave({ at: 'code-finish', kind: 'silent' }, { times: 1 });
    await phone.enterCode(code);
    const after = await credsOf(tenant);
    expect(after).toMatchObject({ advSecretKey: expect.any(String) as string });
    expect(secretOf(after)).not.toBe(secretOf(before));
  });

  test('counts with its own ref only', async () => {
    const { tenant, phone } = await showQr({ answerTimeoutMs: 5_000 });
    const code = await codeFor(tenant);
    rig.whatsapp.misbehave({ at: 'code-typed', kind: 'foreign-ref' }, { times: 1 });
    expect(await phone.enterCode(code)).toEqual({ outcome: 'no-answer' });
    expect(rig.snapshot(tenant).code).not.toHaveProperty('typedAt');
    expect(await phone.enterCode(code)).toMatchObject({ outcome: 'linked' });
    await rig.until(tenant, isConnected);
  });

  test('counts three times, right or wrong', async () => {
    const { tenant, phone } = await showQr({ answerTimeoutMs: 5_000 });
    const code = await codeFor(tenant);
    for (const wrong of ['1111-1111', '2222-2222', '3333-3333']) {
      expect(await phone.enterCode(wrong)).toEqual({ outcome: 'wrong-code' });
    }
    expect(await phone.enterCode(code)).toEqual({ outcome: 'no-answer' });
    expect(rig.snapshot(tenant).phase).toBe('awaiting-code');
  });
});

describe('a code that there is not', () => {
  test.each([
    [400, { code: 'code-number-refused', statusCode: 400 }],
    [452, { code: 'code-unavailable', statusCode: 452 }],
    [429, { code: 'code-cooldown', until: Date.UTC(2026, 10, 1) + 15 * 60_000 }],
    [500, { code: 'code-refused', statusCode: 500 }],
  ])('because the server answers %i is an error, and the QR still links', async (code, error) => {
    const { tenant, phone, qr } = await showQr();
    rig.whatsapp.misbehave({ at: 'code', kind: 'fail', code });
    expect(await rig.console().registry.requestCode(tenant, number)).toEqual(err(error));
    expect(rig.snapshot(tenant)).toMatchObject({ phase: 'awaiting-scan', qr: { text: qr } });
    expect(await credsOf(tenant)).not.toHaveProperty('me');
    expect(await phone.scan(qr)).toMatchObject({ outcome: 'linked' });
    await rig.until(tenant, isConnected);
  });

  test('because there were too many is not asked for again before the time that was named', async () => {
    const { tenant } = await showQr();
    const { registry } = rig.console();
    rig.whatsapp.misbehave({ at: 'code', kind: 'fail', code: 429 }, { times: 1 });
    const cooldown = err({ code: 'code-cooldown', until: rig.clock.now() + 15 * 60_000 });
    expect(await registry.requestCode(tenant, number)).toEqual(cooldown);
    // The server would give one.
    expect(await registry.requestCode(tenant, number)).toEqual(cooldown);
    await registry.disconnect(tenant);
    await rig.clock.advance(15 * 60_000);
    await registry.start(tenant);
    await rig.qr(tenant);
    expect(await codeFor(tenant)).toMatch(/^[1-9A-Z]{4}-[1-9A-Z]{4}$/);
  });

  test('because nobody has this number on WhatsApp', async () => {
    const { tenant } = await showQr();
    const asked = await rig.console().registry.requestCode(tenant, '972500000000');
    expect(asked).toEqual(err({ code: 'code-number-refused', statusCode: 400 }));
  });

  test('because it is no number, or no QR is live', async () => {
    rig = await createRig();
    const tenant = await rig.tenant('shop');
    const { registry } = rig.console();
    for (const wrong of ['', '0501234567', '+972501234567', '12', '9725012345678901']) {
      expect(await registry.requestCode(tenant, wrong)).toEqual(err({ code: 'invalid-number' }));
    }
    expect(await registry.requestCode(tenant, number)).toEqual(err({ code: 'code-not-possible' }));
    expect(rig.whatsapp.counts.connections).toBe(0);
  });

  test('because the connection ends before the answer', async () => {
    const { tenant } = await showQr();
    const asked = rig.console().registry.requestCode(tenant, number);
    rig.whatsapp.dropConnections();
    expect(await asked).toEqual(err({ code: 'code-unanswered' }));
  });
});

describe('an abandoned code', () => {
  test('expires, and its socket ends; what it left is set aside and a fresh QR links', async () => {
    const { tenant, phone } = await showQr();
    const code = await codeFor(tenant);
    const gone = rig.whatsapp.next('closed');
    await pass(185_000);
    await gone;
    const after = await rig.until(tenant, ({ phase }) => phase !== 'awaiting-code');
    expect(after.failure).toMatchObject({ cause: 'code-expired', credentials: 'none', retry: 'fresh-qr' });
    expect(await phone.enterCode(code)).toEqual({ outcome: 'not-asked' });
    const qr = await rig.qr(tenant);
    expect(await credsOf(tenant)).not.toHaveProperty('me');
    await phone.scan(qr);
    await rig.until(tenant, isConnected);
    expect(rig.failures(tenant)).toMatchObject([{ phase: 'awaiting-code', failure: { cause: 'code-expired' } }]);
    expect(rig.whatsapp.violations).toEqual([]);
  });

  test('whose connection is lost is followed by a fresh QR, never by a login', async () => {
    const { tenant, phone } = await showQr();
    await codeFor(tenant);
    rig.whatsapp.dropConnections();
    await rig.until(tenant, ({ failure }) => failure?.cause === 'scan-closed');
    await rig.passRetry(tenant);
    await phone.scan(await rig.qr(tenant));
    await rig.until(tenant, isConnected);
    expect(rig.whatsapp.violations).toEqual([]);
  });

  test('does not outlive a quit of the program', async () => {
    const { tenant } = await showQr();
    await codeFor(tenant);
    await rig.restart();
    await rig.qr(tenant);
    expect(rig.failures(tenant)).toEqual([]);
    expect(rig.whatsapp.violations).toEqual([]);
  });

  test('found on disk after a crash is set aside with a word, and never logged in with', async () => {
    const { tenant } = await showQr();
    await codeFor(tenant);
    await expect.poll(() => credsOf(tenant)).toMatchObject({ me: { name: '~' } });
    const { path: dataFolder } = await createTemporaryFolder();
    // The running console goes on saving: a file that is being replaced has a name that comes and goes.
    await cp(rig.dataFolder, dataFolder, { recursive: true, filter: (path) => !path.endsWith('.tmp') });
    await rig.close();
    rig = await createRig({}, { dataFolder });
    await rig.qr(tenant);
    expect(rig.failures(tenant)).toMatchObject([
      { failure: { cause: 'credentials-code-pending', credentials: 'quarantined' } },
    ]);
    expect(rig.whatsapp.counts).toMatchObject({ connections: 1, logins: 0 });
  });
});

test('a secret that is retired while a code waits does not disturb it', async () => {
  const { tenant, phone, qr } = await showQr();
  const code = await codeFor(tenant);
  rig.whatsapp.misbehave({ at: 'scan', kind: 'retire-secret' }, { times: 1 });
  expect(await phone.scan(qr)).toEqual({ outcome: 'secret-retired' });
  expect(await phone.enterCode(code)).toMatchObject({ outcome: 'linked' });
  await rig.until(tenant, isConnected);
});
