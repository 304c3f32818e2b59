/**
 * File names of the client library's own store (`lib/Utils/use-multi-file-auth-state.js`): `<type>-<id>.json`, with
 * every `/` of the name turned into `__` and every `:` into `-`. The way back is not unique in general, but it is for
 * the ids that the library makes, type by type.
 */
export interface StockKey {
  readonly type: string;
  readonly id: string;
  /** The id has a shape the library is not known to make; it was taken from the name as it stands. */
  readonly ambiguous: boolean;
}

interface IdShape {
  readonly type: string;
  /** What the id looks like in a file name. */
  readonly inName: RegExp;
  /** The id from the parts that `inName` captured; left out where name and id are the same. */
  readonly restore?: (parts: readonly string[]) => string;
}

const digits = /^\d+$/;
/** `<user>[_<domain>].<device>`: `ProtocolAddress.toString` of libsignal. */
const address = /^\d+(?:_\d+)?\.\d+$/;

/** A type whose name begins with another's comes first. */
const shapes: readonly IdShape[] = [
  // The key id in base64: neither "_" nor "-" is in that alphabet, so every "__" was a "/".
  {
    type: 'app-state-sync-key',
    inName: /^((?:[A-Za-z0-9+]|__)+={0,2})$/,
    restore: ([id = '']) => id.replaceAll('__', '/'),
  },
  { type: 'app-state-sync-version', inName: /^[a-z]+(?:_[a-z]+)*$/ },
  // A group's jid; an old group's contains a "-".
  { type: 'sender-key-memory', inName: /^[\d-]+@[a-z.]+$|^status@broadcast$/ },
  // `<group>::<sender>::<device>` (`lib/Signal/Group/sender-key-name.js`).
  {
    type: 'sender-key',
    inName: /^([\d-]+@[a-z.]+|status@broadcast)--(\d+(?:_\d+)?)--(\d+)$/,
    restore: (parts) => parts.join('::'),
  },
  { type: 'pre-key', inName: digits },
  { type: 'session', inName: address },
  { type: 'identity-key', inName: address },
  { type: 'lid-mapping', inName: /^\d+(?:_reverse)?$/ },
  { type: 'device-list', inName: digits },
  // The list of all tokens is kept as "__index" (`lib/Utils/tc-token-utils.js`); the rest are users' jids, and the
  // only "-" a user's jid can have got is the ":" before its device.
  { type: 'tctoken', inName: /^(__index)$|^(\d+(?:_\d+)?)(?:-(\d+))?(@[a-z.]+)$/, restore: restoreTokenId },
];

function restoreTokenId([index = '', user = '', device = '', server = '']: readonly string[]): string {
  return index === '' ? `${user}${device === '' ? '' : `:${device}`}${server}` : index;
}

/** The key behind a file name; nothing if the library's store does not write such a file. */
export function stockKeyOf(fileName: string): StockKey | undefined {
  if (!fileName.endsWith('.json')) return undefined;
  const shape = shapes.find(({ type }) => fileName.startsWith(`${type}-`));
  if (shape === undefined) return undefined;
  const inName = fileName.slice(shape.type.length + 1, -'.json'.length);
  const parts = shape.inName.exec(inName);
  if (parts === null) return { type: shape.type, id: inName, ambiguous: true };
  return { type: shape.type, id: shape.restore?.(parts.slice(1)) ?? inName, ambiguous: false };
}

export function stockNameOf(type: string, id: string): string {
  return `${type}-${id}.json`.replaceAll('/', '__').replaceAll(':', '-');
}
