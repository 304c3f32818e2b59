import { randomBytes, randomInt } from 'node:crypto';
import { getBinaryNodeChild } from '@whiskeysockets/baileys';
import type { BinaryNode } from '@whiskeysockets/baileys';
import type { ClientRequest, CompanionKeys } from './client-payload.ts';
import type { LoopbackClock } from './clock.ts';
import type { Answer, Connection, StanzaHandler } from './connection.ts';
import { signDeviceIdentity, verifyDeviceSignature } from './device-identity.ts';
import { addDevice } from './directory.ts';
import type { Account, Device } from './directory.ts';
import type { LoopbackEvent } from './events.ts';
import type { Misbehaviours } from './misbehaviour.ts';
import type { NoiseClient } from './noise-server.ts';
import { parseLinkingQr } from './qr-text.ts';
import type { LinkingQr } from './qr-text.ts';
import { bytesOf } from './queries.ts';
import {
  deviceRemoved,
  downgrade,
  edgeRouting,
  failure,
  iqError,
  node,
  notification,
  restartRequired,
} from './stanzas.ts';

/**
 * What a scan came to, as the phone sees it.
 * - `linked`: the companion's signature was verified; the device exists
 * - `phone-offline`, `not-a-linking-code`, `ref-expired`: nothing happened
 * - `keys-mismatch`: the QR and the registration on its connection hold different keys
 * - `secret-retired`: the code is drawn with a secret that the server has retired
 * - `closed`: the companion went away, or refused the phone's proof
 * - `no-answer`: the companion stayed, and did not sign in time
 * - `signature-invalid`: what the companion signed is wrong
 * - `rejected`: the phone said no after the signature
 */
export type ScanOutcome =
  | { readonly outcome: 'linked'; readonly deviceJid: string }
  | {
      readonly outcome:
        | 'phone-offline'
        | 'not-a-linking-code'
        | 'ref-expired'
        | 'keys-mismatch'
        | 'secret-retired'
        | 'closed'
        | 'no-answer'
        | 'signature-invalid'
        | 'rejected';
    };

type RegistrationRequest = Extract<ClientRequest, { type: 'registration' }>;

/** Companions that no phone knows yet, and the refs by which a phone can find them. */
export interface Registrations {
  /** Offers refs to a client that registers. */
  begin(connection: Connection, client: NoiseClient, request: RegistrationRequest): StanzaHandler;
  scan(account: Account, qrText: string): Promise<ScanOutcome>;
}

export interface RegistrationOptions {
  readonly clock: LoopbackClock;
  readonly misbehaviours: Misbehaviours;
  readonly emit: (event: LoopbackEvent) => void;
  readonly refCount: number;
  /** Whether clients are given routing info before the scan, as the real server does. */
  readonly edgeRouting: boolean;
  /** How long a client has to answer `pair-device` and `pair-success`, in ms. */
  readonly answerTimeoutMs: number;
}

interface Registration {
  readonly connection: Connection;
  readonly noiseKey: Uint8Array;
  readonly keys: CompanionKeys;
  /** Ref → until when a phone may scan it, epoch ms. */
  readonly refs: ReadonlyMap<string, number>;
  /** A phone is at it; no other can scan. */
  scanned: boolean;
  /** Secrets that must not be scanned any more. */
  readonly retired: Buffer[];
  /** Notifications that the companion has still to acknowledge, by id. */
  readonly unacknowledged: Set<string>;
  /** The client's answer to `pair-device`. Its QR may be on screen, and scanned, before that arrives. */
  readonly acknowledged: Promise<Answer>;
}

const firstRefMs = 60_000;
const laterRefMs = 20_000;

