import { createHash, createHmac, hkdfSync, randomBytes } from 'node:crypto';

import type { BinaryNode, KeyPair, WASocket } from '@whiskeysockets/baileys';

import type { PasskeyError } from '../../shared/errors.ts';
import { type PasskeyRequest, passkeyRequestSchema } from '../../shared/passkey.ts';
import { type Result, err, ok } from '../../shared/result.ts';
import type { Clock, LinkSocket, Refusal, SocketEvent } from '../pairing/ports.ts';
import { ask } from './ask.ts';
import type * as clientLibrary from './client.ts';
import { assertionProblem } from './passkey-assertion.ts';
import type { QrCodes } from './qr-codes.ts';
import { onNotification } from './repairs/unacknowledged-notifications.ts';

/** How long the old secret proves the new one (whatsmeow `pair-passkey.go`), in ms. */
const handoffMs = 5 * 60_000;
/** The longest a request is held open, in ms. */
const longestMs = 10 * 60_000;
/** How long the phone gets to go on after an accepted assertion, in ms. */
const continuationMs = 45_000;

export interface PasskeyStepOptions {
  readonly client: typeof clientLibrary;
  readonly socket: WASocket;
  readonly codes: QrCodes;
  readonly clock: Clock;
  readonly say: (event: SocketEvent) => void;
  /** The server's request for a passkey could not be read. */
  readonly onUnreadable: () => void;
}

/** The phone's half, from `crsc_continuation`. */
interface Primary {
  readonly publicKey: Uint8Array;
  readonly nonce: Uint8Array;
}

/**
 * The passkey step of WhatsApp's linking ("shortcake"; whatsmeow `pair-passkey.go`), which the library does not know:
 * an assertion by the account's passkey, a committed key exchange with the phone, then the companion's keys and a new
 * adv secret, encrypted for the phone alone. `pair-success` follows and is the library's again.
 */
