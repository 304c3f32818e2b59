import { createCipheriv, createDecipheriv, createHash, createHmac, randomBytes } from 'node:crypto';

import { type MediaType, type proto, getMediaKeys } from '@whiskeysockets/baileys';

// The form of encrypted files: 112 bytes of HKDF from the media key, AES-CBC, HMAC over IV and ciphertext. As Baileys 7.0.0-rc14
// (lib/Utils/messages-media.js) and whatsmeow (download.go, `getMediaKeys`, `validateMedia`) read them.

/** How long the truncated HMAC at the end of an encrypted file is, in bytes. */
const macLength = 10;

/** What a message with a file says of it. */
export type MediaMessage = proto.Message.IImageMessage &
  proto.Message.IVideoMessage &
  proto.Message.IAudioMessage &
  proto.Message.IDocumentMessage;

/** The kinds of media by the field of `Message` that holds them. */
const kinds = {
  imageMessage: 'image',
  videoMessage: 'video',
  audioMessage: 'audio',
  documentMessage: 'document',
  stickerMessage: 'sticker',
} as const satisfies Readonly<Record<string, MediaType>>;
export type MediaKind = (typeof kinds)[keyof typeof kinds];

/** A file as its recipient sees it. */
export interface ReceivedMedia {
  readonly kind: MediaKind;
  readonly mimetype: string;
  readonly fileName?: string;
  readonly caption?: string;
  /** A voice note. */
  readonly ptt?: boolean;
  /** Seconds, where the sender said so. */
  readonly seconds?: number;
  /** Bytes after decryption. */
  readonly size: number;
  /** Of the decrypted file, in hex. */
  readonly sha256: string;
}

/** The media part of a message, wherever it is. */
export function mediaIn(
  message: proto.IMessage,
): { readonly kind: MediaKind; readonly content: MediaMessage } | undefined {
  const inner = message.documentWithCaptionMessage?.message ?? message;
  for (const [field, kind] of Object.entries(kinds)) {
    const content = inner[field as keyof typeof kinds];
    if (content) return { kind, content };
  }
  return undefined;
}

/** Encrypts a file as a phone does; answers the bytes to upload and what the message says of them. */
export async function encryptFile(
  kind: MediaType,
  file: Uint8Array,
): Promise<{ readonly encrypted: Buffer; readonly content: MediaMessage }> {
  const mediaKey = randomBytes(32);
  const { iv, cipherKey, macKey } = await keysOf(mediaKey, kind);
  const cipher = createCipheriv('aes-256-cbc', cipherKey, iv);
  const body = Buffer.concat([cipher.update(file), cipher.final()]);
  const mac = createHmac('sha256', macKey).update(iv).update(body).digest().subarray(0, macLength);
  const encrypted = Buffer.concat([body, mac]);
  return {
    encrypted,
    content: { mediaKey, fileSha256: sha256(file), fileEncSha256: sha256(encrypted), fileLength: file.length },
  };
}

/** Decrypts what was uploaded and holds it to everything that the message says; throws with what is wrong. */
export async function openFile(kind: MediaKind, content: MediaMessage, encrypted: Buffer): Promise<ReceivedMedia> {
  const { iv, cipherKey, macKey } = await keysOf(content.mediaKey ?? new Uint8Array(), kind);
  if (!equal(sha256(encrypted), content.fileEncSha256)) throw new Error('another encrypted hash than in the message');
  const body = encrypted.subarray(0, -macLength);
  const mac = createHmac('sha256', macKey).update(iv).update(body).digest().subarray(0, macLength);
  if (!equal(mac, encrypted.subarray(-macLength))) throw new Error('a false MAC');
  const decipher = createDecipheriv('aes-256-cbc', cipherKey, iv);
  const file = Buffer.concat([decipher.update(body), decipher.final()]);
  if (!equal(sha256(file), content.fileSha256)) throw new Error('another hash than in the message');
  if (file.length !== Number(content.fileLength)) throw new Error('another length than in the message');
  const { mimetype, fileName, caption, ptt, seconds } = content;
  return {
    kind,
    mimetype: mimetype ?? '',
    ...(fileName ? { fileName } : {}),
    ...(caption ? { caption } : {}),
    ...(ptt ? { ptt } : {}),
    ...(seconds ? { seconds } : {}),
    size: file.length,
    sha256: sha256(file).toString('hex'),
  };
}

async function keysOf(mediaKey: Uint8Array, kind: MediaType) {
  const { iv, cipherKey, macKey } = await getMediaKeys(mediaKey, kind);
  if (macKey === undefined) throw new Error('no key for the MAC');
  return { iv, cipherKey, macKey };
}

function sha256(bytes: Uint8Array): Buffer {
  return createHash('sha256').update(bytes).digest();
}

function equal(one: Uint8Array, other: Uint8Array | null | undefined): boolean {
  return other !== null && other !== undefined && Buffer.compare(one, other) === 0;
}
