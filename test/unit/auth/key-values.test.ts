import { randomBytes } from 'node:crypto';

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { decodeJson, encodeJson } from '../../../electron/auth/json-bytes.ts';
import { createKeyValues, pairBytesOf, pairOf, textOf } from '../../../electron/auth/key-values.ts';

const newPair = () => ({ private: randomBytes(32), public: randomBytes(32) });

function bytesOf(value: unknown): Uint8Array {
  return pairBytesOf(value) ?? expect.unreachable('no pair');
}

describe('the text of a pre-key', () => {
  it('is the one that the client library writes, and comes back as the same bytes', () => {
    const pair = newPair();
    const values = createKeyValues();
    values.set('pre-key/7', encodeJson(pair));

    const kept = values.get('pre-key/7');
    expect(kept).toEqual(bytesOf(pair));
    expect(textOf(kept ?? '')).toBe(encodeJson(pair));
    expect(pairOf(bytesOf(pair))).toEqual(pair);
    expect([...values.entries()]).toEqual([['pre-key/7', encodeJson(pair)]]);
  });

  it('is read with the public key first, too', () => {
    const { private: secret, public: open } = newPair();
    const values = createKeyValues();
    values.set('pre-key/7', encodeJson({ public: open, private: secret }));
    expect(values.get('pre-key/7')).toEqual(Buffer.concat([secret, open]));
  });
});

const odd = [
  ['a public key with its prefix', { private: randomBytes(32), public: randomBytes(33) }],
  ['a key that is cut off', { private: randomBytes(31), public: randomBytes(32) }],
  ['one more member', { ...newPair(), keyId: 7 }],
  ['one key only', { private: randomBytes(32) }],
  ['other names', { secret: randomBytes(32), public: randomBytes(32) }],
  ['a private key of zeros', { private: Buffer.alloc(32), public: randomBytes(32) }],
  ['a number', 7],
  ['a text', 'key'],
  ['an empty object', {}],
] as const;

describe('a pre-key of another form', () => {
  it.each(odd)('is kept as it is: %s', (_what, value) => {
    const values = createKeyValues();
    values.set('pre-key/7', bytesOf(newPair()));
    values.set('pre-key/7', pairBytesOf(value) ?? encodeJson(value));

    const kept = values.get('pre-key/7');
    expect(typeof kept === 'string' ? decodeJson(kept) : kept).toEqual(value);
    expect([...values.entries()]).toEqual([['pre-key/7', encodeJson(value)]]);
    values.set('pre-key/7', bytesOf(newPair()));
    expect([...values.entries()]).toHaveLength(1);
    values.delete('pre-key/7');
    expect([...values.entries()]).toEqual([]);
  });

  it.each(['pre-key/07', 'pre-key/', 'pre-key/x', 'pre-key/1.5', 'pre-key/-1', 'pre-key/12345678901', 'session/7'])(
    'is kept under its name: %s',
    (name) => {
      const values = createKeyValues();
      values.set(name, encodeJson(newPair()));
      expect([...values.entries()].map(([key]) => key)).toEqual([name]);
      expect(values.get(name)).toBeTypeOf('string');
    },
  );
});

it('holds what a plain map would hold, whatever is set and deleted', () => {
  const names = fc.oneof(
    fc.nat({ max: 40 }).map((id) => `pre-key/${id}`),
    fc.constantFrom('pre-key/999999999', 'pre-key/01', 'session/1.0', 'pre-key/'),
  );
  const pair = fc.uint8Array({ minLength: 64, maxLength: 64 }).map((bytes) => encodeJson(pairOf(bytes)));
  const change = fc.tuple(names, fc.oneof(pair, fc.constantFrom('"text"', '{}'), fc.constant(null)));
  let removed = 0;
  fc.assert(
    fc.property(fc.array(change, { minLength: 60, maxLength: 120 }), (changes) => {
      const values = createKeyValues();
      const plain = new Map<string, string>();
      for (const [name, text] of changes) {
        if (text === null) {
          if (plain.delete(name)) removed += 1;
          values.delete(name);
        } else {
          plain.set(name, text);
          values.set(name, text);
        }
      }
      expect(Object.fromEntries(values.entries())).toEqual(Object.fromEntries(plain));
      for (const [name, text] of plain) expect(textOf(values.get(name) ?? '')).toBe(text);
    }),
    { numRuns: 60 },
  );
  expect(removed).toBeGreaterThan(100);
});

it('gives copies away: what a caller does to one changes nothing', () => {
  const pair = newPair();
  const values = createKeyValues();
  values.set('pre-key/1', bytesOf(pair));
  const taken = values.get('pre-key/1');
  if (taken instanceof Uint8Array) taken.fill(1);
  expect(values.get('pre-key/1')).toEqual(bytesOf(pair));
});
