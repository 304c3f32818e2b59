import { describe, expect, test } from 'vitest';

import { type Purpose, blockedUntil, causeOf, detailOf } from '../../../../electron/pairing/machine/end-causes.ts';
import { initialState } from '../../../../electron/pairing/machine/initial-state.ts';
import { step } from '../../../../electron/pairing/machine/machine.ts';
import { patience } from '../../../../electron/pairing/machine/patience.ts';
import type { ConnectionEnd, OwnEnd } from '../../../../electron/pairing/ports.ts';
import { type Cause, causeNames, causes } from '../../../../shared/causes.ts';
import type { Confidence } from '../../../../shared/failure.ts';
import { ownCodes, packableCauses } from '../../../../shared/protocol-pack-rules.ts';

type LibraryEnd = Extract<ConnectionEnd, { by: 'library' }>;
type Own = Extract<ConnectionEnd, { by: 'console' }>;
type Row = [
  what: string,
  end: Partial<Omit<LibraryEnd, 'by'>> | Own,
  purpose: Purpose,
  cause: Cause,
  confidence: Confidence,
];

const removed = { data: { type: 'device_removed' } };
const own = (why: OwnEnd, statusCode?: number): Own => ({
  by: 'console',
  why,
  ...(statusCode === undefined ? {} : { statusCode }),
});
const usedUp = own('codes-used-up');
const refsEnded = { statusCode: 408, known: 'qr-refs-ended' } as const;
const falseSignature = { statusCode: 500, known: 'account-signature-invalid' } as const;
const system = (systemCode: string) => ({ statusCode: 408, systemCode });
const http = (status: number) => own('http-answer', status);

