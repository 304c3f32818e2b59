import { randomBytes } from 'node:crypto';

import { type BinaryNode, encodeWAMessage, type proto } from '@whiskeysockets/baileys';

import type { Account, Device, Directory } from './directory.ts';
import type { Inboxes } from './inboxes.ts';
import { type MediaKind, encryptFile } from './media-files.ts';
import type { MediaServer } from './media-server.ts';
import { bundleIn, takeBundle } from './queries.ts';
import { node } from './stanzas.ts';

/** A message that a phone sends to the companions of an account, its own included. */
export interface PhoneMessage {
  readonly content: proto.IMessage;
  /** Default: a new one. */
  readonly id?: string;
  /** Of the stanza, over the usual ones: `from`, `participant`, `category`, … */
  readonly attrs?: Readonly<Record<string, string>>;
  /** The companion cannot decrypt it. */
  readonly damaged?: boolean;
}

/** A file that a phone sends. */
export interface PhoneFile extends Omit<PhoneMessage, 'content'> {
  readonly kind: MediaKind;
  readonly bytes: Uint8Array;
  readonly mimetype: string;
  readonly fileName?: string;
  readonly caption?: string;
  /** A voice note. */
  readonly ptt?: boolean;
  /** The message names this in the place of where the file is. */
  readonly place?: { readonly url?: string; readonly directPath?: string };
}

/** How often a phone sends a message anew that a companion could not read. */
const mostTries = 5;

interface Context {
  readonly directory: Directory;
  readonly inboxes: Inboxes;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/**
 * Encrypts a message for each companion of `recipient` and posts it. Answers its id. The stanza's form as Baileys
 * (7.0.0-rc14, `lib/Utils/decode-wa-message.js`, `decodeMessageNode`) and whatsmeow (`message.go`, `parseMessageInfo`) read it,
 * and as zapo's server writes it (`packages/fake-server/src/protocol/push/message.ts`). A companion that could not read it and asks
 * again gets it anew, as from whatsmeow (`retry.go`, `handleRetryReceipt`), unless it is to be damaged.
 */
export async function sendToCompanions(
  sender: Account,
  recipient: Account,
  { content, id = randomBytes(10).toString('hex').toUpperCase(), attrs = {}, damaged = false }: PhoneMessage,
  { directory, inboxes, now }: Context,
): Promise<string> {
  const t = Math.floor(now() / 1000).toString();
  const usual = { from: sender.jid, id, type: 'text', t, notify: sender.name, sender_lid: sender.lid };
  const postTo = async (device: Device, tries: number, receipt?: BinaryNode): Promise<void> => {
    // With its keys it says that it has no session any more.
    const given = receipt && bundleIn(receipt);
    if (given !== undefined) await sender.primary.forget(device.lid);
    const bundle = () => given ?? takeBundle(directory, device.lid);
    const { type, ciphertext } = await sender.primary.encrypt(device.lid, bundle, encodeWAMessage(content));
    const bytes = damaged ? Buffer.concat([ciphertext.subarray(0, -8), Buffer.alloc(8)]) : ciphertext;
    const enc = node('enc', { v: '2', type, ...(tries === 0 ? {} : { count: String(tries) }) }, bytes);
    const again = damaged || tries === mostTries ? undefined : (asked: BinaryNode) => postTo(device, tries + 1, asked);
    inboxes.post(device, node('message', { ...usual, ...attrs }, [enc]), again);
  };
  for (const device of recipient.devices.values()) if (device.status === 'linked') await postTo(device, 0);
  return id;
}

/** Encrypts and uploads a file; answers the message about it. */
export async function messageWithFile(file: PhoneFile, media: MediaServer): Promise<PhoneMessage> {
  const { kind, bytes, mimetype, fileName, caption, ptt, place, ...rest } = file;
  const { encrypted, content } = await encryptFile(kind, bytes);
  const path = `/v/t62.7118-24/${randomBytes(12).toString('hex')}?ccb=11-4&oh=01_phone&oe=70000000`;
  const own = await media.put(path, encrypted);
  const named = { ...content, ...(place ?? own), mimetype, ...(caption === undefined ? {} : { caption }) };
  const contents = {
    image: { imageMessage: named },
    video: { videoMessage: named },
    audio: { audioMessage: { ...named, ptt: ptt ?? false } },
    sticker: { stickerMessage: named },
    document: { documentMessage: { ...named, fileName: fileName ?? 'file' } },
  } as const satisfies Readonly<Record<MediaKind, proto.IMessage>>;
  return { ...rest, content: contents[kind] };
}

/**
 * The phone could not read a message of a companion and asks for it again. Form as Baileys reads it (7.0.0-rc14,
 * `lib/Socket/messages-recv.js`, `handleReceipt`) and whatsmeow writes it (`retry.go`, `sendRetryReceipt`).
 */
export function askAgain(phone: Account, deviceJid: string, id: string, { directory, now }: Context): boolean {
  const target = directory.resolve(deviceJid);
  const connection = target?.account.devices.get(target.deviceId)?.connection;
  if (connection === undefined) return false;
  const t = Math.floor(now() / 1000).toString();
  const retry = node('retry', { count: '1', id, t, v: '1' });
  connection.send(node('receipt', { from: phone.jid, id, t, type: 'retry' }, [retry]));
  return true;
}
