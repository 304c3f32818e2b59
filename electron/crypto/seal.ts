import { createCipheriv, createDecipheriv, createHash, createHmac, hkdfSync, randomFillSync } from 'node:crypto';
import { crc32 } from 'node:zlib';

/**
 * The form of a sealed file:
 *
 *     sealed = "PCSEALED" version keyId place crc32 nonce ciphertext tag
 *              8          1       8     8     4     12               16      bytes
 *
 * AES-256-GCM. The first 25 bytes and the whole place are authenticated with the content. `keyId` and `place` only serve to
 * say why a file does not open: they make a wrong key, or a file from elsewhere, differ from damage. No JSON text and no
 * `keys.log` begins as this does.
 */
const title = Buffer.from('PCSEALED', 'latin1');
const version = 1;
const idLength = 8;
const crcAt = title.length + 1 + 2 * idLength;
const headLength = crcAt + 4;
const nonceLength = 12;
const tagLength = 16;

/** What a file or a record is, wherever it lies: whose, by which name, and as which of several. */
export interface Place {
  /** A tenant's id, or the name of a store that serves all tenants. */
  readonly owner: string;
  readonly file: string;
  /** Of a record in a file that holds many. */
  readonly sequence?: number;
}

export interface DataKey {
  /** Eight bytes in hexadecimal, derived from the key: they tell keys apart and give nothing away. */
  readonly id: string;
  readonly bytes: Buffer;
}

/** The key of one owner, derived from the data key, so that the number of its random nonces stays small. */
export interface OwnerKey {
  readonly id: string;
  readonly owner: string;
  readonly bytes: Buffer;
}

export function dataKeyFrom(bytes: Uint8Array): DataKey {
  if (bytes.length !== 32) throw new Error('A data key has 32 bytes');
  return { id: derive(bytes, 'id', idLength).toString('hex'), bytes: Buffer.from(bytes) };
}

export function ownerKeyOf(key: DataKey, owner: string): OwnerKey {
  return { id: key.id, owner, bytes: derive(key.bytes, `owner ${owner}`, 32) };
}

/** The key with which an owner's names are digested, where a name must be found again and not be read. */
export function nameKeyOf({ bytes }: OwnerKey): Buffer {
  return derive(bytes, 'names', 32);
}

/** What stands for a name: 43 characters, the same each time, which say nothing without the key. */
export function digestOfName(nameKey: Uint8Array, name: string): string {
  return createHmac('sha256', nameKey).update(name).digest('base64url');
}

function derive(key: Uint8Array, purpose: string, length: number): Buffer {
  return Buffer.from(hkdfSync('sha256', key, '', `pairing-console ${purpose}`, length));
}

/** Whether bytes have the form of a sealed file, whole or not. */
export function isSealed(bytes: Uint8Array): boolean {
  return title.equals(bytes.subarray(0, title.length));
}

export function sealFile(key: OwnerKey, file: string, content: Uint8Array): Buffer {
  const head = Buffer.alloc(headLength);
  title.copy(head);
  head.writeUInt8(version, title.length);
  head.write(key.id, title.length + 1, 'hex');
  placeMark(key.owner, file).copy(head, title.length + 1 + idLength);
  head.writeUInt32LE(crc32(head.subarray(0, crcAt)), crcAt);
  const aad = Buffer.concat([head, placeText({ owner: key.owner, file })]);
  return Buffer.concat([head, ...encrypt(key, aad, content)]);
}

export type OpenedFile =
  | { readonly kind: 'opened'; readonly content: Buffer }
  /** Sealed by this key for this place, and changed or cut off since. Or its head is damaged. */
  | { readonly kind: 'damaged' }
  | { readonly kind: 'other-key' | 'other-place' | 'later-version' };

