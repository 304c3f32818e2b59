import { describe, expect, test } from 'vitest';

import type { Purpose } from '../../../electron/pairing/failures.ts';
import { blockedUntil, causeOf, policies } from '../../../electron/pairing/failures.ts';
import type { ConnectionEnd } from '../../../electron/pairing/ports.ts';
import type { Cause } from '../../../shared/failure.ts';
import { causeSchema } from '../../../shared/failure.ts';

type Row = [what: string, end: Partial<ConnectionEnd>, purpose: Purpose, cause: Cause];

const removed = { data: { type: 'device_removed' } };
const rows: Row[] = [
  ['unlinked from the phone', { statusCode: 401, ...removed }, 'linked', 'device-removed'],
  ['login refused later on', { statusCode: 401 }, 'linked', 'login-refused'],
  ['the phone says no after its signature', { statusCode: 401 }, 'pairing', 'rejected-after-scan'],
  ['the first login is refused', { statusCode: 401, ...removed }, 'first-login', 'first-login-refused'],
  ['401 under a QR', { statusCode: 401 }, 'awaiting-scan', 'scan-closed'],
  ['temporary ban', { statusCode: 402, data: { code: '101', expire: '60' } }, 'linked', 'temporarily-banned'],
  ['account locked', { statusCode: 403 }, 'linked', 'account-locked'],
  ['client outdated', { statusCode: 405 }, 'registering', 'client-outdated'],
  ['banned', { statusCode: 406 }, 'linked', 'banned'],
  ['nobody scanned', { statusCode: 408, message: 'QR refs attempts ended' }, 'awaiting-scan', 'qr-expired'],
  [
    'the QR timer fires while pairing',
    { statusCode: 408, message: 'QR refs attempts ended' },
    'pairing',
    'connection-lost',
  ],
  ['keep-alive lost', { statusCode: 408, message: 'Connection was lost' }, 'linked', 'connection-lost'],
  ['closed under a QR', { statusCode: 428 }, 'awaiting-scan', 'scan-closed'],
  ['nobody typed in the code', { statusCode: 408, message: 'QR refs attempts ended' }, 'awaiting-code', 'code-expired'],
  ['closed under a code', { statusCode: 428 }, 'awaiting-code', 'scan-closed'],
  ['401 under a code', { statusCode: 401 }, 'awaiting-code', 'scan-closed'],
  [
    'the passkey did not come',
    { statusCode: 408, message: 'passkey request expired' },
    'awaiting-passkey',
    'passkey-expired',
  ],
  ['closed while the passkey is awaited', { statusCode: 428 }, 'awaiting-passkey', 'scan-closed'],
  ['closed before a QR', { statusCode: 428 }, 'registering', 'connection-lost'],
  ['no code at all', {}, 'linked', 'connection-lost'],
  ['conflict', { statusCode: 409 }, 'registering', 'client-rejected'],
  ['no multi-device', { statusCode: 411 }, 'awaiting-scan', 'phone-lacks-multi-device'],
  ['session invalid', { statusCode: 419 }, 'linked', 'session-invalid'],
  ['too many attempts', { statusCode: 429 }, 'registering', 'too-many-attempts'],
  ['replaced', { statusCode: 440, data: { type: 'replaced' } }, 'linked', 'replaced'],
  [
    'another QR was scanned',
    { statusCode: 500, message: 'Invalid account signature' },
    'awaiting-scan',
    'scan-not-matching',
  ],
  [
    'forged account',
    { statusCode: 500, message: 'Failed to verify account signature' },
    'awaiting-scan',
    'scan-not-matching',
  ],
  ['unlabelled under a QR', { statusCode: 500, message: 'boom' }, 'awaiting-scan', 'scan-closed'],
  ['unlabelled later', { statusCode: 500, message: 'boom' }, 'linked', 'server-unavailable'],
  ['unavailable', { statusCode: 503 }, 'registering', 'server-unavailable'],
  ['restart where none was due', { statusCode: 515 }, 'awaiting-scan', 'scan-closed'],
  ['no such host', { statusCode: 408, systemCode: 'ENOTFOUND' }, 'registering', 'dns-failed'],
  ['refused', { statusCode: 408, systemCode: 'ECONNREFUSED' }, 'linked', 'connection-refused'],
  ['no route', { statusCode: 408, systemCode: 'ENETUNREACH' }, 'linked', 'network-unreachable'],
  ['reset under a QR', { statusCode: 408, systemCode: 'ECONNRESET' }, 'awaiting-scan', 'scan-closed'],
  ['foreign certificate', { statusCode: 500, systemCode: 'SELF_SIGNED_CERT_IN_CHAIN' }, 'registering', 'tls-failed'],
  ['expired certificate', { statusCode: 500, systemCode: 'CERT_HAS_EXPIRED' }, 'registering', 'tls-failed'],
  [
    'a portal answers 403',
    { statusCode: 403, message: 'WebSocket Error (Unexpected server response: 403)' },
    'linked',
    'server-unavailable',
  ],
  ['a code nobody knows', { statusCode: 463 }, 'linked', 'unknown'],
];

describe('why a connection ended', () => {
  test.each(rows)('%s', (_what, end, purpose, cause) => {
    expect(causeOf({ message: '', ...end }, purpose)).toBe(cause);
  });
});

test('a cause that voids the proof never reconnects by itself with the same credentials', () => {
  for (const cause of causeSchema.options) {
    if (policies[cause].proof === 'void') expect(policies[cause].retry).not.toBe('reconnect');
  }
});

test('what must not be fought is left to the operator', () => {
  for (const cause of ['replaced', 'account-locked', 'banned', 'temporarily-banned'] as const) {
    expect(policies[cause]).toMatchObject({ retry: 'operator', resume: false });
  }
});

test('a ban runs as long as WhatsApp says, a cooldown has a time of its own', () => {
  const now = 1_000_000;
  expect(blockedUntil('temporarily-banned', { message: '', data: { expire: '90' } }, now)).toBe(now + 90_000);
  expect(blockedUntil('temporarily-banned', { message: '' }, now)).toBeUndefined();
  expect(blockedUntil('too-many-attempts', { message: '' }, now)).toBe(now + 15 * 60_000);
  expect(blockedUntil('connection-lost', { message: '', data: { expire: '90' } }, now)).toBeUndefined();
});
