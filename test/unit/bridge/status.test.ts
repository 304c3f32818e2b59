import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { createStatusBook } from '../../../electron/bridge/status-book.ts';
import { journalLineOf, neverStarted, statusOf } from '../../../electron/bridge/status.ts';
import { type WireStatus, journalLineSchema, statusSchema } from '../../../electron/bridge/wire.ts';
import {
  type Phase,
  type SessionSnapshot,
  evidenceSteps,
  isAuthPaired,
  isConnected,
  phaseSchema,
} from '../../../shared/session.ts';
import { tenantIdSchema } from '../../../shared/tenant.ts';
import { createFakeClock } from '../../support/fake-clock.ts';

const now = Date.UTC(2026, 10, 1);
const qr = { text: 'https://wa.me/…', issuedAt: now, expiresAt: now + 60_000 };
const proof = {
  'account-verified': 1,
  'credentials-saved': 2,
  'new-socket': 3,
  'login-accepted': 4,
  'keys-at-server': 4,
};
const linked: SessionSnapshot = {
  phase: 'connected',
  since: now,
  evidence: proof,
  account: { maskedNumber: '972•••••••67', name: 'The Shop' },
};

describe('the four states', () => {
  const expected: Record<Phase, string> = {
    idle: 'not_started',
    connecting: 'connecting',
    'awaiting-code': 'connecting',
    'awaiting-passkey': 'connecting',
    'awaiting-scan': 'waiting_qr',
    pairing: 'connecting',
    restarting: 'connecting',
    verifying: 'connecting',
    'awaiting-acceptance': 'connecting',
    connected: 'connected',
    reconnecting: 'connecting',
    stopping: 'connecting',
    stopped: 'not_started',
  };
  test.each(phaseSchema.options)('%s', (phase) => {
    const evidence = phase === 'connected' ? proof : {};
    expect(statusOf({ phase, since: now, evidence }, now).sessionState).toBe(expected[phase]);
  });
});

test('connected without an accepted login is not connected, whatever the phase says', () => {
  const claimed = statusOf({ phase: 'connected', since: now, evidence: {} }, now);
  expect(claimed).toMatchObject({ connected: false, canSend: false, sessionState: 'connecting', authPaired: false });
});

test('a tenant that was never started has nothing', () => {
  expect(statusOf(neverStarted, now)).toEqual({
    connected: false,
    canSend: false,
    authPaired: false,
    hasSession: false,
    hasSocket: false,
    hasQR: false,
    pushName: null,
    reconnectAttempts: 0,
    sessionState: 'not_started',
    phase: 'idle',
    evidence: {},
    stable: false,
    stableSince: null,
    phone: null,
    qrExpiresAt: null,
  });
});

test('a link shows its proof with times, and the number masked', () => {
  expect(statusOf(linked, now)).toMatchObject({
    connected: true,
    canSend: true,
    authPaired: true,
    pushName: 'The Shop',
    phone: '972•••••••67',
    evidence: { 'login-accepted': '1970-01-01T00:00:00.004Z', 'keys-at-server': '1970-01-01T00:00:00.004Z' },
    stable: false,
    stableSince: null,
  });
  const stable = statusOf({ ...linked, evidence: { ...proof, stable: now } }, now);
  expect(stable).toMatchObject({ stable: true, stableSince: '2026-11-01T00:00:00.000Z' });
});

test('a QR is there until the moment it dies', () => {
  const snapshot: SessionSnapshot = { phase: 'awaiting-scan', since: now, evidence: {}, qr };
  expect(statusOf(snapshot, now + 59_999)).toMatchObject({ hasQR: true, qrExpiresAt: '2026-11-01T00:01:00.000Z' });
  expect(statusOf(snapshot, now + 60_000)).toMatchObject({ hasQR: false, qrExpiresAt: null });
});

test('a failure has its cause, what to do and when it is tried again', () => {
  const snapshot: SessionSnapshot = {
    phase: 'reconnecting',
    since: now,
    evidence: {},
    retry: { attempt: 3, at: now + 4_000 },
    failure: { at: now, cause: 'server-unavailable', statusCode: 503, credentials: 'kept', retry: 'reconnect' },
  };
  expect(statusOf(snapshot, now)).toMatchObject({
    reconnectAttempts: 3,
    hasSocket: false,
    failure: {
      code: 'server-unavailable',
      statusCode: 503,
      retryable: true,
      retryAt: '2026-11-01T00:00:04.000Z',
      operatorAction: 'wait',
    },
  });
});

test('a restricted account is still connected, and says until when', () => {
  const until = now + 3_600_000;
  expect(statusOf({ ...linked, restriction: { kind: 'reach-out', until } }, now)).toMatchObject({
    connected: true,
    restriction: { kind: 'reach-out', until: '2026-11-01T01:00:00.000Z' },
  });
  expect(statusOf({ ...linked, restriction: { kind: 'other' } }, now).restriction).toEqual({ kind: 'other' });
});

