import { isUtf8 } from 'node:buffer';

import { redactStanzas } from './redact-stanza.ts';
import { namesOfContactData } from './secret-names.ts';

/**
 * What stands between the digits of one number: every kind of space and dash, dots, brackets, and the invisible marks
 * that a phone book puts around it (bidi, zero width, soft hyphen); each also as an address writes it, `%20`.
 */
const between = String.raw`(?:[\s().\p{Pd}\p{Cf}\u2212]|%[0-9A-Fa-f]{2}){0,4}`;
/** Seven digits or more of any script, with the device and server parts that make them a JID. */
const phoneNumber = String.raw`\+?\(?\p{Nd}(?:${between}\p{Nd}){6,}(?:[._:]\p{Nd}+)*(?:@[a-z.]+)?`;
/** Digits that are no phone's: a day, and a WA Web version. */
const harmless = String.raw`(?<!\d)(?:19|20)\d\d-[01]\d-[0-3]\d(?!\d)|(?<![\d.])2\.3000\.\d{6,10}(?!\d)`;
const isHarmless = new RegExp(`^(?:${harmless})$`);

/**
 * What may never reach a log, found by its shape rather than by trust in the caller. Where a pattern cannot tell a
 * secret from something harmless it masks both: a log that says less is repaired in a minute, a leaked key never is.
 */
const patterns: readonly (readonly [RegExp, string | ((match: string) => string)])[] = [
  // A whole QR text: everything after the fragment is ref, keys and the adv secret.
  [/https?:\/\/wa\.me\/settings\/linked_devices\S*/gi, '<qr>'],
  // A ref on its own, or a QR text from before it had an address: `2@…,noise,identity,secret`.
  [/(?<![A-Za-z0-9])\d@[A-Za-z0-9+/=,_-]{6,}/g, '<ref>'],
  // V8 quotes what it cannot parse: `Unexpected token 'A', "Ana …" is not valid JSON`.
  [/"[\s\S]*" is not valid JSON/g, '<text> is not valid JSON'],
  [
    new RegExp(
      String.raw`\b(?:${namesOfContactData}|name(?=(?:\\*["'])?\s*[:=]\s*\\*["']))(?:\\*["'])?\s*(?:[:=]|=>)\s*(?:"(?:[^"\\]|\\[\s\S])*(?:"|$)|\\+"[\s\S]*?(?:\\+"(?=\s*[,}\]])|$)|'[\s\S]*?(?:'(?=\s*(?:[,;})\]\n]|[\w:.-]+\s*=|$))|$)|[^,;}\])\n]*)`,
      'gi',
    ),
    '<contact>',
  ],
  [
    /\b(authorization|cookie|[\w-]*(?:secret|token|password|api-?key))\b(["']?\s*[:=]\s*)(?:(?:bearer|basic)\s+)?[^\s,;]+/gi,
    '<masked>',
  ],
  [/\b(?:bearer|basic)\s+[A-Za-z0-9+/=._~-]{6,}/gi, '<masked>'],
  // Bytes as Node prints them, as pairs of hex digits and as decimal lists.
  [/<Buffer[^>]*>/g, '<bytes>'],
  [/\b[0-9a-f]{2}(?:[ :,-][0-9a-f]{2}){15,}\b/gi, '<bytes>'],
  [/\b\d{1,3}(?:\s*,\s*\d{1,3}){15,}\b/g, '<bytes>'],
  // A linking code or a passkey's confirmation code: eight of Crockford's characters, with or without the dash.
  [/(?<![\w-])[1-9A-HJ-NP-TV-Z]{4}-?[1-9A-HJ-NP-TV-Z]{4}(?![\w-])/g, '<code>'],
  [/[A-Za-z0-9+/_-]{10,}={0,2}/g, maskEncoded],
  // Days and versions are digits, too: they are matched first, and kept.
  [new RegExp(`${harmless}|${phoneNumber}`, 'gu'), (match) => (isHarmless.test(match) ? match : '<number>')],
  [
    /\b\d{1,6}(?:[._:]\d{1,5})*@(?:s\.whatsapp\.net|lid|c\.us|g\.us|hosted|hosted\.lid|newsletter|broadcast)\b/g,
    '<number>',
  ],
];

/** Characters that are looked at; what is longer is cut at a word, so that no half of a secret is left over. */
const maximumLength = 4000;

/** A short word without a digit or a capital, as most of a log line's values are: no pattern changes it. */
const plainWord = /^[a-z_-]{1,40}$/;

/** Masks phone numbers, JIDs, names and texts of contacts, QR texts, refs, keys and header secrets in running text. */
export function redactText(text: string): string {
  if (plainWord.test(text)) return text;
  const bounded = text.length > maximumLength ? `${text.slice(0, maximumLength).replace(/\S*$/, '')}<cut>` : text;
  let safe = redactStanzas(bounded);
  for (const [pattern, mask] of patterns) {
    safe = typeof mask === 'string' ? safe.replace(pattern, mask) : safe.replace(pattern, mask);
  }
  return safe;
}

/**
 * Base64, base64url and hex: a key by its length, a name or a number by what it decodes to. Lower-case letters without
 * one digit or capital are words or a path: a key of 32 characters that looks so would be a chance of one in 10^12.
 */
function maskEncoded(run: string): string {
  if (/^[a-z/_-]+$/.test(run)) return run;
  const letters = run.replace(/=+$/, '');
  if (letters.length >= 32) return '<base64>';
  const isHex = letters.length % 2 === 0 && /^(?:[0-9a-f]+|[0-9A-F]+)$/.test(letters) && /[A-Fa-f]/.test(letters);
  return (isHex && isWritten(Buffer.from(letters, 'hex'))) || isWritten(Buffer.from(letters, 'base64'))
    ? '<base64>'
    : run;
}

const utf8 = new TextDecoder();

/** Whether these bytes are text that a person can read. */
function isWritten(bytes: Buffer): boolean {
  return isUtf8(bytes) && /^[\p{L}\p{M}\p{N}\p{P}\p{S}\p{Zs}\n\r\t]+$/u.test(utf8.decode(bytes));
}
