import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:tls';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

import { afterEach, describe, expect, test } from 'vitest';

import { reasons } from '../../../electron/bridge/reasons.ts';
import type { Misbehaviour } from '../../../electron/loopback/misbehaviour.ts';
import type { Phone } from '../../../electron/loopback/phone.ts';
import { policies } from '../../../electron/pairing/failures.ts';
import { en } from '../../../renderer/i18n/en.ts';
import { he } from '../../../renderer/i18n/he.ts';
import type { Cause, Confidence, CredentialsFate, NextStep, Retry } from '../../../shared/failure.ts';
import { causeSchema, confidenceSchema, credentialsFateSchema, retrySchema } from '../../../shared/failure.ts';
import { isConnected } from '../../../shared/session.ts';
import type { TenantId } from '../../../shared/tenant.ts';
import type { Rig } from '../../support/console-rig.ts';
import { createRig } from '../../support/console-rig.ts';

/** A console, a tenant and a phone, in one run against the loopback WhatsApp. */
interface World {
  readonly rig: Rig;
  readonly tenant: TenantId;
  readonly phone: Phone;
}

interface Row {
  /** What makes it happen; the session has not been started. */
  readonly happen: (world: World) => Promise<unknown>;
  readonly confidence: Confidence;
  readonly credentials: CredentialsFate;
  readonly retry: Retry;
  readonly step: NextStep;
  /** Where the client goes instead of to the loopback. */
  readonly url?: (loopback: string) => Promise<string> | string;
}

const start = ({ rig, tenant }: World) => rig.console().registry.start(tenant);
const misbehaving = (misbehaviour: Misbehaviour) => (world: World) => {
  world.rig.whatsapp.misbehave(misbehaviour);
  return start(world);
};
const refusedAt = (at: 'registration' | 'login', code: number) => misbehaving({ at, kind: 'fail', code });
const answered = (status: number) => misbehaving({ at: 'connection', kind: 'answer', status });

async function scan(world: World): Promise<void> {
  await start(world);
  const qr = await world.rig.qr(world.tenant);
  await world.phone.scan(qr);
}
const scanned = (misbehaviour: Misbehaviour) => (world: World) => {
  world.rig.whatsapp.misbehave(misbehaviour, { times: 1 });
  return scan(world);
};

/** Links, then logs in again and is refused. */
async function linked(world: World): Promise<void> {
  await scan(world);
  await world.rig.until(world.tenant, isConnected);
}
const refusedLater = (code: number) => async (world: World) => {
  await linked(world);
  world.rig.whatsapp.misbehave({ at: 'login', kind: 'fail', code }, { times: 1 });
  world.rig.whatsapp.dropConnections();
  await world.rig.passRetry(world.tenant);
};

/** A server with a certificate of its own, as an interceptor has; only its port matters. */
async function interceptor(): Promise<string> {
  const fixture = (name: string) => readFileSync(new URL(`../../support/certificate/${name}`, import.meta.url));
  const server = createServer({ key: fixture('key.pem'), cert: fixture('certificate.pem') });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(() => server.close());
  return `wss://127.0.0.1:${(server.address() as AddressInfo).port}/ws/chat`;
}

const freshQr = { retry: 'fresh-qr', credentials: 'none', step: 'scan-again' } as const;
const setAside = { retry: 'fresh-qr', credentials: 'quarantined', step: 'scan-again' } as const;
const stops = { retry: 'operator', credentials: 'none', confidence: 'certain' } as const;
const triesAgain = { retry: 'reconnect', credentials: 'none' } as const;

