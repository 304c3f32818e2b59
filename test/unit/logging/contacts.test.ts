import { inspect } from 'node:util';

import { binaryNodeToString } from '@whiskeysockets/baileys';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { redactText } from '../../../electron/logging/redact-text.ts';
import { redact } from '../../../electron/logging/redact.ts';

/** Where the ten digits of a script begin. */
const scripts = { ascii: 0x30, arabicIndic: 0x660, persian: 0x6f0, devanagari: 0x966, fullWidth: 0xff10 };
const separators = [
  '',
  '',
  ' ',
  '.',
  '-',
  '\u00a0',
  '\u2011',
  '\u2012',
  '\u2013',
  '\u202f',
  '\u2009',
  '\u200b',
  '\u2212',
];
const marks = [
  '\u200e',
  '\u200f',
  '\u061c',
  '\u202a',
  '\u202c',
  '\u2066',
  '\u2069',
  '\u00ad',
  ' (',
  ') ',
  '%20',
  '%C2%A0',
];

const spelledNumber = fc
  .tuple(
    fc.array(fc.nat(9), { minLength: 7, maxLength: 15 }),
    fc.constantFrom(...Object.values(scripts)),
    fc.array(fc.constantFrom(...separators, ...marks), { minLength: 15, maxLength: 15 }),
  )
  .map(([digits, zero, between]) => ({
    digits: digits.join(''),
    text: digits
      .map((digit, n) => `${n === 0 ? '' : (between[n] ?? '')}${String.fromCodePoint(zero + digit)}`)
      .join(''),
  }));

/** The digits of a text in any script, as ASCII, without what stands between them. */
function digitsIn(text: string): string {
  const plain = text.replace(/%[0-9A-F]{2}/g, '');
  return Array.from(plain)
    .flatMap((letter) => {
      const zero = Object.values(scripts).find(
        (start) => (letter.codePointAt(0) ?? 0) - start < 10 && letter.charCodeAt(0) >= start,
      );
      return zero === undefined ? [] : [String((letter.codePointAt(0) ?? 0) - zero)];
    })
    .join('');
}

const names = [
  'Ana Levy',
  "Ana's Flowers",
  'Dana "Didi" Cohen',
  'דנה כהן',
  'فاطمة علي',
  'A>B <Shop>',
  '🌷 Tulips',
  "O'Neil, Pat",
  'Ana\nLevy',
];
const texts = ['Meet me at noon', 'the door code is under the mat', "it's '>fine</body>", 'נפגש בשש'];
const words = (text: string) => text.split(/[^\p{L}]+/u).filter((word) => word.length > 3);

/** The words of `secret` that are still there. */
function left(written: unknown, secret: string): string[] {
  const text = typeof written === 'string' ? written : JSON.stringify(written);
  return words(secret).filter((word) => text.includes(word));
}

function messageOf(name: string, text: string) {
  return {
    tag: 'message',
    attrs: { from: '972587654321@s.whatsapp.net', type: 'text', id: '3EB0AA', notify: name, participant: '123@lid' },
    content: [
      { tag: 'plaintext', attrs: {}, content: text },
      { tag: 'bytes', attrs: {}, content: Buffer.from(text) },
    ],
  };
}

describe('numbers', () => {
  it('are masked in every spelling', () => {
    fc.assert(
      fc.property(spelledNumber, ({ digits, text }) => {
        expect(digitsIn(redactText(`no device of ${text} answered`))).not.toContain(digits.slice(0, 7));
      }),
      { numRuns: 3000 },
    );
  });

  it('are masked in base64 and hex, alone and inside a word', () => {
    for (const number of ['972587654321', '+972 58-765-4321', '972587654321@s.whatsapp.net', '972587654321:12@lid']) {
      for (const encoding of ['base64', 'base64url', 'hex'] as const) {
        const written = Buffer.from(number).toString(encoding);
        expect(redactText(`id ${written}, gone`)).not.toContain(written);
        expect(JSON.stringify(redact({ detail: `id=${written}` }))).not.toContain(written);
      }
    }
  });
});

