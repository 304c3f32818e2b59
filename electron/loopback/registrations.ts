import { randomBytes } from 'node:crypto';

import type { BinaryNode } from '@whiskeysockets/baileys';

import type { ClientRequest, CompanionKeys } from './client-payload.ts';
import type { LoopbackClock } from './clock.ts';
import type { Answer, Connection, StanzaHandler } from './connection.ts';
import type { Account, Directory } from './directory.ts';
import type { LoopbackEvent } from './events.ts';
import type { Misbehaviours } from './misbehaviour.ts';
import type { NoiseClient } from './noise-server.ts';
import { createPair, notify, type Pair, type PairOutcome, type Registration } from './pairing.ts';
import { createPasskeys } from './passkeys.ts';
import { parseLinkingQr, type LinkingQr } from './qr-text.ts';
import { downgrade, edgeRouting, failure, iqError, iqResult, node } from './stanzas.ts';
import { createCodeLinks, type CodeOutcome } from './typed-codes.ts';

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
  | PairOutcome
  | {
      readonly outcome: 'phone-offline' | 'not-a-linking-code' | 'ref-expired' | 'keys-mismatch' | 'secret-retired';
    };

type RegistrationRequest = Extract<ClientRequest, { type: 'registration' }>;

/**
 * Companions that no phone knows yet, and the refs by which a phone can find them: six, the first for 60 s and each later one
 * for 20 s. So whatsmeow (`qrchan.go`), whatsapp-rust (`src/pair.rs`) and Baileys (7.0.0-rc14, `lib/Socket/socket.js`,
 * `genPairQR`) show them; six refs also zapo's server (`packages/fake-server/src/protocol/auth/pair-device.ts`). That the
 * server lets a ref expire when the client's clock does is our own reading.
 */
export interface Registrations {
  /** Offers refs to a client that registers. */
  begin(connection: Connection, client: NoiseClient, request: RegistrationRequest): StanzaHandler;
  scan(account: Account, qrText: string): Promise<ScanOutcome>;
  /** The phone's owner types a linking code. */
  enterCode(account: Account, code: string): Promise<CodeOutcome>;
  /** `false`: no companion waits for this phone. */
  refreshCode(account: Account, manual: boolean): boolean;
}

export interface RegistrationOptions {
  readonly clock: LoopbackClock;
  readonly directory: Directory;
  readonly misbehaviours: Misbehaviours;
  readonly emit: (event: LoopbackEvent) => void;
  readonly refCount: number;
  /** Whether clients are given routing info before the scan, as the real server does. */
  readonly edgeRouting: boolean;
  /** How long a client has to answer `pair-device` and `pair-success`, in ms. */
  readonly answerTimeoutMs: number;
}

const firstRefMs = 60_000;
const laterRefMs = 20_000;

export function createRegistrations(options: RegistrationOptions): Registrations {
  const { clock, misbehaviours, emit, refCount, answerTimeoutMs } = options;
  const open = new Set<Registration>();
  const pair = createPair({ clock, emit, answerTimeoutMs });
  const passkeys = createPasskeys({ clock, misbehaviours, emit, pair });
  const link: Pair = (account, registration, advSecret, misbehaviour) =>
    misbehaviour === 'passkey' || misbehaviour === 'passkey-bare'
      ? passkeys.run(account, registration, advSecret, misbehaviour === 'passkey-bare')
      : pair(account, registration, advSecret, misbehaviour);
  const codeLinks = createCodeLinks({ ...options, pair: link });

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
      taken: false,
      retired: [],
      unacknowledged: new Set<string>(),
      acknowledged: offerRefs(connection, offered, client.routingInfo !== undefined),
    };
    open.add(registration);
    connection.onClose(() => void open.delete(registration));
    return registration;
  }

  function find(qr: LinkingQr): Registration | undefined {
    return [...open].find(({ refs, taken }) => !taken && (refs.get(qr.ref) ?? 0) > clock.now());
  }

  /** The refs stay; a scan of any of them needs a new secret from here on. */
  function retire(registration: Registration, advSecret: Buffer): ScanOutcome {
    registration.retired.push(advSecret);
    registration.taken = false;
    const id = notify(registration, clock.now(), 'companion_reg_refresh', [node('companion_reg_refresh')]);
    registration.unacknowledged.add(id);
    return { outcome: 'secret-retired' };
  }

  /** What a companion may say before it is linked. */
  function take(registration: Registration, stanza: BinaryNode): void {
    const { connection, unacknowledged } = registration;
    const { id, xmlns, type } = stanza.attrs;
    if (stanza.tag === 'ack' && stanza.attrs.class === 'notification') unacknowledged.delete(id ?? '');
    if (stanza.tag !== 'iq' || id === undefined || (type !== 'get' && type !== 'set')) return;
    if (passkeys.take(registration, stanza) || codeLinks.take(registration, stanza)) return;
    if (xmlns === 'w:p') connection.send(iqResult(id));
    else connection.send(iqError(id, 501, 'feature-not-implemented'));
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
        return (stanza) => take(registration, stanza);
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
      registration.taken = true;
      const acknowledged = await registration.acknowledged;
      if (typeof acknowledged === 'string') return { outcome: acknowledged };
      const misbehaviour = misbehaviours.take('scan', account.number)?.kind;
      if (misbehaviour === 'retire-secret') return retire(registration, qr.value.advSecret);
      return link(account, registration, qr.value.advSecret, misbehaviour);
    },
    enterCode: (account, code) => codeLinks.enter(account, code),
    refreshCode: (account, manual) => codeLinks.refresh(account, manual),
  };
}
