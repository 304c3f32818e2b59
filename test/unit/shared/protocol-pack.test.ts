import { expect, test } from 'vitest';

import { patience } from '../../../electron/pairing/machine/patience.ts';
import { isPlainText, patienceBounds, patienceNames } from '../../../shared/protocol-pack-rules.ts';
import { type ProtocolPack, protocolPackSchema } from '../../../shared/protocol-pack.ts';

const pack: ProtocolPack = {
  number: 3,
  made: '2026-11-30',
  program: { from: '0.1.0', to: '0.3.0' },
  why: { en: 'WhatsApp answers more slowly.' },
};
const takes = (change: object) => protocolPackSchema.safeParse({ ...pack, ...change }).success;

test('a pack may leave out everything but what it is, for whom, and why', () => {
  expect(takes({})).toBe(true);
  for (const name of Object.keys(pack)) expect(takes({ [name]: undefined }), name).toBe(false);
});

test('the program’s own values lie within the bounds, and what protects is never shorter than them', () => {
  for (const name of patienceNames) {
    const [least, most] = patienceBounds[name];
    expect(patience[name], name).toBeGreaterThanOrEqual(least);
    expect(patience[name], name).toBeLessThanOrEqual(most);
    expect(takes({ patience: { [name]: least } }), name).toBe(true);
    expect(takes({ patience: { [name]: most } }), name).toBe(true);
    expect(takes({ patience: { [name]: least - 1 } }), name).toBe(false);
    expect(takes({ patience: { [name]: most + 1 } }), name).toBe(false);
  }
  expect(patienceBounds.probationMs[0]).toBe(patience.probationMs);
  expect(patienceBounds.cooldownMs[0]).toBe(patience.cooldownMs);
});

test.each<[string, object]>([
  ['an address for anything', { url: 'wss://example.org' }],
  ['a value that the machine keeps to itself', { patience: { saveRetryMs: 1 } }],
  ['a browser that WhatsApp does not know', { browser: { name: 'Lynx', system: 'Ubuntu' } }],
  ['a version that is none', { webVersion: '3.1' }],
  ['a version that WhatsApp will not have for years', { webVersion: '2.3000.2000000001' }],
  ['another meaning for a code that the program knows', { codes: [{ code: 401, cause: 'banned' }] }],
  ['a code of another kind', { codes: [{ code: 200, cause: 'banned' }] }],
  ['a cause that gives a link up', { codes: [{ code: 463, cause: 'device-removed' }] }],
  ['one code twice', { codes: Array.from({ length: 2 }, () => ({ code: 463, cause: 'banned' })) }],
  ['words for a cause that there is not', { notes: { nonsense: { en: 'Hello' } } }],
  ['words with an address', { notes: { banned: { en: 'See https://example.org' } } }],
  ['words with a number to call', { why: { en: 'Call +972 50-123-4567' } }],
  ['versions the wrong way round', { program: { from: '0.3.0', to: '0.1.0' } }],
  ['a day that is none', { made: '30.11.2026' }],
])('no pack has %s', (_, change) => expect(takes(change)).toBe(false));

test('a pack with something of everything', () => {
  expect(
    takes({
      webVersion: '2.3000.1034074495',
      browser: { name: 'Edge', system: 'Windows' },
      patience: { dialMs: 60_000 },
      codes: [{ code: 463, cause: 'too-many-attempts' }],
      notes: { 'too-many-attempts': { en: 'WhatsApp is slow today.', he: 'WhatsApp איטית היום.' } },
    }),
  ).toBe(true);
});

test.each(['Wait.\nThen try again.', 'Code 463, 20 seconds', '٤٦٣ ثانية'])('%s is plain', (text) =>
  expect(isPlainText(text)).toBe(true),
);
test.each(['http://a', 'www.example.org', 'me@example.org', '٠٥٠١٢٣٤٥٦٧', '050 123 45 67', 'a\u0007b', '\u001b[1m'])(
  '%s is not',
  (text) => expect(isPlainText(text)).toBe(false),
);
