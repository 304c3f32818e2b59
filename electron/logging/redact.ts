/**
 * What may never reach a log, found by its shape rather than by trust in the caller. Where a pattern cannot tell a
 * secret from something harmless it masks both: a log that says less is repaired in a minute, a leaked key never is.
 */
const patterns: readonly (readonly [RegExp, string | ((match: string) => string)])[] = [
  // A whole QR text: everything after the fragment is ref, keys and the adv secret.
  [/https?:\/\/wa\.me\/settings\/linked_devices\S*/gi, '<qr>'],
  // A ref on its own, or a QR text from before it had an address: `2@…,noise,identity,secret`.
  [/(?<![A-Za-z0-9])\d@[A-Za-z0-9+/=,_-]{6,}/g, '<ref>'],
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
  // Base64, base64url and hex. Lower-case letters without one digit or capital are words or a path: a key of 32
  // characters that looks so would be a chance of one in 10^12.
  [/[A-Za-z0-9+/_-]{32,}={0,2}/g, (run) => (/^[a-z/_-]+$/.test(run) ? run : '<base64>')],
  // Dates are digits and hyphens too: they are matched first, and kept. Then phone numbers, however they are spaced,
  // with the device and server parts that make them JIDs.
  [
    /(?<!\d)(?:19|20)\d\d-[01]\d-[0-3]\d(?!\d)|\+?\(?\d(?:[ ()-]{0,2}\d){6,}(?:[._:]\d+)*(?:@[a-z.]+)?/g,
    (match) => (/^(?:19|20)\d\d-[01]\d-[0-3]\d$/.test(match) ? match : '<number>'),
  ],
  [/\b\d{1,6}(?:[._:]\d{1,5})*@(?:s\.whatsapp\.net|lid|c\.us|g\.us|hosted)\b/g, '<number>'],
];

/** Characters that are looked at; what is longer is cut at a word, so that no half of a secret is left over. */
const maximumLength = 4000;

/** Masks phone numbers, JIDs, QR texts, refs, keys and header secrets inside running text. */
export function redactText(text: string): string {
  let safe = text.length > maximumLength ? `${text.slice(0, maximumLength).replace(/\S*$/, '')}<cut>` : text;
  for (const [pattern, mask] of patterns) {
    safe = typeof mask === 'string' ? safe.replace(pattern, mask) : safe.replace(pattern, mask);
  }
  return safe;
}

/** Names under which a value is a secret whatever it looks like. `code` is not one: errors have codes. */
const secretName =
  /authorization|cookie|secret|token|passw|passphrase|credential|key(?:s|pair|data|bundle)?$|^(?:qr|ref|jid|lid|me|number|phone|pairing_?code|adv|nonce|noise|signature|private|public|registration_?id|routing_?info|challenge|assertion|raw_?id|user_?handle|client_?data_?json|authenticator_?data|(?:push|verified)_?name|conversation|caption|text|body|content)$/i;

const maximumDepth = 6;
const maximumItems = 50;

/**
 * A copy of `value` that is plain, bounded and safe to write down. Byte arrays become their length, errors their name,
 * code, redacted message and the frames of our own code.
 */
export function redact(value: unknown): unknown {
  return redactWithin(value, []);
}

function redactWithin(value: unknown, parents: readonly object[]): unknown {
  switch (typeof value) {
    case 'string':
      return redactText(value);
    case 'number':
      return redactNumber(value);
    case 'bigint':
      return redactText(value.toString());
    case 'symbol':
    case 'function':
      return `<${typeof value}>`;
    case 'object':
      return value === null ? null : redactObject(value, parents);
    default:
      return value;
  }
}

/** Epoch milliseconds between 2017 and 2040 are times; any other integer of seven digits may be a phone's. */
function redactNumber(value: number): number | string {
  const isTime = value > 1.5e12 && value < 2.21e12;
  return Math.abs(value) < 1e6 || isTime ? value : '<number>';
}

function redactObject(value: object, parents: readonly object[]): unknown {
  if (parents.includes(value)) return '<circular>';
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return `<${value.byteLength} bytes>`;
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? '<invalid date>' : value.toISOString();
  if (value instanceof Error) return redactError(value, parents);
  if (parents.length >= maximumDepth) return '<deep>';
  const within = [...parents, value];
  if (value instanceof Map) return redactEntries([...(value as Map<unknown, unknown>)], within);
  if (Array.isArray(value) || value instanceof Set) return redactList([...(value as Iterable<unknown>)], within);
  const entries = Object.entries(value);
  if (isSerialisedBytes(entries)) return '<bytes>';
  return redactEntries(entries, within);
}

function redactList(items: readonly unknown[], parents: readonly object[]): unknown {
  if (items.length >= 16 && items.every(isByte)) return `<${items.length} bytes>`;
  const shown: unknown[] = items.slice(0, maximumItems).map((item) => redactWithin(item, parents));
  if (items.length > maximumItems) shown.push(`<${items.length - maximumItems} more>`);
  return shown;
}

function redactEntries(entries: readonly (readonly [unknown, unknown])[], parents: readonly object[]): unknown {
  const shown = entries.slice(0, maximumItems).map(([key, value]): [string, unknown] => {
    const name = String(key);
    return [redactText(name), secretName.test(name) ? maskSecret(value) : redactWithin(value, parents)];
  });
  if (entries.length > maximumItems) shown.push(['…', `<${entries.length - maximumItems} more>`]);
  return Object.fromEntries(shown);
}

/** Whether a secret was there at all is worth knowing and gives nothing away. */
function maskSecret(value: unknown): unknown {
  return value === undefined || value === null || typeof value === 'boolean' ? value : '<masked>';
}

function isByte(value: unknown): boolean {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= 255;
}

/** `{type: 'Buffer', data}`, or an object with indexes for names: bytes that went through JSON. */
function isSerialisedBytes(entries: readonly (readonly [string, unknown])[]): boolean {
  if (entries.some(([key, value]) => key === 'type' && value === 'Buffer')) return true;
  return entries.length >= 16 && entries.every(([key, value], index) => key === String(index) && isByte(value));
}

const maximumFrames = 10;

function redactError(error: Error, parents: readonly object[]): unknown {
  const code: unknown = 'code' in error ? error.code : undefined;
  const frames = (error.stack ?? '')
    .split('\n')
    .filter((line) => /^\s+at /.test(line) && !/node:|node_modules/.test(line))
    .slice(0, maximumFrames)
    .map((line) => redactFrame(line.trim()));
  return {
    name: redactText(error.name),
    ...(typeof code === 'string' || typeof code === 'number' ? { code: redactWithin(code, parents) } : {}),
    message: redactText(error.message),
    ...(frames.length > 0 ? { stack: frames } : {}),
    ...(error.cause === undefined || parents.length >= maximumDepth
      ? {}
      : { cause: redactWithin(error.cause, [...parents, error]) }),
  };
}

/** A frame is `at name (file:line:column)`; the folders in front of the file only invite over-masking. */
function redactFrame(frame: string): string {
  return redactText(frame.replace(/\(?(?:file:\/\/)?(?:[A-Za-z]:)?[\\/].*[\\/]([^\\/]+:\d+:\d+)\)?$/, '($1)'));
}