export function createRegistrations(options: RegistrationOptions): Registrations {
  const { clock, misbehaviours, emit, refCount, answerTimeoutMs } = options;
  const open = new Set<Registration>();

  async function offerRefs(connection: Connection, refs: readonly string[], routed: boolean): Promise<Answer> {
    const refNodes = refs.map((ref) => node('ref', {}, Buffer.from(ref)));
    const answer = await connection.ask(node('pair-device', {}, refNodes), answerTimeoutMs);
    if (answer === 'no-answer') {
      connection.report('stanza', 'pair-device was not answered');
      connection.drop();
    } else if (answer !== 'closed') emit({ type: 'registration', connection: connection.id, routed });
    return answer;
  }

  function register(connection: Connection, client: NoiseClient, keys: CompanionKeys, count: number): Registration {
    const offered = Array.from({ length: count }, () => `2@${randomBytes(48).toString('base64')}`);
    const start = clock.now() + firstRefMs;
    const registration = {
      connection,
      noiseKey: client.noiseKey,
      keys,
      refs: new Map(offered.map((ref, index) => [ref, start + index * laterRefMs])),
      scanned: false,
      retired: [],
      unacknowledged: new Set<string>(),
      acknowledged: offerRefs(connection, offered, client.routingInfo !== undefined),
    };
    open.add(registration);
    connection.onClose(() => void open.delete(registration));
    return registration;
  }

  function find(qr: LinkingQr): Registration | undefined {
    return [...open].find(({ refs, scanned }) => !scanned && (refs.get(qr.ref) ?? 0) > clock.now());
  }

  function notify({ connection, unacknowledged }: Registration, type: string, content: BinaryNode[]): void {
    const id = randomInt(2 ** 32).toString();
    unacknowledged.add(id);
    connection.send(notification(id, type, content, Math.floor(clock.now() / 1000).toString()));
  }

  /** The refs stay; a scan of any of them needs a new secret from here on. */
  function retire(registration: Registration, advSecret: Buffer): ScanOutcome {
    registration.retired.push(advSecret);
    registration.scanned = false;
    notify(registration, 'companion_reg_refresh', [node('companion_reg_refresh')]);
    return { outcome: 'secret-retired' };
  }

  /** Sends the phone's proof and waits for the companion's. */
  async function exchange(registration: Registration, device: Device, sealed: Uint8Array): Promise<Answer> {
    const { connection } = registration;
    const { name, platform } = device.account;
    const reply = await connection.ask(
      node('pair-success', {}, [
        node('device-identity', {}, sealed),
        node('biz', { name }),
        node('device', { jid: device.jid, lid: device.lid }),
        node('platform', { name: platform }),
      ]),
      answerTimeoutMs,
    );
    if (reply === 'no-answer') {
      connection.report('device-signature', 'pair-success was not answered');
      connection.drop();
    }
    return reply;
  }

  async function pair(account: Account, registration: Registration, advSecret: Buffer): Promise<ScanOutcome> {
    const { connection, keys, noiseKey, unacknowledged } = registration;
    const misbehaviour = misbehaviours.take('scan', account.number)?.kind;
    if (misbehaviour === 'retire-secret') return retire(registration, advSecret);
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
    const device = addDevice(account, { id, noiseKey, keys }, signed);
    const reply = await exchange(registration, device, sealed);
    if (typeof reply === 'string') {
      account.devices.delete(id);
      return { outcome: reply };
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
  }

  return {
    begin(connection, client, { keys, revision }) {
      const misbehaviour = misbehaviours.take('registration');
      if (misbehaviour?.kind === 'fail') connection.end(failure(misbehaviour.code, misbehaviour.attrs));
      else if (misbehaviour?.kind === 'downgrade') connection.end(downgrade());
      else if (misbehaviour?.kind === 'outdated' && revision < misbehaviour.below) connection.end(failure(405));
      else {
        if (options.edgeRouting) connection.send(edgeRouting(randomBytes(12)));
        const count = misbehaviour?.kind === 'refs' ? misbehaviour.count : refCount;
        const registration = register(connection, client, keys, count);
        return (stanza) => takeUnpaired(registration, stanza);
      }
      return () => undefined;
    },
    async scan(account, qrText) {
      const qr = parseLinkingQr(qrText);
      if (!qr.ok) return { outcome: 'not-a-linking-code' };
      const registration = find(qr.value);
      if (!registration) return { outcome: 'ref-expired' };
      const { connection, noiseKey, keys, retired } = registration;
      if (!qr.value.noiseKey.equals(noiseKey) || !qr.value.identityKey.equals(keys.identityKey)) {
        connection.report('linking-code', 'the code and the registration hold different keys');
        return { outcome: 'keys-mismatch' };
      }
      if (retired.some((secret) => secret.equals(qr.value.advSecret))) return { outcome: 'secret-retired' };
      registration.scanned = true;
      const acknowledged = await registration.acknowledged;
      if (typeof acknowledged === 'string') return { outcome: acknowledged };
      return pair(account, registration, qr.value.advSecret);
    },
  };
}

/** What a companion may say before it is linked: its keep-alive, and that it took notice. */
function takeUnpaired({ connection, unacknowledged }: Registration, stanza: BinaryNode): void {
  const { id, xmlns, type } = stanza.attrs;
  if (stanza.tag === 'ack' && stanza.attrs.class === 'notification') unacknowledged.delete(id ?? '');
  if (stanza.tag !== 'iq' || id === undefined || (type !== 'get' && type !== 'set')) return;
  if (xmlns === 'w:p') connection.send(node('iq', { type: 'result', id }));
  else connection.send(iqError(id, 501, 'feature-not-implemented'));
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
