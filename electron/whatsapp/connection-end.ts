import type { ConnectionEnd } from '../pairing/ports.ts';
import { knownText } from './library-texts.ts';
import { wordsOf } from './whatsapp-words.ts';

type LibraryEnd = Extract<ConnectionEnd, { by: 'library' }>;

/** The attributes of WhatsApp's stream errors and failures that say why; nothing else of a stanza is kept. */
const tellingAttributes = ['type', 'reason', 'code', 'expire', 'location'];
const harmlessValue = /^[\w.-]{1,40}$/;

/**
 * What a socket's last error says, in plain data. The client library wraps everything in an error with
 * `output.statusCode` and `data`: the attributes of `<failure>`, the first child of `<stream:error>`, or the system's
 * error of a WebSocket that broke.
 */
export function connectionEnd(error: unknown, redact: (text: string) => string): LibraryEnd {
  if (error === undefined) return { by: 'library', message: 'closed' };
  const message = redact(error instanceof Error ? error.message : 'closed for an unknown reason');
  const known = error instanceof Error ? knownText(error.message) : undefined;
  const statusCode = numberAt(error, 'output', 'statusCode');
  const systemCode = valueAt(error, 'data', 'code') ?? valueAt(error, 'code');
  const detail = valueAt(error, 'data');
  const data = { ...telling(valueAt(detail, 'attrs')), ...telling(detail) };
  const said = wordsOf(detail, redact);
  const tag = valueAt(detail, 'tag');
  if (typeof tag === 'string' && harmlessValue.test(tag)) data.tag = tag;
  return {
    by: 'library',
    message,
    ...(known === undefined ? {} : { known }),
    ...(statusCode === undefined ? {} : { statusCode }),
    ...(Object.keys(data).length === 0 ? {} : { data }),
    ...(detail instanceof Error && typeof systemCode === 'string' ? { systemCode } : {}),
    ...(said === undefined ? {} : { said }),
  };
}

function telling(attributes: unknown): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const name of tellingAttributes) {
    const value = valueAt(attributes, name);
    if (typeof value === 'string' && harmlessValue.test(value)) kept[name] = value;
  }
  return kept;
}

function valueAt(value: unknown, ...path: string[]): unknown {
  return path.reduce<unknown>(
    (at, key) => (typeof at === 'object' && at !== null ? (at as Record<string, unknown>)[key] : undefined),
    value,
  );
}

function numberAt(value: unknown, ...path: string[]): number | undefined {
  const found = valueAt(value, ...path);
  return typeof found === 'number' ? found : undefined;
}
