import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { redactText } from '../../../electron/logging/redact-text.ts';
import { redact } from '../../../electron/logging/redact.ts';

const digits = fc.string({
  unit: fc.constantFrom('0', '1', '2', '3', '4', '5', '6', '7', '8', '9'),
  minLength: 7,
  maxLength: 15,
});
const key = fc.uint8Array({ minLength: 24, maxLength: 64 });
const base64 = key.map((bytes) => Buffer.from(bytes).toString('base64'));
const ref = base64.map((text) => `2@${text}`);

/** Each secret as it would be written, and the part of it that must not be found afterwards. */
const secret = fc.oneof(
  digits.map((text) => ({ text, hidden: text })),
  digits
    .map((number) => `+${number.slice(0, 3)} ${number.slice(3, 5)}-${number.slice(5)}`)
    .map((text) => ({ text, hidden: text })),
  fc
    .tuple(digits, fc.nat(99), fc.constantFrom('s.whatsapp.net', 'lid', 'c.us'))
    .map(([number, device, server]) => ({ text: `${number}:${device}@${server}`, hidden: number })),
  base64.map((text) => ({ text, hidden: text })),
  key.map((bytes) => Buffer.from(bytes).toString('base64url')).map((text) => ({ text, hidden: text })),
  key.map((bytes) => Buffer.from(bytes).toString('hex')).map((text) => ({ text, hidden: text })),
  ref.map((text) => ({ text, hidden: text })),
  fc
    .tuple(ref, base64, base64, base64)
    .map((parts) => `https://wa.me/settings/linked_devices#${parts.join(',')},1`)
    .map((text) => ({ text, hidden: text.slice(text.indexOf('#') + 1) })),
);
const word = fc.constantFrom('', 'from', 'socket closed:', 'error', '("', '[', 'number=');

/** Nested plain data with the secret somewhere inside: in a value, a list, a key, a map, an error or its cause. */
function plant(text: string): fc.Arbitrary<unknown> {
  const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
    tree: fc.oneof(
      { maxDepth: 4, withCrossShrink: true },
      fc.constant(text),
      fc.tuple(word, word).map(([before, after]) => `${before} ${text} ${after}`),
      fc.constant(new Error(`refused ${text}`, { cause: new Error(text) })),
      fc.record({ jid: fc.constant(text), harmless: fc.boolean() }),
      tie('tree').map((inner) => ({ data: inner, [text]: 1 })),
      tie('tree').map((inner) => [1, inner]),
      tie('tree').map((inner) => new Map([['node', inner]])),
      tie('tree').map((inner) => new Set([inner])),
    ),
  }));
  return tree;
}

describe('redact', () => {
  it('lets no planted secret through, wherever it is put', () => {
    fc.assert(
      fc.property(
        secret.chain((found) => plant(found.text).map((tree) => ({ ...found, tree }))),
        ({ tree, hidden }) => {
          expect(JSON.stringify(redact({ tree }))).not.toContain(hidden);
        },
      ),
      { numRuns: 3000 },
    );
  });

  it('shows byte arrays as their length, in each of the forms they travel in', () => {
    const bytes = Buffer.alloc(32, 7);
    const shown = redact({
      buffer: bytes,
      view: new Uint8Array(bytes),
      raw: new ArrayBuffer(32),
      json: JSON.parse(JSON.stringify(bytes)) as unknown,
      list: [...bytes],
      indexed: Object.fromEntries(bytes.entries()),
      printed: '<Buffer 07 07 07 07 07 07 ...>',
      pairs: [...bytes].map(() => '07').join(' '),
    });
    expect(JSON.stringify(shown)).not.toMatch(/7[ ,]+0?7/);
    expect(shown).toMatchObject({ buffer: '<32 bytes>', list: '<32 bytes>', json: '<bytes>', printed: '<bytes>' });
  });

  it('shows a number that may be a phone number as no number, and a time as it is', () => {
    expect(redact({ to: 972521234567, at: 1_790_000_000_000, statusCode: 515 })).toEqual({
      to: '<number>',
      at: 1_790_000_000_000,
      statusCode: 515,
    });
  });

  it('masks by name what no shape gives away', () => {
    expect(
      redact({ authorization: 'x', advSecretKey: 'abc', qr: 'short', pairingCode: 'ABCD1234', me: { id: 'a' } }),
    ).toEqual({
      authorization: '<masked>',
      advSecretKey: '<masked>',
      qr: '<masked>',
      pairingCode: '<masked>',
      me: '<masked>',
    });
    expect(redact({ secret: undefined, token: null })).toEqual({ secret: undefined, token: null });
  });

  it('reduces an error to its name, code, message and our own frames', () => {
    const error = Object.assign(new TypeError('no route to 972521234567'), { code: 'EHOSTUNREACH' });
    error.stack = [
      'TypeError: no route to 972521234567',
      '    at connect (/work/console/dist/main/main.js:10:4)',
      '    at node:internal/process/task_queues:95:5',
      '    at open (file:///work/console/node_modules/ws/lib/websocket.js:1:1)',
    ].join('\n');
    expect(redact(error)).toEqual({
      name: 'TypeError',
      code: 'EHOSTUNREACH',
      message: 'no route to <number>',
      stack: ['at connect (main.js:10:4)'],
    });
  });

  it('stays bounded: deep, wide, long and circular data', () => {
    const circular: Record<string, unknown> = {};
    circular.self = circular;
    expect(redact(circular)).toEqual({ self: '<circular>' });
    const wide = Object.fromEntries(Array.from({ length: 1000 }, (_, index) => [`name${index}`, 'x'.repeat(10_000)]));
    expect(JSON.stringify(redact({ a: { b: { c: { d: { e: { f: { g: wide } } } } } } })).length).toBeLessThan(1000);
    expect(JSON.stringify(redact(wide)).length).toBeLessThan(10_000);
  });

  it('takes bounded time on text made to be slow', () => {
    const started = performance.now();
    for (const unit of ['1', '1 ', 'a', '1,', 'aa:', '2@', 'secret', '-', ' ']) redactText(unit.repeat(100_000));
    expect(performance.now() - started).toBeLessThan(2000);
  });
});

describe('redactText', () => {
  it('keeps what a reader needs: words, paths, dates, codes and short numbers', () => {
    for (const text of [
      'stream error 515, restart in 1500 ms',
      'cannot write /home/someone/.config/pairing-console/storage/whatsapp/tenant/auth',
      '2026-11-01T09:30:15.120Z registration opened',
      'companion-registration-refresh-notification',
      'ENOSPC: no space left on device, write',
    ]) {
      expect(redactText(text)).toBe(text);
    }
  });

  it('does not look long at a short word, which no pattern would change', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-f_-]{1,40}$|^[a-z_-]{1,40}$/), (word) => {
        expect(redactText(word)).toBe(word);
        // With a space in front it is looked at.
        expect(redactText(` ${word}`)).toBe(` ${word}`);
      }),
      { numRuns: 1_000 },
    );
  });

  it('masks header secrets with their scheme', () => {
    expect(redactText('Authorization: Bearer abc.def, next')).toBe('<masked>, next');
    expect(redactText('x-api-key=short')).toBe('<masked>');
    expect(redactText('sent Bearer abcdefg')).toBe('sent <masked>');
  });

  it('cuts long text at a word, so that no half of a secret is left', () => {
    const text = `${'word '.repeat(798)}${'Ab1'.repeat(20)}`;
    expect(redactText(text)).toBe(`${'word '.repeat(798)}<cut>`);
  });
});
