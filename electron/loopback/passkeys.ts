import { hkdfSync, randomBytes } from 'node:crypto';

import {
  aesDecryptGCM,
  bytesToCrockford,
  Curve,
  getAllBinaryNodeChildren,
  proto,
  type BinaryNode,
  type KeyPair,
} from '@whiskeysockets/baileys';

import type { LoopbackClock } from './clock.ts';
import type { Account } from './directory.ts';
import type { LoopbackEvent } from './events.ts';
import type { Misbehaviours } from './misbehaviour.ts';
import { notify, type Pair, type PairOutcome, type Registration } from './pairing.ts';
import { assertionFault, hmac, readPrologue, sha256, type Prologue } from './passkey-checks.ts';
import { bytesOf } from './queries.ts';
import { iqError, iqResult, node } from './stanzas.ts';

/**
 * The passkey step, the server's part and the phone's. Stanzas, keys and order as whatsmeow (`pair-passkey.go`),
 * whatsapp-rust (`src/passkey/flow.rs`) and zapo (`src/auth/pairing/WaShortcakeFlow.ts`) have the companion's part. What
 * the server refuses, and with which code, is our own reading.
 */
export interface Passkeys {
  /**
   * Asks the companion for the account's passkey and goes on to the pairing once it has proven it. `bare`: leaves the
   * request's options for the companion to ask for.
   */
  run(account: Account, registration: Registration, advSecret: Uint8Array, bare: boolean): Promise<PairOutcome>;
  /** Takes the stanza if it belongs to such a step. */
  take(registration: Registration, iq: BinaryNode): boolean;
}

interface Step {
  readonly account: Account;
  readonly challenge: Buffer;
  /** WebAuthn's request options, as JSON. */
  readonly request: Buffer;
  readonly handoff: { readonly key: Buffer; readonly until: number };
  readonly oldSecret: Uint8Array;
  readonly done: (secret: Uint8Array | 'refused' | 'closed') => void;
  ref: string | undefined;
  exchange: Exchange | undefined;
}

/** From an accepted assertion on. */
interface Exchange extends Prologue {
  readonly ref: string;
  readonly vouched: boolean;
  readonly ephemeral: KeyPair;
  readonly nonce: Buffer;
  revealed: boolean;
}

const handoffMs = 5 * 60_000;
const requestMs = 10 * 60_000;