/** Every row of the table of causes that the endpoint, or the way to it, can produce. */
const rows: Partial<Record<Cause, Row>> = {
  'scan-not-matching': { happen: scanned({ at: 'scan', kind: 'forged-seal' }), confidence: 'likely', ...freshQr },
  'scan-closed': { happen: scanned({ at: 'scan', kind: 'close' }), confidence: 'unclear', ...freshQr },
  'silent-scan': {
    async happen(world) {
      await start(world);
      const qr = await world.rig.qr(world.tenant);
      await world.phone.setOffline(true);
      await world.phone.scan(qr);
      await world.rig.console().registry.claimScan(world.tenant);
      await world.rig.clock.advance(20_000);
    },
    confidence: 'unclear',
    ...freshQr,
  },
  'rejected-after-scan': { happen: scanned({ at: 'scan', kind: 'reject' }), confidence: 'likely', ...setAside },
  'first-login-refused': {
    happen: scanned({ at: 'login', kind: 'fail', code: 401 }),
    confidence: 'certain',
    ...setAside,
  },
  'qr-expired': {
    happen: misbehaving({ at: 'registration', kind: 'refs', count: 0 }),
    confidence: 'certain',
    ...freshQr,
  },
  'code-expired': {
    async happen(world) {
      await start(world);
      await world.rig.qr(world.tenant);
      await world.rig.console().registry.requestCode(world.tenant, world.phone.number);
      await world.rig.clock.advance(200_000);
    },
    confidence: 'certain',
    ...freshQr,
  },
  'passkey-expired': {
    async happen(world) {
      world.rig.whatsapp.misbehave({ at: 'scan', kind: 'passkey-bare' }, { times: 1 });
      await start(world);
      // The phone waits for an assertion that never comes.
      void world.phone.scan(await world.rig.qr(world.tenant));
      await world.rig.untilPhase(world.tenant, 'awaiting-passkey');
      await world.rig.clock.advance(700_000);
    },
    confidence: 'certain',
    ...freshQr,
  },
  'phone-lacks-multi-device': {
    happen: misbehaving({ at: 'registration', kind: 'downgrade' }),
    confidence: 'certain',
    ...freshQr,
    step: 'update-whatsapp-on-phone',
  },

  'device-removed': {
    async happen(world) {
      await linked(world);
      world.phone.unlink(world.phone.devices[0]?.jid ?? '');
    },
    confidence: 'certain',
    ...setAside,
  },
  'login-refused': { happen: refusedLater(401), confidence: 'certain', ...setAside },
  'session-invalid': { happen: refusedLater(419), confidence: 'certain', ...setAside },
  replaced: {
    happen: scanned({ at: 'open', kind: 'replace', afterMs: 0 }),
    ...stops,
    credentials: 'kept',
    step: 'stop-other-program',
  },
  'account-locked': { happen: refusedAt('registration', 403), ...stops, step: 'open-whatsapp-on-phone' },
  banned: { happen: refusedAt('registration', 406), ...stops, step: 'open-whatsapp-on-phone' },
  'temporarily-banned': { happen: refusedAt('registration', 402), ...stops, step: 'wait' },
  'client-outdated': { happen: refusedAt('registration', 405), ...stops, step: 'update-console' },
  'pinned-version-refused': {
    happen(world) {
      world.rig.console().versionControl.pin('2.3000.1000000');
      return refusedAt('registration', 405)(world);
    },
    ...stops,
    step: 'clear-version-pin',
  },
  'client-rejected': { happen: refusedAt('registration', 409), ...stops, step: 'update-console' },
  'too-many-attempts': { happen: refusedAt('registration', 429), ...stops, step: 'wait' },
  'no-code-offered': {
    async happen(world) {
      await refusedAt('registration', 503)(world);
      for (let attempt = 1; attempt < 8; attempt += 1) {
        await world.rig.until(world.tenant, ({ retry }) => retry?.attempt === attempt);
        await world.rig.passRetry(world.tenant);
      }
    },
    retry: 'operator',
    credentials: 'none',
    confidence: 'unclear',
    step: 'wait',
  },

  'server-unavailable': { happen: refusedAt('registration', 503), confidence: 'certain', ...triesAgain, step: 'wait' },
  'connection-lost': {
    async happen(world) {
      await linked(world);
      world.rig.whatsapp.dropConnections();
    },
    confidence: 'certain',
    ...triesAgain,
    credentials: 'kept',
    step: 'check-network',
  },
  'connection-refused': {
    async happen(world) {
      await world.rig.whatsapp.setNetwork('down');
      await start(world);
    },
    confidence: 'certain',
    ...triesAgain,
    step: 'ask-network-admin',
  },
  'captive-portal': { happen: answered(302), confidence: 'likely', ...triesAgain, step: 'sign-in-to-network' },
  'proxy-sign-in': { happen: answered(407), confidence: 'certain', ...triesAgain, step: 'ask-network-admin' },
  'tls-failed': {
    happen: start,
    url: (loopback) => loopback.replace('ws:', 'wss:'),
    confidence: 'certain',
    ...triesAgain,
    step: 'ask-network-admin',
  },
  'tls-intercepted': {
    happen: start,
    url: interceptor,
    confidence: 'likely',
    ...triesAgain,
    step: 'ask-network-admin',
  },

  'credentials-corrupt': {
    async happen(world) {
      await linked(world);
      await world.rig.console().close();
      for (const name of ['creds.json', 'creds.last-good.json']) {
        writeFileSync(join(world.rig.dataFolder, 'storage/whatsapp/shop/auth', name), '{"half');
      }
      await world.rig.restart();
    },
    confidence: 'certain',
    ...setAside,
  },
  unknown: { happen: refusedAt('registration', 463), ...stops, confidence: 'unclear', step: 'report' },
};

