import { createCipheriv, createHash, createHmac, hkdfSync } from 'node:crypto';

import type { MediaSource } from '../pairing/media.ts';

/** How long the truncated HMAC at the end of an encrypted file is, in bytes. */
export const macLength = 10;
export const blockLength = 16;

/**
 * The kinds of media by the word that their keys are derived with (Baileys 7.0.0-rc14, lib/Defaults/index.js,
 * `MEDIA_HKDF_KEY_MAPPING`; whatsmeow download.go, `MediaType`).
 */
const keyNames = { image: 'Image', sticker: 'Image', video: 'Video', audio: 'Audio', document: 'Document' } as const;
export type KeyedKind = keyof typeof keyNames;

export interface MediaKeys {
  readonly iv: Buffer;
  readonly cipherKey: Buffer;
  readonly macKey: Buffer;
}

/** `mediaKey`: the 32 bytes in the message. */
export function mediaKeysOf(mediaKey: Uint8Array, kind: KeyedKind): MediaKeys {
  const expanded = Buffer.from(hkdfSync('sha256', mediaKey, '', `WhatsApp ${keyNames[kind]} Keys`, 112));
  return { iv: expanded.subarray(0, 16), cipherKey: expanded.subarray(16, 48), macKey: expanded.subarray(48, 80) };
}

/** How long a file of `size` bytes is once it is encrypted: padded to whole blocks, with the MAC behind them. */
export function encryptedSize(size: number): number {
  return (Math.floor(size / blockLength) + 1) * blockLength + macLength;
}

/** A file as it is uploaded: AES-256-CBC, then the first ten bytes of an HMAC-SHA256 over IV and ciphertext. */
export async function* encrypted(source: MediaSource, { iv, cipherKey, macKey }: MediaKeys): AsyncGenerator<Buffer> {
  const cipher = createCipheriv('aes-256-cbc', cipherKey, iv);
  const mac = createHmac('sha256', macKey).update(iv);
  for await (const chunk of source.read()) {
    const part = cipher.update(chunk);
    mac.update(part);
    yield part;
  }
  const last = cipher.final();
  mac.update(last);
  yield Buffer.concat([last, mac.digest().subarray(0, macLength)]);
}

export interface Hashes {
  /** SHA-256 of the file. */
  readonly plain: Buffer;
  /** SHA-256 of what is uploaded. */
  readonly encrypted: Buffer;
}

/**
 * The hashes have to be known before the upload begins. The file is therefore encrypted twice, once for the hash and once
 * on its way out: that takes less time than a second file on disk, and leaves nothing to delete.
 */
export async function hashesOf(source: MediaSource, keys: MediaKeys): Promise<Hashes> {
  const plain = createHash('sha256');
  const hashed: MediaSource = {
    size: source.size,
    async *read() {
      for await (const chunk of source.read()) {
        plain.update(chunk);
        yield chunk;
      }
    },
  };
  const whole = createHash('sha256');
  for await (const part of encrypted(hashed, keys)) whole.update(part);
  return { plain: plain.digest(), encrypted: whole.digest() };
}