/** Every line of "How connections end" in what is known of the protocol, and every local fault. */
const rows: Row[] = [
  ['unlinked from the phone', { statusCode: 401, ...removed }, 'linked', 'device-removed', 'certain'],
  ['the same, with the code of a conflict', { statusCode: 440, ...removed }, 'linked', 'device-removed', 'certain'],
  ['login refused later on', { statusCode: 401 }, 'linked', 'login-refused', 'certain'],
  ['the phone says no after its signature', { statusCode: 401 }, 'pairing', 'rejected-after-scan', 'likely'],
  ['the first login is refused', { statusCode: 401, ...removed }, 'first-login', 'first-login-refused', 'certain'],
  ['401 under a QR', { statusCode: 401 }, 'awaiting-scan', 'scan-closed', 'unclear'],
  ['401 under a code', { statusCode: 401 }, 'awaiting-code', 'scan-closed', 'unclear'],
  ['temporary ban', { statusCode: 402, data: { code: '101' } }, 'linked', 'temporarily-banned', 'certain'],
  ['account locked', { statusCode: 403 }, 'linked', 'account-locked', 'certain'],
  ['client outdated', { statusCode: 405 }, 'registering', 'client-outdated', 'certain'],
  ['the same with a pin', { statusCode: 405, versionPinned: true }, 'linked', 'pinned-version-refused', 'certain'],
  ['another refusal with a pin', { statusCode: 409, versionPinned: true }, 'linked', 'client-rejected', 'certain'],
  ['banned', { statusCode: 406 }, 'linked', 'banned', 'certain'],
  ['no phone scanned', usedUp, 'awaiting-scan', 'qr-expired', 'certain'],
  ['the QR timer fires while pairing', usedUp, 'pairing', 'connection-lost', 'certain'],
  ['the code was not typed', usedUp, 'awaiting-code', 'code-expired', 'certain'],
  ['the passkey did not come', own('passkey-over'), 'awaiting-passkey', 'passkey-expired', 'certain'],
  ['keep-alive lost', { statusCode: 408, message: 'Connection was lost' }, 'linked', 'connection-lost', 'certain'],
  ['closed under a QR', { statusCode: 428 }, 'awaiting-scan', 'scan-closed', 'unclear'],
  ['closed under a code', { statusCode: 428 }, 'awaiting-code', 'scan-closed', 'unclear'],
  ['closed while the passkey is awaited', { statusCode: 428 }, 'awaiting-passkey', 'scan-closed', 'unclear'],
  ['closed before a QR', { statusCode: 428 }, 'registering', 'connection-lost', 'certain'],
  ['no code at all', {}, 'linked', 'connection-lost', 'certain'],
  ['conflict', { statusCode: 409 }, 'registering', 'client-rejected', 'certain'],
  ['rejected client', { statusCode: 415 }, 'registering', 'client-rejected', 'certain'],
  ['rejected client, by another code', { statusCode: 418 }, 'linked', 'client-rejected', 'certain'],
  ['no multi-device', { statusCode: 411 }, 'awaiting-scan', 'phone-lacks-multi-device', 'certain'],
  ['session invalid', { statusCode: 419 }, 'linked', 'session-invalid', 'certain'],
  ['too many attempts', { statusCode: 429 }, 'registering', 'too-many-attempts', 'certain'],
  ['replaced', { statusCode: 440, data: { type: 'replaced' } }, 'linked', 'replaced', 'certain'],
  ['the library lets its QR run out', refsEnded, 'awaiting-scan', 'qr-expired', 'certain'],
  ['the same after a reported scan', refsEnded, 'scanned', 'silent-scan', 'unclear'],
  ['another QR was scanned', falseSignature, 'awaiting-scan', 'scan-not-matching', 'likely'],
  ['no device identity', { known: 'device-identity-missing' }, 'awaiting-scan', 'scan-not-matching', 'likely'],
  ['forged account', own('account-not-proven'), 'awaiting-scan', 'scan-not-matching', 'likely'],
  ['a false signature on a link that stood', falseSignature, 'linked', 'server-unavailable', 'likely'],
  ['a forged account on a link that stood', own('account-not-proven'), 'linked', 'server-unavailable', 'likely'],
  ['no refs', own('no-refs'), 'registering', 'offer-empty', 'certain'],
  ['no answer', own('no-answer'), 'registering', 'connection-lost', 'certain'],
  ['the code expired', own('code-over'), 'awaiting-code', 'code-expired', 'certain'],
  ['a typed code is refused', own('code-finish-refused', 400), 'awaiting-code', 'code-finish-refused', 'certain'],
  ['silence after a code', own('code-finish-unanswered'), 'awaiting-code', 'code-finish-unanswered', 'certain'],
  ['another code was typed', own('code-mismatch'), 'awaiting-code', 'code-mismatch', 'certain'],
  ['a passkey request is unreadable', own('passkey-unreadable'), 'awaiting-passkey', 'scan-closed', 'unclear'],
  ['the peer fell silent', own('peer-silent'), 'linked', 'peer-silent', 'certain'],
  ['the link went deaf', own('link-deaf'), 'linked', 'link-deaf', 'likely'],
  ['queries unanswered', own('settling-unanswered'), 'linked', 'settling-unanswered', 'certain'],
  ['keys refused', own('pre-keys-refused'), 'linked', 'pre-keys-refused', 'certain'],
  ['keys unanswered', own('pre-keys-unanswered'), 'linked', 'pre-keys-unanswered', 'certain'],
  ['keys missing', own('pre-keys-missing'), 'linked', 'pre-keys-missing', 'certain'],
  ['unlabelled under a QR', { statusCode: 500, message: 'boom' }, 'awaiting-scan', 'scan-closed', 'unclear'],
  ['unlabelled later', { statusCode: 500, message: 'boom' }, 'linked', 'server-unavailable', 'likely'],
  ['not implemented', { statusCode: 501 }, 'linked', 'server-unavailable', 'certain'],
  ['unavailable', { statusCode: 503 }, 'registering', 'server-unavailable', 'certain'],
  ['restart where none was due', { statusCode: 515 }, 'awaiting-scan', 'scan-closed', 'unclear'],
  ['restart again and again', { statusCode: 515 }, 'linked', 'server-unavailable', 'likely'],
  ['no such host', system('ENOTFOUND'), 'registering', 'dns-failed', 'certain'],
  ['no name server', system('EAI_AGAIN'), 'linked', 'dns-failed', 'certain'],
  ['refused', system('ECONNREFUSED'), 'linked', 'connection-refused', 'certain'],
  ['no route', system('ENETUNREACH'), 'linked', 'network-unreachable', 'certain'],
  ['reset under a QR', system('ECONNRESET'), 'awaiting-scan', 'scan-closed', 'unclear'],
  ['no answer over TCP', system('ETIMEDOUT'), 'registering', 'connection-lost', 'certain'],
  ['foreign certificate', system('SELF_SIGNED_CERT_IN_CHAIN'), 'registering', 'tls-intercepted', 'likely'],
  ['unknown issuer', system('UNABLE_TO_GET_ISSUER_CERT_LOCALLY'), 'linked', 'tls-intercepted', 'likely'],
  ['a certificate for others', system('ERR_TLS_CERT_ALTNAME_INVALID'), 'linked', 'tls-intercepted', 'likely'],
  [
    'no chain of WhatsApp inside TLS',
    { statusCode: 400, known: 'noise-certificate-invalid' },
    'registering',
    'server-not-whatsapp',
    'certain',
  ],
  ['a foreign static key inside TLS', own('server-not-whatsapp'), 'linked', 'server-not-whatsapp', 'certain'],
  ['no TLS at all', system('ERR_SSL_WRONG_VERSION_NUMBER'), 'registering', 'tls-failed', 'certain'],
  ['a clock behind', system('CERT_NOT_YET_VALID'), 'registering', 'clock-wrong', 'likely'],
  ['a clock ahead', system('CERT_HAS_EXPIRED'), 'linked', 'clock-wrong', 'likely'],
  ['a portal redirects', http(302), 'registering', 'captive-portal', 'likely'],
  ['a portal answers with its page', http(200), 'registering', 'captive-portal', 'likely'],
  ['a portal says so', http(511), 'linked', 'captive-portal', 'certain'],
  ['a proxy wants a password', http(407), 'registering', 'proxy-sign-in', 'certain'],
  ['a filter answers 403', http(403), 'linked', 'connection-refused', 'likely'],
  ['a gateway answers 502', http(502), 'linked', 'server-unavailable', 'likely'],
  ['gateway timeout once', { statusCode: 504 }, 'linked', 'server-unavailable', 'certain'],
  ['bad gateway once', { statusCode: 502 }, 'linked', 'server-unavailable', 'certain'],
  ['another 5xx', { statusCode: 599 }, 'linked', 'server-unavailable', 'likely'],
  ['logged out by a stream error', { statusCode: 516 }, 'linked', 'login-refused', 'certain'],
  ['an unknown code under a QR', { statusCode: 463 }, 'awaiting-scan', 'scan-closed', 'unclear'],
  ['an unknown code', { statusCode: 463 }, 'linked', 'unknown', 'unclear'],
];

