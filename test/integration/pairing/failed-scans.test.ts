import { afterEach, describe, expect, test } from 'vitest';

import type { Misbehaviour } from '../../../electron/loopback/misbehaviour.ts';
import type { Retry } from '../../../shared/causes/card.ts';
import type { Cause } from '../../../shared/causes.ts';
import type { CredentialsFate } from '../../../shared/failure.ts';
import { type Phase, isConnected } from '../../../shared/session.ts';
import { type Rig, createRig } from '../../support/console-rig.ts';

let rig: Rig;
afterEach(async () => {
  await rig.close();
});

interface Row {
  readonly what: string;
  readonly misbehaviour: Misbehaviour;
  readonly cause: Cause;
  readonly phase: Phase;
  readonly credentials: CredentialsFate;
  readonly retry: Retry;
  readonly statusCode?: number;
}
const fresh = { retry: 'fresh-qr' } as const;
const stops = { retry: 'operator' } as const;

describe('a scan that fails is told once, with its cause, and a good scan follows', () => {
  const rows: Row[] = [
    {
      what: 'the phone says no after the signature',
      misbehaviour: { at: 'scan', kind: 'reject' },
      cause: 'rejected-after-scan',
      phase: 'pairing',
      credentials: 'quarantined',
      ...fresh,
    },
    {
      what: 'the socket closes before pair-success',
      misbehaviour: { at: 'scan', kind: 'close' },
      cause: 'scan-closed',
      phase: 'awaiting-scan',
      credentials: 'none',
      ...fresh,
    },
    {
      what: 'the seal is forged',
      misbehaviour: { at: 'scan', kind: 'forged-seal' },
      cause: 'scan-not-matching',
      phase: 'awaiting-scan',
      credentials: 'none',
      statusCode: 500,
      ...fresh,
    },
    {
      what: 'the account signature is forged',
      misbehaviour: { at: 'scan', kind: 'forged-account-signature' },
      cause: 'scan-not-matching',
      phase: 'awaiting-scan',
      credentials: 'none',
      statusCode: 500,
      ...fresh,
    },
    {
      what: 'the first login is refused',
      misbehaviour: { at: 'login', kind: 'fail', code: 401 },
      cause: 'first-login-refused',
      phase: 'verifying',
      credentials: 'quarantined',
      statusCode: 401,
      ...fresh,
    },
  ];
  test.each(rows)('$what', async ({ misbehaviour, cause, phase, credentials, retry, statusCode }) => {
    rig = await createRig();
    const tenant = await rig.tenant('shop');
    const phone = rig.whatsapp.addPhone({ number: '972501234567' });
    rig.whatsapp.misbehave(misbehaviour, { times: 1 });
    await rig.console().registry.start(tenant);
    const first = await rig.qr(tenant);
    const [failed] = await Promise.all([rig.until(tenant, ({ failure }) => failure !== undefined), phone.scan(first)]);
    expect(failed.failure).toMatchObject({
      cause,
      credentials,
      retry,
      ...(statusCode === undefined ? {} : { statusCode }),
    });
    expect(rig.failures(tenant)).toMatchObject([{ phase, qrShown: true, failure: { cause } }]);
    await rig.passRetry(tenant);
    await phone.scan(await rig.qr(tenant, first));
    await rig.until(tenant, isConnected);
    expect(rig.failures(tenant)).toHaveLength(1);
    expect(rig.snapshot(tenant).failure).toBeUndefined();
  });
});

describe('a server that refuses to register is told once and left alone', () => {
  const rows: Row[] = [
    {
      what: '403',
      misbehaviour: { at: 'registration', kind: 'fail', code: 403 },
      cause: 'account-locked',
      phase: 'connecting',
      credentials: 'none',
      statusCode: 403,
      ...stops,
    },
    {
      what: '406',
      misbehaviour: { at: 'registration', kind: 'fail', code: 406 },
      cause: 'banned',
      phase: 'connecting',
      credentials: 'none',
      statusCode: 406,
      ...stops,
    },
    {
      what: '429',
      misbehaviour: { at: 'registration', kind: 'fail', code: 429 },
      cause: 'too-many-attempts',
      phase: 'connecting',
      credentials: 'none',
      statusCode: 429,
      ...stops,
    },
  ];
  test.each(rows)('$what', async ({ misbehaviour, cause, credentials, statusCode }) => {
    rig = await createRig();
    const tenant = await rig.tenant('shop');
    rig.whatsapp.misbehave(misbehaviour);
    await rig.console().registry.start(tenant);
    const { failure } = await rig.untilPhase(tenant, 'stopped');
    expect(failure).toMatchObject({ cause, credentials, retry: 'operator', statusCode });
    if (cause === 'too-many-attempts') expect(failure?.blockedUntil).toBeGreaterThan(rig.clock.now());
    await rig.clock.advance(3_600_000);
    expect(rig.whatsapp.counts.connections).toBe(1);
    expect(rig.failures(tenant)).toHaveLength(1);
  });
});

