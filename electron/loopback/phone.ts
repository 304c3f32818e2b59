import { randomInt } from 'node:crypto';

import type { proto } from '@whiskeysockets/baileys';

import { type Authenticator, createAuthenticator } from './authenticator.ts';
import type { LoopbackClock } from './clock.ts';
import type { Account } from './directory.ts';
import type { LoopbackEvent, ReceivedMessage, ViolationRule } from './events.ts';
import type { PhoneHistory } from './history.ts';
import type { ReceivedMedia } from './media-files.ts';
import type { Envelope } from './messages.ts';
import type { PasskeyCredential } from './passkey-checks.ts';
import type { PhoneFile, PhoneMessage } from './phone-messages.ts';
import type { ScanOutcome } from './registrations.ts';
import { type AccountRestriction, noticesOf } from './restrictions.ts';
import { notification } from './stanzas.ts';
import type { CodeOutcome } from './typed-codes.ts';

export interface LinkedDevice {
  readonly jid: string;
  readonly online: boolean;
  /** It says that a person uses it: WhatsApp then sends this phone no notifications. */
  readonly available: boolean;
  readonly logins: number;
  /** One-time pre-keys that the server still holds for it. */
  readonly preKeys: number;
}

/** A phone with its primary WhatsApp account. */
export interface Phone {
  readonly number: string;
  readonly name: string;
  readonly platform: string;
  readonly jid: string;
  readonly lid: string;
  /** An offline phone cannot scan; messages wait until it comes back. */
  readonly offline: boolean;
  readonly devices: readonly LinkedDevice[];
  /** What it has decrypted so far, oldest first. */
  readonly messages: readonly ReceivedMessage[];
  /** Resolves when the phone knows what became of it; `linked` comes before the companion's first login. */
  scan(qrText: string): Promise<ScanOutcome>;
  /** Types a linking code, with or without its dash; resolves as `scan` does. */
  enterCode(code: string): Promise<CodeOutcome>;
  /** Has the server retire the linking code that a companion shows. `false`: no companion waits for this phone. */
  refreshCode(manual?: boolean): boolean;
  /** Gives the account a passkey (ES256), for scans that ask for it. */
  setPasskey(passkey: PasskeyCredential): void;
  /** The same with a new passkey in software, which answers as an authenticator would. */
  makePasskey(): Authenticator;
  /** Writes to the companions of another number, or of this one. Resolves with the id once it is at the server. */
  send(to: string, message: PhoneMessage): Promise<string>;
  /** Tells its companions that its recent chats are ready for them, as after a link. Resolves as `send` does. */
  announceHistory(history?: PhoneHistory): Promise<string>;
  /** WhatsApp restricts the account, or (`none`) does so no longer, and tells the companions that are online. */
  restrict(restriction: AccountRestriction): void;
  /** The same with a file, which it encrypts and uploads first. */
  sendFile(to: string, file: PhoneFile): Promise<string>;
  /** Asks a companion for a message that it has sent. `false`: the companion is not online. */
  askAgain(deviceJid: string, id: string): boolean;
  /** `false`: no such device is linked. */
  unlink(deviceJid: string): boolean;
  /** Resolves when everything that waited has been read. */
  setOffline(offline: boolean): Promise<void>;
}

export interface PhoneOptions {
  readonly account: Account;
  readonly clock: LoopbackClock;
  readonly scan: (qrText: string) => Promise<ScanOutcome>;
  readonly enterCode: (code: string) => Promise<CodeOutcome>;
  readonly refreshCode: (manual: boolean) => boolean;
  readonly unlink: (deviceJid: string) => boolean;
  readonly send: (to: string, message: PhoneMessage) => Promise<string>;
  readonly sendFile: (to: string, file: PhoneFile) => Promise<string>;
  readonly announceHistory: (history: PhoneHistory) => Promise<string>;
  /** Downloads, decrypts and checks the file of a message; `undefined`: it has none. */
  readonly openFile: (message: proto.IMessage) => Promise<ReceivedMedia | undefined>;
  readonly askAgain: (deviceJid: string, id: string) => boolean;
  readonly emit: (event: LoopbackEvent) => void;
  readonly report: (envelope: Envelope, rule: ViolationRule, detail: string) => void;
}

export function createPhone(options: PhoneOptions): { phone: Phone; deliver: (envelope: Envelope) => Promise<void> } {
  const { account, clock, emit, report } = options;
  const messages: ReceivedMessage[] = [];
  const waiting: Envelope[] = [];
  let offline = false;

  async function read(envelope: Envelope): Promise<void> {
    const { sender, id, type, ciphertext } = envelope;
    const decrypted = await account.primary.decrypt(sender.lid, type, ciphertext);
    if (!decrypted.ok) {
      report(envelope, 'message', `the phone could not decrypt it: ${decrypted.error}`);
      return;
    }
    const file = await options.openFile(decrypted.value).catch((error: unknown) => {
      report(envelope, 'media', `the phone could not open a file: ${error instanceof Error ? error.message : ''}`);
      return undefined;
    });
    const text = decrypted.value.conversation ?? decrypted.value.extendedTextMessage?.text ?? file?.caption;
    if (typeof text !== 'string' && file === undefined) return;
    const media = file === undefined ? {} : { media: file };
    const message = { from: sender.jid, id, text: text ?? '', ...media, at: clock.now() };
    messages.push(message);
    emit({ type: 'message', to: account.jid, message });
  }

  const { number, name, platform, jid, lid } = account;
  const phone: Phone = {
    number,
    name,
    platform,
    jid,
    lid,
    messages,
    get offline() {
      return offline;
    },
    get devices() {
      return [...account.devices.values()]
        .filter(({ status }) => status === 'linked')
        .map((device) => ({
          jid: device.jid,
          online: device.connection !== undefined,
          available: device.available,
          logins: device.logins,
          preKeys: device.preKeys.size,
        }));
    },
    scan: async (qrText) => (offline ? { outcome: 'phone-offline' } : options.scan(qrText)),
    enterCode: async (code) => (offline ? { outcome: 'phone-offline' } : options.enterCode(code)),
    refreshCode: (manual = false) => options.refreshCode(manual),
    setPasskey(passkey) {
      account.passkey = passkey;
    },
    makePasskey() {
      const passkey = createAuthenticator();
      account.passkey = passkey;
      return passkey;
    },
    send: options.send,
    announceHistory: (history = {}) => options.announceHistory(history),
    restrict(restriction) {
      account.restriction = restriction;
      const t = Math.floor(clock.now() / 1000).toString();
      for (const { connection } of account.devices.values()) {
        for (const notice of noticesOf(restriction)) {
          connection?.send(notification(randomInt(2 ** 32).toString(), 'mex', [notice], t));
        }
      }
    },
    sendFile: options.sendFile,
    askAgain: options.askAgain,
    unlink: options.unlink,
    async setOffline(value) {
      offline = value;
      if (!offline) for (const envelope of waiting.splice(0)) await read(envelope);
    },
  };
  return {
    phone,
    async deliver(envelope) {
      if (offline) waiting.push(envelope);
      else await read(envelope);
    },
  };
}