export function createPasskeys(options: {
  readonly clock: LoopbackClock;
  readonly misbehaviours: Misbehaviours;
  readonly emit: (event: LoopbackEvent) => void;
  readonly pair: Pair;
}): Passkeys {
  const { clock, misbehaviours, emit, pair } = options;
  const steps = new Map<Registration, Step>();

  function tell(registration: Registration, type: string, content: BinaryNode): void {
    registration.unacknowledged.add(notify(registration, clock.now(), type, [content]));
  }

  /** What is wrong with the prologue; the companion may try again. */
  function takePrologue(registration: Registration, step: Step, prologueNode: BinaryNode): number | undefined {
    const { report } = registration.connection;
    const { account, challenge, handoff, ref } = step;
    const payload = bytesOf(prologueNode, 'prologue_payload');
    const prologue = readPrologue(payload, ref ?? '');
    if (!prologue.ok) {
      report('passkey', `in its prologue: ${prologue.error}`);
      return 400;
    }
    const proof = bytesOf(prologueNode, 'pairing_handoff_proof');
    const vouched = proof.length > 0;
    if (vouched && (clock.now() >= handoff.until || !hmac(handoff.key, payload).equals(Buffer.from(proof)))) {
      report('passkey', 'its handoff proof is false or too late');
      return 400;
    }
    const credential = account.passkey;
    if (credential === undefined) return 404;
    const fault = assertionFault(
      bytesOf(prologueNode, 'webauthn_assertion'),
      bytesOf(prologueNode, 'credential_id'),
      credential,
      challenge,
    );
    if (fault?.kind === 'cheat') report('passkey', `in its assertion: ${fault.detail}`);
    if (fault !== undefined) return 401;
    const [ephemeral, nonce] = [Curve.generateKeyPair(), randomBytes(32)];
    step.exchange = { ...prologue.value, ref: ref ?? '', vouched, ephemeral, nonce, revealed: false };
    step.ref = undefined;
    return undefined;
  }

  function takeNonce({ connection }: Registration, { account, exchange }: Step, nonce: Uint8Array): boolean {
    if (!exchange || !sha256(exchange.identity, nonce).equals(Buffer.from(exchange.commitment))) {
      connection.report('passkey', 'its nonce is not the one it was committed to');
      return false;
    }
    exchange.revealed = true;
    if (exchange.vouched) return true;
    const digest = sha256(nonce, exchange.ephemeral.public);
    const mixed = exchange.nonce.subarray(0, 5).map((byte, index) => byte ^ (digest[index] ?? 0));
    const code = bytesToCrockford(Buffer.from(mixed));
    emit({ type: 'confirmation-code', to: account.jid, code: `${code.slice(0, 4)}-${code.slice(4)}` });
    return true;
  }

  /** The new adv secret, or nothing where the request is not as it should be. */
  function openRequest(registration: Registration, step: Step, request: Uint8Array): Uint8Array | undefined {
    const { connection, keys, noiseKey } = registration;
    const { exchange } = step;
    if (!exchange?.revealed) {
      connection.report('passkey', 'sent its keys before its nonce');
      return undefined;
    }
    const { encryptedPayload, iv } = proto.EncryptedPairingRequest.decode(request);
    const shared = Curve.sharedKey(exchange.ephemeral.private, exchange.publicKey);
    const salt = `Companion Pairing ${exchange.deviceType} with ref ${exchange.ref}`;
    const key = Buffer.from(hkdfSync('sha256', shared, salt, 'Pairing Information Encryption Key', 32));
    const plain = aesDecryptGCM(encryptedPayload ?? Buffer.alloc(16), key, iv ?? Buffer.alloc(12), Buffer.alloc(0));
    const { companionPublicKey, companionIdentityKey, advSecret } = proto.PairingRequest.decode(plain);
    const fits =
      Buffer.compare(companionPublicKey ?? Buffer.alloc(0), noiseKey) === 0 &&
      Buffer.compare(companionIdentityKey ?? Buffer.alloc(0), keys.identityKey) === 0 &&
      advSecret?.length === 32 &&
      Buffer.compare(advSecret, step.oldSecret) !== 0;
    if (!fits) connection.report('passkey', 'its pairing request holds other keys or the old secret');
    return fits ? advSecret : undefined;
  }

  function continueExchange(registration: Registration, { account, exchange }: Step): void {
    emit({ type: 'passkey-accepted', connection: registration.connection.id });
    if (!exchange || misbehaviours.take('passkey', account.number)) return;
    const identity = { publicKey: exchange.ephemeral.public, nonce: exchange.nonce };
    const content = proto.PrimaryEphemeralIdentity.encode(identity).finish();
    tell(registration, 'crsc_continuation', node('primary_ephemeral_identity', {}, content));
  }

  function takeQuestion(registration: Registration, step: Step, iq: BinaryNode): boolean {
    const { connection } = registration;
    const { id = '' } = iq.attrs;
    const question = getAllBinaryNodeChildren(iq)[0];
    const say = (refused: number | undefined): void =>
      connection.send(refused === undefined ? iqResult(id) : iqError(id, refused, 'not-acceptable'));
    switch (question?.tag) {
      case 'passkey_request_options':
        connection.send(iqResult(id, [requestNode(step.request)]));
        return true;
      case 'ref':
        step.ref = `2@${randomBytes(32).toString('base64')}`;
        connection.send(iqResult(id, [node('ref', {}, Buffer.from(step.ref))]));
        return true;
      case 'passkey_prologue': {
        const refused = takePrologue(registration, step, question);
        say(refused);
        if (refused === undefined) continueExchange(registration, step);
        return true;
      }
      case 'companion_nonce':
        say(takeNonce(registration, step, bytesOf(iq, 'companion_nonce')) ? undefined : 400);
        return true;
      case 'encrypted_pairing_request': {
        const secret = openRequest(registration, step, bytesOf(iq, 'encrypted_pairing_request'));
        say(secret === undefined ? 400 : undefined);
        step.done(secret ?? 'refused');
        return true;
      }
      default:
        return false;
    }
  }

  return {
    async run(account, registration, advSecret, bare) {
      const handoff = {
        key: Buffer.from(hkdfSync('sha256', advSecret, '', 'shortcake-passkey-handoff-v1', 32)),
        until: clock.now() + handoffMs,
      };
      const challenge = randomBytes(32);
      const request = requestOptions(account, challenge);
      const secret = await new Promise<Uint8Array | 'refused' | 'closed'>((done) => {
        const exchange = { ref: undefined, exchange: undefined };
        steps.set(registration, { account, challenge, request, handoff, oldSecret: advSecret, done, ...exchange });
        registration.connection.onClose(() => done('closed'));
        const content = bare ? node('passkey_prologue_request') : requestNode(request);
        tell(registration, 'passkey_prologue_request', content);
      });
      steps.delete(registration);
      if (secret === 'closed') return { outcome: 'closed' };
      if (secret === 'refused') return { outcome: 'passkey-refused' };
      return pair(account, registration, secret, undefined);
    },
    take(registration, iq) {
      const step = steps.get(registration);
      return step !== undefined && iq.attrs.xmlns === 'md' && takeQuestion(registration, step, iq);
    },
  };
}

function requestOptions({ passkey }: Account, challenge: Buffer): Buffer {
  const credential = passkey && { type: 'public-key', id: Buffer.from(passkey.id).toString('base64url') };
  const options = {
    challenge: challenge.toString('base64url'),
    rpId: 'whatsapp.com',
    timeout: requestMs,
    userVerification: 'required',
    allowCredentials: credential === undefined ? [] : [credential],
  };
  return Buffer.from(JSON.stringify(options));
}

function requestNode(request: Buffer): BinaryNode {
  return node('passkey_request_options', {}, request);
}
