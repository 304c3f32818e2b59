import { describe, expect, test } from 'vitest';

import type { Cause } from '../../../shared/causes.ts';
import { type Observation, type PhoneScreen, diagnose, phoneScreens } from '../../../shared/diagnosis.ts';
import { type Confidence, causeSchema } from '../../../shared/failure.ts';
import { type Suspect, suspects } from '../../../shared/suspects.ts';

const scanBy = 'whatsapp';
type Row = [cause: Cause, more: Omit<Observation, 'cause'>, suspects: Suspect[], confidence: Confidence];

const rows: Row[] = [
  // what this console knows alone
  ['silent-scan', {}, ['phone-offline', 'scan-not-taken', 'account-restricted', 'client-outdated'], 'unclear'],
  ['silent-scan', { scanBy }, ['secret-retired', 'phone-offline', 'scan-not-taken', 'account-restricted'], 'likely'],
  ['scan-closed', {}, ['workstation-network', 'phone-offline', 'client-outdated'], 'unclear'],
  ['phone-lacks-multi-device', {}, ['phone-outdated'], 'certain'],
  ['pinned-version-refused', {}, ['version-pinned'], 'certain'],
  ['pinned-version-refused', { screen: 'check-connection' }, ['version-pinned', 'phone-offline'], 'certain'],
  ['unknown', {}, [], 'unclear'],
  // the same silence, told apart by the phone
  [
    'silent-scan',
    { screen: 'try-later' },
    ['account-restricted', 'client-outdated', 'phone-offline', 'scan-not-taken'],
    'likely',
  ],
  [
    'silent-scan',
    { screen: 'try-later', scanBy },
    ['secret-retired', 'account-restricted', 'client-outdated', 'phone-offline'],
    'unclear',
  ],
  [
    'silent-scan',
    { screen: 'check-connection' },
    ['phone-offline', 'scan-not-taken', 'client-outdated', 'account-restricted'],
    'likely',
  ],
  [
    'silent-scan',
    { screen: 'update-app' },
    ['phone-outdated', 'phone-offline', 'scan-not-taken', 'account-restricted'],
    'certain',
  ],
  [
    'silent-scan',
    { screen: 'invalid-code' },
    ['wrong-code', 'phone-offline', 'scan-not-taken', 'account-restricted'],
    'likely',
  ],
  [
    'silent-scan',
    { screen: 'passkey' },
    ['passkey-wanted', 'phone-offline', 'scan-not-taken', 'account-restricted'],
    'certain',
  ],
  [
    'silent-scan',
    { screen: 'device-limit' },
    ['device-limit', 'phone-offline', 'scan-not-taken', 'account-restricted'],
    'certain',
  ],
  [
    'silent-scan',
    { screen: 'logging-in' },
    ['phone-offline', 'reply-lost', 'scan-not-taken', 'account-restricted'],
    'unclear',
  ],
  [
    'silent-scan',
    { screen: 'linked' },
    ['reply-lost', 'linked-elsewhere', 'phone-offline', 'scan-not-taken'],
    'unclear',
  ],
  [
    'silent-scan',
    { screen: 'nothing' },
    ['scan-not-taken', 'phone-offline', 'account-restricted', 'client-outdated'],
    'likely',
  ],
  // other ends, with the phone
  [
    'rejected-after-scan',
    { screen: 'device-limit' },
    ['device-limit', 'link-taken-back', 'account-restricted'],
    'certain',
  ],
  [
    'rejected-after-scan',
    { screen: 'linked' },
    ['link-taken-back', 'reply-lost', 'linked-elsewhere', 'account-restricted'],
    'unclear',
  ],
  ['qr-expired', { screen: 'nothing' }, ['scan-not-taken', 'phone-offline'], 'likely'],
  ['dns-failed', { screen: 'check-connection' }, ['workstation-network', 'phone-offline'], 'certain'],
];

describe('what lies behind a failure', () => {
  test.each(rows)('%s %o', (cause, more, ranked, confidence) => {
    expect(diagnose({ cause, ...more })).toEqual({ suspects: ranked, confidence });
  });
});

test('what the phone says is always taken up, whatever the console saw', () => {
  const own: Readonly<Record<PhoneScreen, Suspect>> = {
    'try-later': 'account-restricted',
    'check-connection': 'phone-offline',
    'update-app': 'phone-outdated',
    'invalid-code': 'wrong-code',
    passkey: 'passkey-wanted',
    'logging-in': 'reply-lost',
    linked: 'linked-elsewhere',
    'device-limit': 'device-limit',
    nothing: 'scan-not-taken',
  };
  for (const cause of causeSchema.options) {
    for (const screen of phoneScreens) {
      expect(diagnose({ cause, screen }).suspects, `${cause}, ${screen}`).toContain(own[screen]);
    }
  }
});

test('every suspect can be told, none twice, and never more than four', () => {
  const told = new Set<Suspect>();
  for (const cause of causeSchema.options) {
    for (const by of [undefined, 'operator', 'whatsapp'] as const) {
      for (const screen of [undefined, ...phoneScreens]) {
        const { suspects: ranked } = diagnose({ cause, scanBy: by, screen });
        expect(new Set(ranked).size).toBe(ranked.length);
        expect(ranked.length).toBeLessThanOrEqual(4);
        for (const suspect of ranked) told.add(suspect);
      }
    }
  }
  expect([...told].sort()).toEqual([...suspects].sort());
});
