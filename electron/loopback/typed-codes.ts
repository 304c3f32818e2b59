import { hkdfSync, randomBytes } from 'node:crypto';

import {
  aesDecryptCTR,
  aesDecryptGCM,
  aesEncryptCTR,
  Curve,
  derivePairingCodeKey,
  getBinaryNodeChild,
  jidDecode,
  type BinaryNode,
} from '@whiskeysockets/baileys';

import { err, ok, type Result } from '../../shared/result.ts';
import type { LoopbackClock } from './clock.ts';
import type { Account, Directory } from './directory.ts';
import type { Misbehaviours } from './misbehaviour.ts';
import { type Pair, type PairOutcome, type Registration, notify } from './pairing.ts';
import { bytesOf } from './queries.ts';
import { iqError, iqResult, node } from './stanzas.ts';

/**
 * What typing a code came to, as the phone sees it; beyond `linked` and the rest of a pairing:
 * - `not-asked`: no companion waits for this phone
 * - `code-expired`: the companion's request is older than three minutes
 * - `wrong-code`: the companion's answer cannot be read with this code; another try is possible
 * - `bundle-invalid`: it can be read, and holds other keys than it should
 * - `finish-refused`: the server did not take the companion's answer, or the phone never heard of it
 */
export type CodeOutcome =
  | PairOutcome
  | {
      readonly outcome:
        'phone-offline' | 'not-asked' | 'code-expired' | 'wrong-code' | 'bundle-invalid' | 'finish-refused';
    };

/**
 * Linking with eight characters, the server's part and the phone's. Stages, fields and keys: whatsmeow `pair-code.go`,
 * whatsapp-rust `wacore/src/pair_code.rs`; the server's part also zapo `packages/fake-server/src/protocol/iq/link-code.ts`.
 */
export interface CodeLinks {
  /** Takes the stanza if it is a companion's request for a code, or the end of its exchange. */
  take(registration: Registration, iq: BinaryNode): boolean;
  /** The phone's owner types a code. */
  enter(account: Account, code: string): Promise<CodeOutcome>;
  /**
   * Retires the code that the phone's companion shows: `stage="refresh_code"`, with the ref of the code and
   * `force_manual_refresh` (zapo `src/auth/pairing/WaPairingFlow.ts`, whatsapp-rust `src/pair_code.rs`). `false`: no
   * companion waits.
   */
  refresh(account: Account, manual: boolean): boolean;
}

interface Request {
  readonly account: Account;
  readonly registration: Registration;
  readonly ref: Buffer;
  /** Salt (32 bytes), IV (16) and the companion's ephemeral key (32), encrypted with the code. */
  readonly wrappedKey: Uint8Array;
  /** Epoch milliseconds. */
  readonly askedAt: number;
  /** Who waits for `companion_finish`: a phone that has typed in a code. */
  finish: ((finished: Finished) => void) | undefined;
}

/** What a phone that has typed a code gets: the companion's key bundle, or why there is none. */
type Finished = Uint8Array | 'closed' | 'no-answer' | 'finish-refused';

/** How long a code can be used, in ms: whatsapp-rust `wacore/src/pair_code.rs`, zapo `src/protocol/defaults.ts`. */
const lifetimeMs = 180_000;
/** `code` to `text` of a refused request, as WA Web pairs them (whatsapp-rust `wacore/src/pair_code.rs`; one source). */
const refusals: Readonly<Record<number, string>> = {
  400: 'bad-request',
  403: 'forbidden',
  429: 'rate-overlimit',
  452: 'feature-not-available',
  500: 'internal-server-error',
};

