import { randomInt } from 'node:crypto';

import { getBinaryNodeChild, type BinaryNode } from '@whiskeysockets/baileys';

import type { CompanionKeys } from './client-payload.ts';
import type { LoopbackClock } from './clock.ts';
import type { Answer, Connection } from './connection.ts';
import { signDeviceIdentity, verifyDeviceSignature } from './device-identity.ts';
import { addDevice, type Account, type Device } from './directory.ts';
import type { LoopbackEvent } from './events.ts';
import type { MisbehaviourAt } from './misbehaviour.ts';
import { bytesOf } from './queries.ts';
import { deviceRemoved, failure, notification, pairSuccess, restartRequired } from './stanzas.ts';

/** A companion that no phone knows yet. */
export interface Registration {
  readonly connection: Connection;
  readonly noiseKey: Uint8Array;
  readonly keys: CompanionKeys;
  /** Ref → until when a phone may scan it, epoch ms. */
  readonly refs: ReadonlyMap<string, number>;
  /** A phone is at it; no other can be. */
  taken: boolean;
  /** Secrets that must not be scanned any more. */
  readonly retired: Buffer[];
  /** Notifications that the companion has still to acknowledge, by id. */
  readonly unacknowledged: Set<string>;
  /** The client's answer to `pair-device`. Its QR may be on screen, and scanned, before that arrives. */
  readonly acknowledged: Promise<Answer>;
}

/** `passkey-refused`: what the companion sent for the phone after its passkey is not what it should be. */
export type PairOutcome =
  | { readonly outcome: 'linked'; readonly deviceJid: string }
  | { readonly outcome: 'closed' | 'no-answer' | 'signature-invalid' | 'rejected' | 'passkey-refused' };

/**
 * Sends the phone's proof, sealed with `advSecret`, and checks the companion's. The stanzas and their order as Baileys
 * (7.0.0-rc14, `lib/Socket/socket.js`, `CB:iq,,pair-success`) and whatsmeow (`pair.go`, `handlePairSuccess`) take them:
 * `pair-success`, `pair-device-sign` with the key index, then 515. A phone that says no after the signature unlinks the
 * device: 401 with `device_removed`, as both read it (one source for the moment: users' reports).
 */
export type Pair = (
  account: Account,
  registration: Registration,
  advSecret: Uint8Array,
  misbehaviour: MisbehaviourAt<'scan'>['kind'] | undefined,
) => Promise<PairOutcome>;

export function createPair(options: {
  readonly clock: LoopbackClock;
  readonly emit: (event: LoopbackEvent) => void;
  /** How long a client has to answer `pair-success`, in ms. */
  readonly answerTimeoutMs: number;
}): Pair {
  const { clock, emit, answerTimeoutMs } = options;

  async function exchange(connection: Connection, device: Device, sealed: Uint8Array): Promise<Answer> {
    const reply = await connection.ask(pairSuccess(device, sealed), answerTimeoutMs);
    if (reply === 'no-answer') {
      connection.report('device-signature', 'pair-success was not answered');
      connection.drop();
    }
    return reply;
  }

  return async (account, registration, advSecret, misbehaviour) => {
    const { connection, keys, noiseKey, unacknowledged } = registration;
    if (misbehaviour === 'close') {
      connection.end();
      return { outcome: 'closed' };
    }
    const id = account.nextDeviceId++;
    const { signed, sealed } = signDeviceIdentity({
      accountKey: account.primary.identityKey,
      companionIdentityKey: keys.identityKey,
      advSecret,
      keyIndex: id,
      timestamp: Math.floor(clock.now() / 1000),
      forgery: misbehaviour === 'forged-seal' || misbehaviour === 'forged-account-signature' ? misbehaviour : undefined,
    });
    const device = addDevice(account, { id, noiseKey, keys, advSecret }, signed);
    const reply = await exchange(connection, device, sealed);
    if (typeof reply === 'string') {
      account.devices.delete(id);
      return { outcome: reply };
    }
    if (reply.attrs.type === 'error') {
      const code = getBinaryNodeChild(reply, 'error')?.attrs.code;
      emit({ type: 'pair-refused', connection: connection.id, code });
      account.devices.delete(id);
      connection.end();
      return { outcome: 'closed' };
    }
    const checked = checkSignature(reply, device);
    if (checked !== undefined) {
      connection.report('device-signature', checked);
      account.devices.delete(id);
      connection.end(failure(401));
      return { outcome: 'signature-invalid' };
    }
    if (misbehaviour === 'reject') {
      account.devices.delete(id);
      connection.end(deviceRemoved());
      return { outcome: 'rejected' };
    }
    if (unacknowledged.size > 0) connection.report('stanza', 'a notification was not acknowledged');
    device.status = 'linked';
    emit({ type: 'linked', connection: connection.id, deviceJid: device.jid });
    if (misbehaviour !== 'no-restart') connection.end(restartRequired());
    return { outcome: 'linked', deviceJid: device.jid };
  };
}

/** What is wrong with the answer to `pair-success`; `undefined`: nothing. */
function checkSignature(reply: BinaryNode, device: Device): string | undefined {
  const sign = getBinaryNodeChild(reply, 'pair-device-sign');
  const identity = getBinaryNodeChild(sign, 'device-identity');
  if (!sign || !identity) return 'pair-success was answered without pair-device-sign';
  if (identity.attrs['key-index'] !== device.id.toString()) return 'wrong key index';
  const verified = verifyDeviceSignature(device.signed, device.keys.identityKey, bytesOf(sign, 'device-identity'));
  return verified.ok ? undefined : verified.error;
}

/** Tells a companion something and answers the notification's id. */
export function notify({ connection }: Registration, now: number, type: string, content: BinaryNode[]): string {
  const id = randomInt(2 ** 32).toString();
  connection.send(notification(id, type, content, Math.floor(now / 1000).toString()));
  return id;
}