test("WhatsApp's own words are in the failure and in its line of the log", () => {
  const said = { title: 'Logged out', text: 'Your phone removed this device.', url: 'https://faq.whatsapp.com/1' };
  const failure = { at: now, cause: 'device-removed', credentials: 'quarantined', retry: 'operator', said } as const;
  const stopped: SessionSnapshot = { phase: 'stopped', since: now, evidence: {}, failure };
  expect(statusOf(stopped, now).failure).toMatchObject({ code: 'device-removed', said });
  const entry = { id: '1', tenantId: tenantIdSchema.parse('shop'), failure, phase: 'connected', evidence: {} } as const;
  const line = journalLineOf({ ...entry, qrShown: false });
  expect(journalLineSchema.parse(line)).toMatchObject({ said });
});

const all = () => true;

test('the last sign of life is as fresh as the question, though the rest is written once', () => {
  const view = { name: 'The "Shop"', session: linked, lastSeenAt: now };
  const clock = createFakeClock(now);
  const book = createStatusBook({ viewOf: () => view, lastSeenAt: () => view.lastSeenAt, clock });
  const shop = tenantIdSchema.parse('shop');
  const read = () => JSON.parse(book.written(shop, all)) as WireStatus;
  expect(read().lastSeenAt).toBe('2026-11-01T00:00:00.000Z');
  view.lastSeenAt = now + 5_000;
  expect(read().lastSeenAt).toBe('2026-11-01T00:00:05.000Z');
  expect(book.of(shop, all)).toEqual(statusSchema.parse(read()));
  expect(book.lasting(shop)).not.toContain('lastSeenAt');
  expect(JSON.parse(book.entry(shop, all) ?? '')).toEqual({ tenantId: 'shop', name: 'The "Shop"', status: read() });
});

test('a page is at hand once it was read, until the tenant changes or its QR expires', async () => {
  const view = { name: 'Shop', session: { phase: 'awaiting-scan', since: now, evidence: {}, qr } as SessionSnapshot };
  const clock = createFakeClock(now);
  const book = createStatusBook({ viewOf: () => view, lastSeenAt: () => undefined, clock });
  const shop = tenantIdSchema.parse('shop');
  expect(book.page('shop')).toBeUndefined();
  book.written(shop, all);
  expect(book.page('shop')?.json).toBe(book.written(shop, all));
  await clock.advance(60_000);
  expect(book.page('shop')).toBeUndefined();
  expect(book.written(shop, all)).toContain('"hasQR":false');
  view.session = { ...linked, account: { maskedNumber: '972•••••••67', name: 'חנות' } };
  book.forget(shop);
  expect(book.page('shop')).toBeUndefined();
  expect(book.written(shop, all)).toContain('חנות');
  expect(book.page('shop')?.bytes).toBe(Buffer.byteLength(book.written(shop, all)));
});

test('a tenant that holds the same credentials is named only to those who see it', () => {
  const [shop, other] = [tenantIdSchema.parse('shop'), tenantIdSchema.parse('warehouse')];
  const failure = {
    at: now,
    cause: 'copied-credentials',
    credentials: 'kept',
    retry: 'operator',
    holder: other,
  } as const;
  const view = { name: 'Shop', session: { phase: 'stopped', since: now, evidence: {}, failure } as SessionSnapshot };
  const book = createStatusBook({ viewOf: () => view, lastSeenAt: () => undefined, clock: createFakeClock(now) });
  for (const answer of [book.written(shop, all), book.entry(shop, all), JSON.stringify(book.of(shop, all))]) {
    expect(answer).toContain('"holder":"warehouse"');
  }
  const alone = (tenantId: string) => tenantId === 'shop';
  for (const answer of [book.written(shop, alone), book.entry(shop, alone), JSON.stringify(book.of(shop, alone))]) {
    expect(answer).toContain('"code":"copied-credentials"');
    expect(answer).not.toContain('warehouse');
  }
});

test('whatever a session looks like, its status says no more than its proof and keeps to its schema', () => {
  const steps = fc.subarray([...evidenceSteps]);
  fc.assert(
    fc.property(fc.constantFrom(...phaseSchema.options), steps, fc.boolean(), (phase, reached, withQr) => {
      const evidence = Object.fromEntries(reached.map((name, index) => [name, now + index]));
      const snapshot: SessionSnapshot = { phase, since: now, evidence, ...(withQr ? { qr } : {}) };
      const status = statusOf(snapshot, now);
      expect(status.connected).toBe(isConnected(snapshot));
      expect(status.authPaired).toBe(isAuthPaired(snapshot));
      expect(status.sessionState === 'connected').toBe(status.connected);
      if (status.stable) expect(status.connected).toBe(true);
      expect(statusSchema.safeParse({ timestamp: new Date(now).toISOString(), ...status }).success).toBe(true);
    }),
    { numRuns: 2_000 },
  );
});
