import { keptAttributesOf } from './redact-stanza.ts';
import { redactText } from './redact-text.ts';
import { isSecretName } from './secret-names.ts';

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
  if (isStanza(value)) return redactNode(value, within);
  if (isSerialisedBytes(entries)) return '<bytes>';
  return redactEntries(entries, within);
}

interface Stanza {
  readonly tag: string;
  readonly attrs: object;
  readonly content?: unknown;
}

/** A stanza as the client library holds it (Baileys `BinaryNode`). */
function isStanza(value: object): value is Stanza {
  if (!('tag' in value) || !('attrs' in value)) return false;
  return typeof value.tag === 'string' && typeof value.attrs === 'object' && value.attrs !== null;
}

/** Its tag, the attributes that are words of the protocol, and its children; no text and no bytes. */
function redactNode({ tag, attrs, content }: Stanza, parents: readonly object[]): unknown {
  const children = Array.isArray(content) ? { content: redactList(content, parents) } : {};
  return { tag: redactText(tag), attrs: keptAttributesOf(attrs), ...children };
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
    return [redactText(name), isSecret(name, value) ? maskSecret(value) : redactWithin(value, parents)];
  });
  if (entries.length > maximumItems) shown.push(['…', `<${entries.length - maximumItems} more>`]);
  return Object.fromEntries(shown);
}

/**
 * By its name. Content of a message (`extendedTextMessage`, `message`) is an object, where an error's message is a text; an
 * error that was logged and is read again for a bundle keeps its name.
 */
function isSecret(name: string, value: unknown): boolean {
  const isErrorName = name === 'name' && typeof value === 'string' && /^[A-Za-z]{0,40}Error$/.test(value);
  if (isErrorName) return false;
  return isSecretName(name) || (/message$/i.test(name) && typeof value === 'object');
}

/** Keeps that a secret was absent: that helps, and gives nothing away. */
function maskSecret(value: unknown): unknown {
  return value === undefined || value === null || typeof value === 'boolean' ? value : '<masked>';
}

function isByte(value: unknown): boolean {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= 255;
}

/** Bytes that went through JSON: `{type: 'Buffer', data}`, or an object with indexes for names. */
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

/** A frame is `at name (file:line:column)`. The folders of the file go: their names would often be masked. */
function redactFrame(frame: string): string {
  return redactText(frame.replace(/\(?(?:file:\/\/)?(?:[A-Za-z]:)?[\\/].*[\\/]([^\\/]+:\d+:\d+)\)?$/, '($1)'));
}