/** The rest, and which test covers it: neither the endpoint nor the way to it has the means. */
const elsewhere: Partial<Record<Cause, string>> = {
  'open-without-account': 'unit/pairing/failures.test.ts',
  'wrong-number': 'integration/bridge/right-phone.test.ts',
  'passkey-code-differs': 'integration/pairing/passkey.test.ts',
  'copied-credentials': 'integration/bridge/two-owners.test.ts',
  'dns-failed': 'unit/pairing/failures.test.ts',
  'network-unreachable': 'unit/pairing/failures.test.ts',
  'clock-wrong': 'unit/pairing/failures.test.ts',
  'storage-full': 'integration/pairing/bad-disk.test.ts',
  'storage-denied': 'integration/pairing/bad-disk.test.ts',
  'storage-busy': 'unit/files/storage-error.test.ts',
  'storage-failed': 'integration/pairing/bad-disk.test.ts',
  'credentials-half-paired': 'integration/pairing/found-credentials.test.ts',
  'credentials-code-pending': 'integration/pairing/found-credentials.test.ts',
  'internal-error': 'unit/pairing/session.test.ts',
};

test('every cause has a row here or a test elsewhere that names it', () => {
  expect([...Object.keys(rows), ...Object.keys(elsewhere)].sort()).toEqual([...causeSchema.options].sort());
  for (const [cause, file] of Object.entries(elsewhere)) {
    const named = readFileSync(join(import.meta.dirname, '../..', file), 'utf8').includes(cause);
    expect(named, `${cause} in ${file}`).toBe(true);
  }
});

test.each(causeSchema.options)('%s has words in both languages, a reason for a backend, and a next step', (cause) => {
  for (const part of ['title', 'meaning', 'step'] as const) {
    const key = `cause.${cause}.${part}` as const;
    expect(en[key]).toMatch(/^[A-Z].{5,}/);
    expect(he[key]).toMatch(/[\u05d0-\u05ea]{2}/);
  }
  expect(reasons[cause]).toMatch(/^[A-Z].*\.$/);
  expect(policies[cause].step).toBeDefined();
});

test.each([
  ...credentialsFateSchema.options.map((fate) => `failure.credentials.${fate}` as const),
  ...retrySchema.options.map((retry) => `failure.retry.${retry}` as const),
  ...confidenceSchema.options.map((confidence) => `failure.confidence.${confidence}` as const),
])('%s is said in both languages', (key) => {
  expect(en[key]).toMatch(/^[A-Z].{5,}\.$/);
  expect(he[key]).toMatch(/[\u05d0-\u05ea]{2}.*\.$/);
});

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

describe('with the real client, the cause, its certainty, what follows and what becomes of the credentials', () => {
  const cases = Object.entries(rows).map(([cause, row]) => ({ cause: causeSchema.parse(cause), ...row }));
  test.each(cases)('$cause', async ({ cause, happen, url, confidence, credentials, retry, step }) => {
    let rig = await createRig();
    const whatsappUrl = await url?.(rig.whatsapp.url);
    if (whatsappUrl !== undefined) {
      const { whatsapp } = rig;
      closing.push(() => whatsapp.close());
      rig = await createRig({}, { whatsappUrl });
    }
    closing.push(() => rig.close());
    const tenant = await rig.tenant('shop');
    const phone = rig.whatsapp.addPhone({ number: '972501234567' });
    await Promise.all([
      happen({ rig, tenant, phone }),
      rig.until(tenant, ({ failure }) => failure?.cause === cause && failure.retry === retry),
    ]);
    const entry = rig.failures(tenant).find(({ failure }) => failure.cause === cause);
    expect(entry?.failure).toMatchObject({ confidence, credentials, retry });
    expect(entry?.failure.suspects === undefined).toBe(confidence !== 'unclear' || cause === 'unknown');
    expect(policies[cause].step).toBe(step);
    const kept = rig.snapshot(tenant).evidence['credentials-saved'] !== undefined;
    if (credentials !== 'none') expect(kept).toBe(credentials === 'kept');
  });
});