export function createCodeLinks(options: {
  readonly clock: LoopbackClock;
  readonly directory: Directory;
  readonly misbehaviours: Misbehaviours;
  readonly pair: Pair;
  /** How long a phone waits for the companion's half, in ms. */
  readonly answerTimeoutMs: number;
}): CodeLinks {
  const { clock, directory, misbehaviours, pair, answerTimeoutMs } = options;
  const requests = new Map<Account, Request>();

  function hello(registration: Registration, id: string, reg: BinaryNode): void {
    const { connection, noiseKey } = registration;
    const account = directory.account(jidDecode(reg.attrs.jid)?.user ?? '');
    const refusal = misbehaviours.take('code', account?.number);
    const wrappedKey = bytesOf(reg, 'link_code_pairing_wrapped_companion_ephemeral_pub');
    const display = Buffer.from(bytesOf(reg, 'companion_platform_display')).toString();
    if (wrappedKey.length !== 80 || Buffer.compare(bytesOf(reg, 'companion_server_auth_key_pub'), noiseKey) !== 0) {
      connection.report('link-code', 'asked for a code with other keys than it registered with');
    }
    // whatsmeow, whatsapp-rust and zapo send the byte; Baileys sends the character, which this endpoint lets through.
    if (Buffer.compare(bytesOf(reg, 'link_code_pairing_nonce'), Uint8Array.of(0)) !== 0) {
      connection.report('link-code', 'asked for a code with another nonce than the byte 0');
    }
    if (refusal) connection.send(iqError(id, refusal.code, refusals[refusal.code] ?? 'refused'));
    else if (account === undefined || !/^\w+ \(\w[\w ]*\)$/.test(display)) {
      connection.send(iqError(id, 400, 'bad-request'));
    } else {
      const request = {
        account,
        registration,
        ref: randomBytes(16),
        wrappedKey,
        askedAt: clock.now(),
        finish: undefined,
      };
      requests.set(account, request);
      connection.onClose(() => {
        if (requests.get(account) === request) requests.delete(account);
      });
      const answer = [node('link_code_pairing_ref', {}, request.ref)];
      connection.send(iqResult(id, [node('link_code_companion_reg', { stage: 'companion_hello' }, answer)]));
    }
  }

  function finish(registration: Registration, id: string, reg: BinaryNode): void {
    const { connection, keys } = registration;
    const request = [...requests.values()].find((each) => each.registration === registration);
    const fits =
      request?.finish !== undefined &&
      Buffer.compare(bytesOf(reg, 'link_code_pairing_ref'), request.ref) === 0 &&
      Buffer.compare(bytesOf(reg, 'companion_identity_public'), keys.identityKey) === 0;
    if (!fits) connection.report('link-code', 'finished an exchange that is not its own');
    const misbehaviour = fits ? misbehaviours.take('code-finish', request.account.number) : undefined;
    if (misbehaviour?.kind === 'fail') connection.send(iqError(id, misbehaviour.code, 'bad-request'));
    else if (misbehaviour === undefined) connection.send(fits ? iqResult(id) : iqError(id, 400, 'bad-request'));
    if (misbehaviour !== undefined) request?.finish?.('finish-refused');
    else if (fits) request.finish?.(bytesOf(reg, 'link_code_pairing_wrapped_key_bundle'));
  }

  /** Sends the phone's half under the code and waits for the companion's. */
  async function exchange(request: Request, code: string): Promise<Result<Buffer, CodeOutcome>> {
    const { account, registration, wrappedKey } = request;
    const { identityKey } = account.primary;
    const companionKey = await decrypt(wrappedKey, code);
    const ephemeral = Curve.generateKeyPair();
    const [salt, iv] = [randomBytes(32), randomBytes(16)];
    const wrapped = aesEncryptCTR(ephemeral.public, await derivePairingCodeKey(code, salt), iv);
    const foreign = misbehaviours.take('code-typed', account.number) !== undefined;
    const bundle = await new Promise<Finished>((resolve) => {
      request.finish = resolve;
      clock.after(answerTimeoutMs, () => resolve('no-answer'));
      if (registration.connection.closed) resolve('closed');
      registration.connection.onClose(() => resolve('closed'));
      notify(registration, clock.now(), 'link_code_companion_reg', [
        node('link_code_companion_reg', { stage: 'primary_hello' }, [
          node('link_code_pairing_wrapped_primary_ephemeral_pub', {}, Buffer.concat([salt, iv, wrapped])),
          node('primary_identity_pub', {}, identityKey.public),
          node('link_code_pairing_ref', {}, foreign ? randomBytes(16) : request.ref),
        ]),
      ]);
    });
    request.finish = undefined;
    if (typeof bundle === 'string') return err({ outcome: bundle });
    const shared = Curve.sharedKey(ephemeral.private, companionKey);
    const opened = openBundle(bundle, shared);
    if (opened === undefined) return err({ outcome: 'wrong-code' });
    const { identityKey: companionIdentity } = registration.keys;
    if (!opened.subarray(0, 64).equals(Buffer.concat([companionIdentity, identityKey.public]))) {
      registration.connection.report('link-code', 'its key bundle holds other keys than those that link');
      return err({ outcome: 'bundle-invalid' });
    }
    const identityShared = Curve.sharedKey(identityKey.private, companionIdentity);
    const secret = hkdfSync(
      'sha256',
      Buffer.concat([shared, identityShared, opened.subarray(64)]),
      '',
      'adv_secret',
      32,
    );
    return ok(Buffer.from(secret));
  }

  return {
    take(registration, iq) {
      const { id = '', xmlns, type } = iq.attrs;
      const reg = getBinaryNodeChild(iq, 'link_code_companion_reg');
      if (iq.tag !== 'iq' || xmlns !== 'md' || type !== 'set' || !reg) return false;
      if (reg.attrs.stage === 'companion_hello') hello(registration, id, reg);
      else finish(registration, id, reg);
      return true;
    },
    async enter(account, typed) {
      const request = requests.get(account);
      if (request === undefined || request.registration.taken) return { outcome: 'not-asked' };
      if (clock.now() - request.askedAt > lifetimeMs) return { outcome: 'code-expired' };
      const secret = await exchange(request, typed.replace('-', '').toUpperCase());
      if (!secret.ok) return secret.error;
      request.registration.taken = true;
      return pair(account, request.registration, secret.value, misbehaviours.take('scan', account.number)?.kind);
    },
    refresh(account, manual) {
      const request = requests.get(account);
      if (request === undefined || request.registration.taken) return false;
      notify(request.registration, clock.now(), 'link_code_companion_reg', [
        node('link_code_companion_reg', { stage: 'refresh_code', force_manual_refresh: manual.toString() }, [
          node('link_code_pairing_ref', {}, request.ref),
        ]),
      ]);
      return true;
    },
  };
}

async function decrypt(wrapped: Uint8Array, code: string): Promise<Buffer> {
  const key = await derivePairingCodeKey(code, Buffer.from(wrapped.subarray(0, 32)));
  return aesDecryptCTR(wrapped.subarray(48, 80), key, wrapped.subarray(32, 48));
}

/** Salt (32 bytes), IV (12), then both identity keys and 32 random bytes; nothing where the key does not fit. */
function openBundle(bundle: Uint8Array, shared: Uint8Array): Buffer | undefined {
  const salt = bundle.subarray(0, 32);
  const key = Buffer.from(hkdfSync('sha256', shared, salt, 'link_code_pairing_key_bundle_encryption_key', 32));
  try {
    return aesDecryptGCM(bundle.subarray(44), key, bundle.subarray(32, 44), Buffer.alloc(0));
  } catch {
    // The seal does not fit: the two sides used different codes.
    return undefined;
  }
}