/** Links a phone and waits for the proof. */
async function linked(): Promise<{
  tenant: Awaited<ReturnType<Rig['tenant']>>;
  phone: ReturnType<Rig['whatsapp']['addPhone']>;
}> {
  rig = await createRig();
  const tenant = await rig.tenant('shop');
  const phone = rig.whatsapp.addPhone({ number: '972501234567' });
  await rig.link(tenant, phone);
  return { tenant, phone };
}

describe('a link that ends', () => {
  test('because the phone unlinked it: not paired from that moment, set aside, a fresh QR', async () => {
    const { tenant, phone } = await linked();
    phone.unlink(phone.devices[0]?.jid ?? '');
    const after = await rig.until(tenant, ({ failure }) => failure !== undefined);
    expect(after).toMatchObject({
      evidence: {},
      failure: { cause: 'device-removed', credentials: 'quarantined', statusCode: 401 },
    });
    await rig.passRetry(tenant);
    await rig.qr(tenant);
  });

  test('because another program took it: stopped, kept, never fought', async () => {
    rig = await createRig();
    rig.whatsapp.misbehave({ at: 'open', kind: 'replace', afterMs: 0 }, { times: 1 });
    const tenant = await rig.tenant('shop');
    const phone = rig.whatsapp.addPhone({ number: '972501234567' });
    await rig.console().registry.start(tenant);
    await phone.scan(await rig.qr(tenant));
    const stopped = await rig.untilPhase(tenant, 'stopped');
    expect(stopped.failure).toMatchObject({
      cause: 'replaced',
      credentials: 'kept',
      retry: 'operator',
      statusCode: 440,
    });
    const { connections } = rig.whatsapp.counts;
    await rig.clock.advance(3_600_000);
    expect(rig.whatsapp.counts.connections).toBe(connections);
    await rig.restart();
    expect(rig.snapshot(tenant).phase).toBe('stopped');
    await rig.console().registry.start(tenant, { takeOver: true });
    await rig.until(tenant, isConnected);
  });

  test('because the network went: comes back by itself with the same link', async () => {
    const { tenant, phone } = await linked();
    await rig.whatsapp.setNetwork('down');
    const lost = await rig.untilPhase(tenant, 'reconnecting');
    expect(isConnected(lost)).toBe(false);
    await rig.whatsapp.setNetwork('up');
    await rig.passRetry(tenant);
    await rig.until(tenant, isConnected);
    expect(phone.devices).toHaveLength(1);
  });

  test('because of a 503 at the next login: backs off and keeps the credentials', async () => {
    const { tenant } = await linked();
    rig.whatsapp.misbehave({ at: 'login', kind: 'fail', code: 503 }, { times: 2 });
    rig.whatsapp.dropConnections();
    for (const attempt of [1, 2, 3]) {
      await rig.until(tenant, ({ retry }) => retry?.attempt === attempt);
      await rig.passRetry(tenant);
    }
    await rig.until(tenant, isConnected);
    const told = rig.failures(tenant).map(({ failure: { cause, credentials } }) => `${cause}, ${credentials}`);
    expect(told).toEqual(['server-unavailable, kept', 'server-unavailable, kept', 'connection-lost, kept']);
  });

  test('because of frames that cannot be read: that socket ends, the process does not', async () => {
    rig = await createRig();
    rig.whatsapp.misbehave({ at: 'open', kind: 'garbage', afterMs: 0 }, { times: 1 });
    const tenant = await rig.tenant('shop');
    const phone = rig.whatsapp.addPhone({ number: '972501234567' });
    await rig.console().registry.start(tenant);
    await phone.scan(await rig.qr(tenant));
    await rig.untilPhase(tenant, 'reconnecting');
    await rig.passRetry(tenant);
    await rig.until(tenant, isConnected);
  });
});

test('a new link whose restart never comes is restarted all the same', async () => {
  rig = await createRig();
  rig.whatsapp.misbehave({ at: 'scan', kind: 'no-restart' }, { times: 1 });
  const tenant = await rig.tenant('shop');
  const phone = rig.whatsapp.addPhone({ number: '972501234567' });
  await rig.console().registry.start(tenant);
  await phone.scan(await rig.qr(tenant));
  await rig.until(tenant, ({ evidence }) => evidence['credentials-saved'] !== undefined);
  expect(isConnected(rig.snapshot(tenant))).toBe(false);
  await rig.clock.advance(10_000);
  await rig.until(tenant, isConnected);
  expect(rig.failures(tenant)).toEqual([]);
});