export function createPasskeyStep(
  options: PasskeyStepOptions,
): Pick<LinkSocket, 'passkeyRequest' | 'answerPasskey' | 'confirmPasskey'> {
  const { client, socket, codes, clock, say, onUnreadable } = options;
  const { creds } = socket.authState;
  const deviceType = client.proto.DeviceProps.PlatformType.CHROME;
  let request: PasskeyRequest | undefined;
  /** Proof from the scanned code; used up by the first accepted answer. */
  let handoff: { readonly key: Buffer; readonly until: number } | undefined;
  let continueWith: (primary: Primary | undefined) => void = () => undefined;
  let sendKeys: (() => Promise<Result<BinaryNode, Refusal>>) | undefined;

  function begin(asked: PasskeyRequest): void {
    codes.stop();
    if (request === undefined) {
      const secret = Buffer.from(creds.advSecretKey, 'base64');
      handoff = { key: hkdf(secret, '', 'shortcake-passkey-handoff-v1'), until: clock.now() + handoffMs };
      creds.advSecretKey = randomBytes(32).toString('base64');
      say({ type: 'credentials-changed' });
    }
    request = asked;
    sendKeys = undefined;
    const lifetimeMs = Math.min(Math.max(asked.timeout ?? 0, handoffMs), longestMs);
    say({ type: 'passkey-request', lifetimeMs });
  }

  onNotification(socket, 'passkey_prologue_request', (notification) => {
    const told = readRequest(client, notification);
    if (told !== undefined) begin(told);
    else void askForRequest();
  });
  async function askForRequest(): Promise<void> {
    const answered = await ask(socket, 'get', element('passkey_request_options'));
    const told = answered.ok ? readRequest(client, answered.value) : undefined;
    if (told === undefined) onUnreadable();
    else begin(told);
  }

  onNotification(socket, 'crsc_continuation', (notification) => {
    const content = contentOf(client, notification, 'primary_ephemeral_identity');
    if (content === undefined) return;
    const { publicKey, nonce } = client.proto.PrimaryEphemeralIdentity.decode(content);
    if (publicKey?.length === 32 && nonce?.length === 32) continueWith({ publicKey, nonce });
  });
  socket.ev.on('connection.update', ({ connection }) => {
    if (connection === 'close') continueWith(undefined);
  });

  /** Waits for the phone. A newer answer replaces an older one. */
  function continuation(): { readonly primary: Promise<Primary | undefined>; readonly giveUp: () => void } {
    continueWith(undefined);
    const { promise, resolve } = withResolver<Primary | undefined>();
    continueWith = resolve;
    const cancel = clock.after(continuationMs, () => resolve(undefined));
    return { primary: promise.finally(cancel), giveUp: () => resolve(undefined) };
  }

  /** Our keys and the new adv secret, encrypted for the phone. */
  function pairingRequest(ephemeral: KeyPair, primary: Primary, ref: string): Uint8Array {
    const shared = client.Curve.sharedKey(ephemeral.private, primary.publicKey);
    const salt = `Companion Pairing ${deviceType} with ref ${ref}`;
    const key = hkdf(shared, salt, 'Pairing Information Encryption Key');
    const keys = client.proto.PairingRequest.encode({
      companionPublicKey: creds.noiseKey.public,
      companionIdentityKey: creds.signedIdentityKey.public,
      advSecret: Buffer.from(creds.advSecretKey, 'base64'),
    }).finish();
    const iv = randomBytes(12);
    const encryptedPayload = client.aesEncryptGCM(keys, key, iv, Buffer.alloc(0));
    return client.proto.EncryptedPairingRequest.encode({ encryptedPayload, iv }).finish();
  }

  return {
    passkeyRequest: () => request,

    async answerPasskey(assertion) {
      if (request === undefined) return err({ code: 'passkey-not-asked' });
      const problem = assertionProblem(request, assertion);
      if (problem !== undefined) return err({ code: 'passkey-invalid', problem });
      sendKeys = undefined;

      const offered = await ask(socket, 'get', element('ref'));
      if (!offered.ok) return err(errorOf(offered.error));
      const ref = contentOf(client, offered.value, 'ref')?.toString('utf8');
      if (ref === undefined) return err({ code: 'passkey-unanswered' });
      const ephemeral = client.Curve.generateKeyPair();
      const nonce = randomBytes(32);
      const identity = { publicKey: ephemeral.public, deviceType, ref };
      const companionEphemeralIdentity = client.proto.CompanionEphemeralIdentity.encode(identity).finish();
      const commitment = { hash: sha256(companionEphemeralIdentity, nonce) };
      const prologue = client.proto.ProloguePayload.encode({ companionEphemeralIdentity, commitment }).finish();

      const vouched = handoff !== undefined && clock.now() < handoff.until ? handoff : undefined;
      const { primary, giveUp } = continuation();
      const accepted = await ask(socket, 'set', {
        ...element('passkey_prologue'),
        content: [
          element('credential_id', Buffer.from(assertion.rawId, 'base64url')),
          element('webauthn_assertion', Buffer.from(JSON.stringify(assertion))),
          element('prologue_payload', prologue),
          ...(vouched === undefined ? [] : [element('pairing_handoff_proof', hmac(vouched.key, prologue))]),
        ],
      });
      if (!accepted.ok) {
        giveUp();
        return err(errorOf(accepted.error));
      }
      handoff = undefined;

      const phone = await primary;
      if (phone === undefined) return err({ code: 'passkey-unanswered' });
      const revealed = await ask(socket, 'set', element('companion_nonce', nonce));
      if (!revealed.ok) return err(errorOf(revealed.error));
      const send = () =>
        ask(socket, 'set', element('encrypted_pairing_request', pairingRequest(ephemeral, phone, ref)));
      if (vouched !== undefined) {
        const sent = await send();
        return sent.ok ? ok({}) : err(errorOf(sent.error));
      }
      sendKeys = send;
      const digest = sha256(nonce, phone.publicKey);
      const mixed = phone.nonce.subarray(0, 5).map((byte, index) => byte ^ (digest[index] ?? 0));
      const code = client.bytesToCrockford(Buffer.from(mixed));
      const confirmationCode = `${code.slice(0, 4)}-${code.slice(4)}`;
      say({ type: 'passkey-code', text: confirmationCode });
      return ok({ confirmationCode });
    },

    async confirmPasskey() {
      if (sendKeys === undefined) return err({ code: 'passkey-not-asked' });
      const sent = await sendKeys();
      if (!sent.ok) return err(errorOf(sent.error));
      sendKeys = undefined;
      return ok();
    },
  };
}

function readRequest(client: typeof clientLibrary, stanza: BinaryNode): PasskeyRequest | undefined {
  const content = contentOf(client, stanza, 'passkey_request_options');
  try {
    return content && passkeyRequestSchema.safeParse(JSON.parse(content.toString('utf8'))).data;
  } catch {
    // Not JSON; the server is asked for it again.
    return undefined;
  }
}

function contentOf(client: typeof clientLibrary, stanza: BinaryNode, tag: string): Buffer | undefined {
  const content = client.getBinaryNodeChild(stanza, tag)?.content;
  return content instanceof Uint8Array ? Buffer.from(content) : undefined;
}

function errorOf({ statusCode }: Refusal): PasskeyError {
  return statusCode === undefined ? { code: 'passkey-unanswered' } : { code: 'passkey-refused', statusCode };
}

function element(tag: string, content?: Uint8Array): BinaryNode {
  return content === undefined ? { tag, attrs: {} } : { tag, attrs: {}, content };
}

function hkdf(secret: Uint8Array, salt: string, info: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, salt, info, 32));
}

function hmac(key: Uint8Array, data: Uint8Array): Buffer {
  return createHmac('sha256', key).update(data).digest();
}

function sha256(...parts: readonly Uint8Array[]): Buffer {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
}

function withResolver<T>(): { readonly promise: Promise<T>; readonly resolve: (value: T) => void } {
  let resolve: (value: T) => void = () => undefined;
  const promise = new Promise<T>((settle) => (resolve = settle));
  return { promise, resolve };
}
