/**
 * The JSON form in which the client library's own file store writes bytes, `{"type":"Buffer","data":"<base64>"}`
 * (`BufferJSON` in its `lib/Utils/generics.js`). Reading also takes the two older forms found in such files: `data` as
 * a list of numbers, and an object whose keys are `0…n-1`.
 */
export function encodeJson(value: unknown): string {
  return JSON.stringify(toPlain(value));
}

/** Throws a SyntaxError when `text` is not JSON. */
export function decodeJson(text: string): unknown {
  return JSON.parse(text, (_, value: unknown) => bytesFrom(value) ?? value);
}

/** Walked by hand: a replacer sees a Buffer only after it has become a list of numbers, ten times slower. */
function toPlain(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Uint8Array) return { type: 'Buffer', data: base64(value) };
  if (Array.isArray(value)) return value.map(toPlain);
  // Messages of the protobuf library write themselves, with their bytes as plain base64.
  if ('toJSON' in value && typeof value.toJSON === 'function') return toPlain((value.toJSON as () => unknown)());
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, toPlain(member)]));
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');
}

function bytesFrom(value: unknown): Buffer | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  if ('type' in value && value.type === 'Buffer' && 'data' in value) {
    if (typeof value.data === 'string') return Buffer.from(value.data, 'base64');
    if (Array.isArray(value.data) && value.data.every(isByte)) return Buffer.from(value.data);
  }
  const entries = Object.entries(value);
  if (entries.length === 0 || entries.some(([key], index) => key !== String(index))) return undefined;
  const members = entries.map(([, member]: [string, unknown]) => member);
  return members.every(isByte) ? Buffer.from(members) : undefined;
}

function isByte(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= 255;
}
