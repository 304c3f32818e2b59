import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { afterEach, describe, expect, test } from 'vitest';

import { type Cause, causes } from '../../../shared/causes.ts';
import { causeSchema, confidenceSchema, credentialsFateSchema, retrySchema } from '../../../shared/failure.ts';
import { windowTexts as en } from '../../../shared/i18n/en/window.ts';
import { windowTexts as he } from '../../../shared/i18n/he/window.ts';
import { createRig } from '../../support/console-rig.ts';
import { rows } from './cause-rows.ts';

/** The rest, and which test covers it: the endpoint has no means, or it takes a small disk. */
const elsewhere: Partial<Record<Cause, string>> = {
  'proxy-unreachable': 'integration/network/proxies.test.ts',
  'proxy-sign-in-unsupported': 'integration/network/proxies.test.ts',
  'proxy-lost': 'integration/network/tenant-proxy.test.ts',
  'proxy-refused': 'integration/network/proxies.test.ts',
  'open-without-account': 'unit/pairing/machine/end-causes.test.ts',
  'clock-wrong': 'unit/pairing/machine/end-causes.test.ts',
  'code-finish-refused': 'unit/pairing/machine/end-causes.test.ts',
  'code-finish-unanswered': 'unit/pairing/machine/end-causes.test.ts',
  'code-mismatch': 'unit/pairing/machine/end-causes.test.ts',
  'settling-unanswered': 'unit/pairing/machine/end-causes.test.ts',
  'pre-keys-refused': 'unit/pairing/machine/end-causes.test.ts',
  'pre-keys-unanswered': 'unit/pairing/machine/end-causes.test.ts',
  'pre-keys-missing': 'unit/pairing/machine/end-causes.test.ts',
  'peer-silent': 'unit/pairing/machine/end-causes.test.ts',
  'link-deaf': 'unit/pairing/machine/end-causes.test.ts',
  'server-not-whatsapp': 'integration/pairing/failed-scans.test.ts',
  'dead-device': 'unit/pairing/machine/settle.test.ts',
  'storage-full': 'integration/pairing/bad-disk.test.ts',
  'storage-denied': 'integration/pairing/bad-disk.test.ts',
  'storage-busy': 'unit/files/storage-error.test.ts',
  'storage-sealed': 'integration/auth/sealed-store.test.ts',
  'storage-away': 'unit/pairing/machine/out-of-descriptors.test.ts',
  'lease-lost': 'unit/pairing/machine/lease-lost.test.ts',
  'out-of-descriptors': 'unit/pairing/machine/out-of-descriptors.test.ts',
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
  expect(causes[cause].reason).toMatch(/^[A-Z].*\.$/);
  expect(causes[cause].step).toBeDefined();
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
    expect(causes[cause].step).toBe(step);
    const kept = rig.snapshot(tenant).evidence['credentials-saved'] !== undefined;
    if (credentials !== 'none') expect(kept).toBe(credentials === 'kept');
  });
});