describe('why a connection ended', () => {
  test.each(rows)('%s', (_what, end, purpose, cause, confidence) => {
    const whole: ConnectionEnd = 'by' in end ? end : { by: 'library', message: '', ...end };
    expect(causeOf(whole, purpose, {})).toEqual({ cause, confidence });
  });
});

describe('under a protocol pack', () => {
  const packed = {
    patience: { ...patience, cooldownMs: 3_600_000 },
    codes: new Map([[463, 'too-many-attempts']] as const),
  };
  const unknown = { by: 'library', message: '', statusCode: 463 } as const;

  test('a code that this program does not know has the cause of the pack', () => {
    for (const purpose of ['awaiting-scan', 'linked'] as const) {
      expect(causeOf(unknown, purpose, { packed })).toEqual({ cause: 'too-many-attempts', confidence: 'likely' });
    }
    expect(blockedUntil('too-many-attempts', unknown, { now: 5, packed })).toBe(3_600_005);
  });

  test('what the system and the client library say counts as ever', () => {
    const reset = { ...unknown, systemCode: 'ECONNRESET' };
    expect(causeOf(reset, 'linked', { packed }).cause).toBe('connection-lost');
    expect(causeOf({ ...unknown, known: 'qr-refs-ended' }, 'awaiting-scan', { packed }).cause).toBe('qr-expired');
    expect(causeOf({ by: 'console', why: 'no-answer', statusCode: 463 }, 'linked', { packed }).cause).toBe(
      'connection-lost',
    );
  });

  test('no pack can say otherwise of a code that this program knows', () => {
    for (let code = 400; code < 600; code += 1) {
      const { cause, confidence } = causeOf({ by: 'library', message: '', statusCode: code }, 'linked', {});
      const isKnown = cause !== 'unknown' && !(cause === 'server-unavailable' && confidence === 'likely');
      if (isKnown) expect(ownCodes, String(code)).toContain(code);
    }
  });

  test('no cause that a pack can name gives a link up', () => {
    for (const cause of packableCauses) expect(causes[cause].retry, cause).not.toBe('fresh-qr');
  });
});

