import { randomInt } from 'node:crypto';

import { jidDecode, jidEncode } from '@whiskeysockets/baileys';

import type { CompanionKeys, SignedPreKey } from './client-payload.ts';
import type { Connection } from './connection.ts';
import type { SignedIdentity } from './device-identity.ts';
import type { PasskeyCredential } from './passkey-checks.ts';
import { createPrimaryDevice, type PrimaryDevice } from './primary-device.ts';
import type { AccountRestriction } from './restrictions.ts';

/** A companion that a phone has taken in. `pairing` until its signature is verified: it cannot log in before. */
export interface Device {
  readonly account: Account;
  /** From 1; the phone itself is 0. Also the device's key index. */
  readonly id: number;
  readonly jid: string;
  readonly lid: string;
  readonly noiseKey: Uint8Array;
  readonly keys: CompanionKeys;
  readonly signed: SignedIdentity;
  /** The secret that its identity was sealed with. */
  readonly advSecret: Uint8Array;
  /** The pair that messages to this device are encrypted for; rotated by the companion. */
  signedPreKey: SignedPreKey;
  /** One-time pre-keys that the companion uploaded and no sender has fetched yet, by id. */
  readonly preKeys: Map<number, Uint8Array>;
  status: 'pairing' | 'linked';
  logins: number;
  /** The companion says that a person uses it: WhatsApp then sends the phone no notifications. */
  available: boolean;
  connection: Connection | undefined;
}

/** What the server knows of one phone. */
export interface Account {
  readonly number: string;
  readonly jid: string;
  readonly lid: string;
  readonly name: string;
  readonly platform: string;
  readonly primary: PrimaryDevice;
  readonly devices: Map<number, Device>;
  /** The account's passkey, where it has one. */
  passkey: PasskeyCredential | undefined;
  /** What WhatsApp does not let the account do; `undefined`: no restriction was set. */
  restriction: AccountRestriction | undefined;
  /** Device ids are never used twice. */
  nextDeviceId: number;
}

/** Every account of the endpoint, found by number, jid or lid. */
export interface Directory {
  add(options: { readonly number: string; readonly name: string; readonly platform: string }): Account;
  account(number: string): Account | undefined;
  /** The account behind a jid or lid, and which of its devices is meant: 0 is the phone. */
  resolve(jid: string | undefined): { readonly account: Account; readonly deviceId: number } | undefined;
  accounts(): Iterable<Account>;
}

export function createDirectory(): Directory {
  const byNumber = new Map<string, Account>();
  const byLid = new Map<string, Account>();
  return {
    add({ number, name, platform }) {
      if (!/^[1-9]\d{6,14}$/.test(number)) throw new Error('a number is 7 to 15 digits, country code first');
      if (byNumber.has(number)) throw new Error('this number has a phone already');
      let lidUser: string;
      do lidUser = randomInt(1e14, 2 ** 47).toString();
      while (byLid.has(lidUser));
      const account: Account = {
        number,
        jid: jidEncode(number, 's.whatsapp.net'),
        lid: jidEncode(lidUser, 'lid'),
        name,
        platform,
        primary: createPrimaryDevice(),
        devices: new Map(),
        passkey: undefined,
        restriction: undefined,
        nextDeviceId: 1,
      };
      byNumber.set(number, account);
      byLid.set(lidUser, account);
      return account;
    },
    account: (number) => byNumber.get(number),
    resolve(jid) {
      const decoded = jidDecode(jid);
      if (!decoded) return undefined;
      const account = (decoded.server === 'lid' ? byLid : byNumber).get(decoded.user);
      return account && { account, deviceId: decoded.device ?? 0 };
    },
    accounts: () => byNumber.values(),
  };
}

/** Makes room for a companion; it counts for nothing until its status is `linked`. */
export function addDevice(
  account: Account,
  companion: Pick<Device, 'id' | 'noiseKey' | 'keys' | 'advSecret'>,
  signed: SignedIdentity,
): Device {
  const { id, noiseKey, keys, advSecret } = companion;
  const device: Device = {
    account,
    id,
    jid: deviceJid(account.jid, id),
    lid: deviceJid(account.lid, id),
    noiseKey,
    keys,
    signed,
    advSecret,
    signedPreKey: keys.signedPreKey,
    preKeys: new Map(),
    status: 'pairing',
    logins: 0,
    available: false,
    connection: undefined,
  };
  account.devices.set(id, device);
  return device;
}

/** `user@server` → `user:device@server`. */
function deviceJid(jid: string, device: number): string {
  const [user = '', server = ''] = jid.split('@');
  return device === 0 ? jid : `${user}:${device}@${server}`;
}