describe('names and texts of contacts', () => {
  const people = names.flatMap((name) => texts.map((text) => ({ name, text })));

  it.each(people)('of $name are not in a stanza written as text', ({ name, text }) => {
    const written = redactText(`failed to handle ${binaryNodeToString(messageOf(name, text))} at once`);
    expect(left(written, name)).toEqual([]);
    expect(left(written, text)).toEqual([]);
    expect(written).toContain('<stanza message type: text>');
  });

  it.each(people)('of $name are not in a stanza, nor in its JSON, nor as Node prints it', ({ name, text }) => {
    const stanza = messageOf(name, text);
    const forms = [
      redact({ node: stanza }),
      redact({ node: binaryNodeToString(stanza) }),
      redact(new Error(binaryNodeToString(stanza))),
      redactText(`closed: ${JSON.stringify({ notify: name, pushName: name, caption: text })}`),
      redactText(JSON.stringify({ inner: JSON.stringify({ notify: name, text }) })),
      redactText(`closed: ${inspect({ notify: name, text })}`),
      redactText(`closed: notify=${name.replace(/[\n,]/g, ' ')}`),
      redactText(`Unexpected token 'A', "${name}..." is not valid JSON`),
    ];
    for (const form of forms) {
      expect(left(form, name)).toEqual([]);
      expect(left(form, text)).toEqual([]);
    }
  });

  it.each(people)('of $name are not in what the library decodes', ({ name, text }) => {
    const contact = { id: '972587654321@s.whatsapp.net', name, notify: name, verifiedName: name };
    const group = { subject: text, desc: text, participants: [contact] };
    const messages = [
      { pushName: name, message: { conversation: text } },
      { message: { extendedTextMessage: { text } }, verifiedBizName: 1 },
      { contactMessage: { displayName: name, vcard: text }, locationMessage: { name: text, address: text } },
      { messageStubParameters: [], documentMessage: { fileName: text, title: text } },
    ];
    const written = redact({ contact, group, messages });
    expect(left(written, name)).toEqual([]);
    expect(left(written, text)).toEqual([]);
  });

  it('are masked in base64 and hex', () => {
    for (const text of [...names, ...texts]) {
      for (const encoding of ['base64', 'base64url', 'hex'] as const) {
        const written = Buffer.from(text).toString(encoding);
        expect(redactText(`body ${written}`)).not.toContain(written);
      }
    }
  });
});

it('keeps what tells an engineer what happened', () => {
  for (const text of [
    'TypeError: cannot read properties of undefined',
    'connect ECONNREFUSED 127.0.0.1:3300',
    'WA Web version 2.3000.1023223821 was refused at 2026-11-01T09:30:15.120Z',
    'createDesktopBridge failed in step awaiting-passkey after 15.2 s',
    '<number> was refused',
    'expected x < y and y > z',
  ]) {
    expect(redactText(text)).toBe(text);
  }
  expect(
    redact({
      tag: 'iq',
      attrs: { type: 'error', xmlns: 'encrypt' },
      content: [{ tag: 'error', attrs: { code: '406' } }],
    }),
  ).toEqual({
    tag: 'iq',
    attrs: { type: 'error', xmlns: 'encrypt' },
    content: [{ tag: 'error', attrs: { code: '406' } }],
  });
  expect(redact({ error: new TypeError('x') })).toMatchObject({ error: { name: 'TypeError' } });
  expect(redact(JSON.parse(JSON.stringify({ error: { name: 'TypeError', message: 'x' } })))).toEqual({
    error: { name: 'TypeError', message: 'x' },
  });
});

it('is done with text that was made to be slow in bounded time', () => {
  const started = performance.now();
  for (const unit of ['<a ', "<a b='", '<a>', '</a>', "notify='", 'text:"', '%20', '1%20', '1\u200e', 'QW5h']) {
    redactText(unit.repeat(100_000));
  }
  expect(performance.now() - started).toBeLessThan(2000);
});