test('the detail of an unknown end has everything known of it', () => {
  const end = {
    by: 'library',
    statusCode: 463,
    message: 'Stream Errored (strange)',
    data: { reason: '463', tag: 'odd' },
  } as const;
  expect(detailOf(end)).toBe('Stream Errored (strange) (reason=463, tag=odd)');
  expect(detailOf({ by: 'library', message: 'x'.repeat(500), systemCode: 'EODD' })).toHaveLength(174);
});

test('the detail of an end of which nothing else is known is its message', () => {
  expect(detailOf({ by: 'library', message: 'closed' })).toBe('closed');
});

test('the detail of an end is no longer than an entry may hold', () => {
  const data = { reason: 'y'.repeat(500) };
  expect(detailOf({ by: 'library', message: 'x'.repeat(500), data })).toBe(
    `${'x'.repeat(160)} (reason=${'y'.repeat(31)}`,
  );
});

test('a login that is accepted without a proven account is no link', () => {
  const dialing = { ...initialState(0), phase: 'connecting', step: 'dialing' } as const;
  const accepted = { type: 'accepted', generation: 0, classification: { kind: 'half-paired' } } as const;
  expect(step(dialing, accepted, { now: 1, random: 0 }).state.carried.failure).toMatchObject({
    cause: 'open-without-account',
    confidence: 'certain',
  });
});

test('a cause that voids the proof never reconnects by itself with the same credentials', () => {
  for (const cause of causeNames) {
    if (causes[cause].proof === 'void') expect(causes[cause].retry).not.toBe('reconnect');
  }
});

test('what must not be fought is left to the operator', () => {
  for (const cause of ['replaced', 'account-locked', 'banned', 'temporarily-banned'] as const) {
    expect(causes[cause]).toMatchObject({ retry: 'operator', resume: false });
  }
});

test('a ban runs as long as WhatsApp says, a cooldown has its own time', () => {
  const now = 1_000_000;
  const moment = { now };
  expect(blockedUntil('temporarily-banned', { by: 'library', message: '', data: { expire: '90' } }, moment)).toBe(
    now + 90_000,
  );
  expect(blockedUntil('temporarily-banned', { by: 'library', message: '' }, moment)).toBeUndefined();
  expect(blockedUntil('too-many-attempts', { by: 'library', message: '' }, moment)).toBe(now + 15 * 60_000);
  expect(
    blockedUntil('connection-lost', { by: 'library', message: '', data: { expire: '90' } }, moment),
  ).toBeUndefined();
});

test.each(['0', '-60', 'Infinity', 'soon'])('WhatsApp’s clock is not believed where it says %s', (expire) => {
  const end = { by: 'library', message: '', data: { expire } } as const;
  expect(blockedUntil('temporarily-banned', end, { now: 1_000_000 })).toBeUndefined();
  expect(blockedUntil('too-many-attempts', end, { now: 1_000_000 })).toBe(1_000_000 + 15 * 60_000);
});