/** Opens a sealed file with the key of its owner. `keys`: of one owner or several, current and former. */
export function openFile(keys: readonly OwnerKey[], file: string, sealed: Buffer): OpenedFile {
  const head = sealed.subarray(0, headLength);
  if (head.length < headLength || head.readUInt32LE(crcAt) !== crc32(head.subarray(0, crcAt)))
    return { kind: 'damaged' };
  if (head.readUInt8(title.length) !== version) return { kind: 'later-version' };
  const ofKey = keys.filter(({ id }) => id === keyIdOf(head));
  if (ofKey.length === 0) return { kind: 'other-key' };
  const mark = head.subarray(title.length + 1 + idLength, crcAt);
  const key = ofKey.find(({ owner }) => mark.equals(placeMark(owner, file)));
  if (key === undefined) return { kind: 'other-place' };
  const aad = Buffer.concat([head, placeText({ owner: key.owner, file })]);
  const content = decrypt(key, aad, sealed.subarray(headLength));
  return content === undefined ? { kind: 'damaged' } : { kind: 'opened', content };
}

/** Whether a sealed file is under exactly this key and for this owner and name. */
export function isSealedFor(key: OwnerKey, file: string, sealed: Buffer): boolean {
  const from = title.length + 1;
  return (
    isSealed(sealed) &&
    keyIdOf(sealed) === key.id &&
    sealed.subarray(from + idLength, crcAt).equals(placeMark(key.owner, file))
  );
}

/** Seals a record, to be written behind one another: nonce, ciphertext and tag, without a head. */
export function sealRecord(key: OwnerKey, file: string, sequence: number, content: Uint8Array): readonly Buffer[] {
  return encrypt(key, placeText({ owner: key.owner, file, sequence }), content);
}

/** Nothing where the record is damaged, of another place, or under another key. */
export function openRecord(key: OwnerKey, file: string, sequence: number, sealed: Buffer): Buffer | undefined {
  return decrypt(key, placeText({ owner: key.owner, file, sequence }), sealed);
}

/** Of a place, for a head. Not secret: the names of files say the same. */
export function placeMark(owner: string, file: string): Buffer {
  return createHash('sha256').update(placeText({ owner, file })).digest().subarray(0, idLength);
}

function keyIdOf(head: Buffer): string {
  return head.toString('hex', title.length + 1, title.length + 1 + idLength);
}

/** No name of a tenant, a store or a file contains a zero byte. */
function placeText({ owner, file, sequence }: Place): Buffer {
  return Buffer.from(`${owner}\0${file}${sequence === undefined ? '' : `\0${sequence}`}`);
}

/**
 * The nonce is random. A counter would have to survive power cuts, restored backups and writes that failed; one that came
 * again would give two contents away. With a key for each owner 2³² sealings are far off (NIST SP 800-38D, 8.3).
 */
function encrypt(key: OwnerKey, aad: Buffer, content: Uint8Array): readonly Buffer[] {
  const nonce = newNonce();
  const cipher = createCipheriv('aes-256-gcm', key.bytes, nonce).setAAD(aad);
  // A stream cipher: `final` has nothing left to give.
  return [nonce, cipher.update(content), cipher.final(), cipher.getAuthTag()];
}

let randomPool = Buffer.alloc(0);

/** Asking the system for random bytes costs as much as sealing a record: they come in larger portions, each used once. */
function newNonce(): Buffer {
  if (randomPool.length < nonceLength) randomPool = randomFillSync(Buffer.alloc(256 * nonceLength));
  const nonce = randomPool.subarray(0, nonceLength);
  randomPool = randomPool.subarray(nonceLength);
  return nonce;
}

function decrypt(key: OwnerKey, aad: Buffer, sealed: Buffer): Buffer | undefined {
  if (sealed.length < nonceLength + tagLength) return undefined;
  const nonce = sealed.subarray(0, nonceLength);
  const options = { authTagLength: tagLength };
  const decipher = createDecipheriv('aes-256-gcm', key.bytes, nonce, options).setAAD(aad);
  decipher.setAuthTag(sealed.subarray(sealed.length - tagLength));
  try {
    const content = decipher.update(sealed.subarray(nonceLength, sealed.length - tagLength));
    // The content counts only once `final` has found the tag right. A stream cipher gives nothing more.
    decipher.final();
    return content;
  } catch {
    // Node names no code for a tag that does not fit, and nothing else can fail here.
    return undefined;
  }
}