test('refs used up bring a new round by themselves, until the budget asks for a person', async () => {
  rig = await createRig();
  rig.whatsapp.misbehave({ at: 'registration', kind: 'refs', count: 1 });
  const tenant = await rig.tenant('shop');
  await rig.console().registry.start(tenant);
  for (let round = 1; round <= 5; round += 1) {
    await rig.qr(tenant);
    await rig.clock.advance(60_000);
    await rig.until(tenant, () => rig.failures(tenant).length === round);
  }
  const { failure } = await rig.untilPhase(tenant, 'stopped');
  expect(failure).toMatchObject({ cause: 'qr-expired', retry: 'operator' });
  expect(rig.whatsapp.counts.registrations).toBe(5);
});

test('an offer without a single ref is not called an expired QR, and is tried again', async () => {
  rig = await createRig();
  rig.whatsapp.misbehave({ at: 'registration', kind: 'refs', count: 0 }, { times: 1 });
  const tenant = await rig.tenant('shop');
  await rig.console().registry.start(tenant);
  const { failure } = await rig.until(tenant, (now) => now.failure !== undefined);
  expect(failure).toMatchObject({ cause: 'offer-empty', retry: 'reconnect' });
  expect(rig.failures(tenant)).toMatchObject([{ qrShown: false }]);
  await rig.passRetry(tenant);
  await rig.qr(tenant);
});

test('a server that accepts TCP and says nothing is given up and tried again', async () => {
  rig = await createRig();
  rig.whatsapp.misbehave({ at: 'connection', kind: 'silent' }, { times: 1 });
  const tenant = await rig.tenant('shop');
  const connected = rig.whatsapp.next('connection');
  await rig.console().registry.start(tenant);
  await connected;
  await rig.clock.advance(45_000);
  expect(rig.snapshot(tenant)).toMatchObject({
    phase: 'connecting',
    failure: { cause: 'connection-lost', retry: 'reconnect' },
  });
  await rig.passRetry(tenant);
  await rig.qr(tenant);
});

test('a server that is not WhatsApp’s is shown no identity, and told as what it is', async () => {
  rig = await createRig();
  rig.whatsapp.misbehave({ at: 'connection', kind: 'certificate', chain: 'forged' }, { times: 1 });
  const tenant = await rig.tenant('shop');
  await rig.console().registry.start(tenant);
  const { failure, qr } = await rig.until(tenant, (now) => now.failure !== undefined);
  expect(failure).toMatchObject({
    cause: 'server-not-whatsapp',
    confidence: 'certain',
  });
  expect(qr).toBeUndefined();
  expect(rig.whatsapp.counts.registrations).toBe(0);
  await rig.passRetry(tenant);
  await rig.qr(tenant);
});

test('slow answers are waited for', async () => {
  rig = await createRig();
  rig.whatsapp.misbehave({ at: 'connection', kind: 'slow', delayMs: 40 });
  const tenant = await rig.tenant('shop');
  const phone = rig.whatsapp.addPhone({ number: '972501234567' });
  await rig.link(tenant, phone);
  expect(rig.failures(tenant)).toEqual([]);
});

test('twenty tenants come through a network drop, and each keeps its own link', async () => {
  rig = await createRig();
  const { registry } = rig.console();
  const tenants = await Promise.all(Array.from({ length: 20 }, (_, n) => rig.tenant(`shop${n}`)));
  await Promise.all(
    tenants.map(async (tenant, n) => {
      const phone = rig.whatsapp.addPhone({ number: `97250123450${n}` });
      await registry.start(tenant);
      await phone.scan(await rig.qr(tenant));
      await rig.until(tenant, isConnected);
    }),
  );
  await rig.whatsapp.setNetwork('down');
  await Promise.all(tenants.map((tenant) => rig.untilPhase(tenant, 'reconnecting')));
  await rig.whatsapp.setNetwork('up');
  // Not a moment longer: more would also use up the patience of logins that are under way.
  const waits = await Promise.all(tenants.map((tenant) => rig.until(tenant, ({ retry }) => retry !== undefined)));
  const last = Math.max(...waits.map(({ retry }) => retry?.at ?? 0));
  await rig.clock.advance(last - rig.clock.now());
  await Promise.all(tenants.map((tenant) => rig.until(tenant, isConnected)));
  expect(rig.whatsapp.phones.every(({ devices }) => devices.length === 1)).toBe(true);
  expect(rig.whatsapp.counts.live).toBe(20);
}, 60_000);
