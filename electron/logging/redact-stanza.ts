/** Attributes whose values are words of the protocol. All others may name a person, a chat or a group. */
const keptAttributes = ['type', 'xmlns', 'code', 'error', 'reason', 'class', 'count', 'edit', 'category'];
/** A word of the protocol, or a code of up to four digits. */
const protocolWord = /^[a-z][a-z0-9_:-]{0,30}$|^\d{1,4}$/;

/** A tag with attributes, or one that is closed later on. The marks of the redaction, `<number>`, are neither. */
const stanzaStart = /<([A-Za-z][\w:.-]{0,40})(?:\s+[\w:.-]+\s*=\s*["'\\]|\s*>(?=[\s\S]*<\/[A-Za-z]))/;
const attribute = /([\w:.-]+)\s*=\s*(["'])([^"'<>]*)\2/g;

/**
 * Reduces a stanza that stands in `text` as markup to its tag and to attributes that are words of the protocol. Everything
 * behind its beginning goes: the client library writes values without escaping them (Baileys 7.0.0-rc14,
 * `lib/WABinary/generic-utils.js`, `binaryNodeToString`), so that nothing tells where a contact's name or text ends.
 */
export function redactStanzas(text: string): string {
  const start = stanzaStart.exec(text);
  if (start === null) return text;
  const [, tag = ''] = start;
  const rest = text.slice(start.index + 1 + tag.length);
  const opening = /^[^>]*/.exec(rest)?.[0] ?? '';
  const attributes = [...opening.matchAll(attribute)].map(([, name = '', , value]) => [name, value] as const);
  const kept = Object.entries(keptAttributesOf(Object.fromEntries(attributes))).map(
    ([name, value]) => ` ${name}: ${value}`,
  );
  return `${text.slice(0, start.index)}<stanza ${tag}${kept.join(',')}>`;
}

/** The attributes of a stanza that are words of the protocol. */
export function keptAttributesOf(attributes: object): Readonly<Record<string, string>> {
  const all = Object.entries(attributes) as [string, unknown][];
  return Object.fromEntries(
    all.filter((entry): entry is [string, string] => {
      const [name, value] = entry;
      return keptAttributes.includes(name) && typeof value === 'string' && protocolWord.test(value);
    }),
  );
}
