import { randomBytes } from 'node:crypto';

import type { BinaryNode, KeyPair, WABrowserDescription, WASocket } from '@whiskeysockets/baileys';

import { type Result, err, ok } from '../../shared/result.ts';
import type { Clock, IssuedCode, LinkSocket, Refusal, SocketEvent } from '../pairing/ports.ts';
import { ask } from './ask.ts';
import type { ClientCredentials } from './client-credentials.ts';
import type * as clientLibrary from './client.ts';
import { type PrimaryHello, makeKeyBundle, readPrimaryHello, wrapEphemeralKey } from './code-link-keys.ts';
import type { QrCodes } from './qr-codes.ts';
import { takeNotification } from './repairs/premature-code-links.ts';

/** How long a code can be used, from the moment it is asked for, in ms (whatsapp-rust, zapo: 180 s). */
const lifetimeMs = 180_000;
/** How often a phone may try one code (whatsapp-rust `wacore/src/pair_code.rs`, zapo `src/protocol/defaults.ts`). */
const mostTries = 3;

export interface LinkingCodeOptions {
  readonly client: typeof clientLibrary;
  readonly socket: WASocket;
  readonly browser: WABrowserDescription;
  readonly codes: Pick<QrCodes, 'endsAt'>;
  readonly credentials: Pick<ClientCredentials, 'save'>;
  readonly clock: Pick<Clock, 'now'>;
  readonly say: (event: SocketEvent) => void;
  /** WhatsApp has retired the code and gives no other. */
  readonly onOver: () => void;
}

export interface LinkingCode extends Pick<LinkSocket, 'requestCode'> {
  /** A phone can still be linked by a code: the QR's refs may run out meanwhile. */
  isLive(): boolean;
}

interface Live {
  readonly number: string;
  readonly code: string;
  /** The server's name for this code. */
  readonly ref: Uint8Array;
  readonly ephemeral: KeyPair;
  readonly askedAt: number;
  /** How often a phone has tried it. */
  tries: number;
}

/**
 * Linking with eight characters, both halves of it. The library has both (7.0.0-rc14, lib/Socket/socket.js,
 * `requestPairingCode`; lib/Socket/messages-recv.js, `link_code_companion_reg`) and gets these wrong:
 * - It gives a code away before the server has answered, and marks the credentials whatever the answer is.
 * - Its nonce is the character `0`. whatsmeow `pair-code.go` and whatsapp-rust `src/pair_code.rs` send the byte 0.
 * - It takes any phone's `primary_hello`, with any ref, any number of times, and fails on `refresh_code`.
 * - It saves the new secret after `companion_finish`, and does nothing with the answer to that.
 */
export function createLinkingCode(options: LinkingCodeOptions): LinkingCode {
  const { client, socket, browser, codes, credentials, clock, say, onOver } = options;
  const { creds } = socket.authState;
  let live: Live | undefined;
  /** Counts the requests: the answer to any but the last is late. */
  let requests = 0;
  /** One try after the other, so that the secret on disk is that of the last `companion_finish`. */
  let turn: Promise<void> = Promise.resolve();

  const isLive = () => live !== undefined;

  async function request(number: string): Promise<Result<IssuedCode, Refusal>> {
    const mine = ++requests;
    const askedAt = clock.now();
    const code = client.bytesToCrockford(randomBytes(5));
    const ephemeral = client.Curve.generateKeyPair();
    const jid = `${number}@s.whatsapp.net`;
    const [system, name] = browser;
    const answered = await ask(socket, 'set', {
      tag: 'link_code_companion_reg',
      attrs: { jid, stage: 'companion_hello', should_show_push_notification: 'true' },
      content: [
        element('link_code_pairing_wrapped_companion_ephemeral_pub', await wrapEphemeralKey(client, ephemeral, code)),
        element('companion_server_auth_key_pub', creds.noiseKey.public),
        element('companion_platform_id', client.getCompanionPlatformId(browser)),
        element('companion_platform_display', `${name} (${system})`),
        element('link_code_pairing_nonce', Uint8Array.of(0)),
      ],
    });
    if (!answered.ok) return answered;
    const ref = bytesIn(client, answered.value, 'link_code_companion_reg', 'link_code_pairing_ref');
    if (ref === undefined || mine !== requests || codes.endsAt() === undefined) return err({});
    live = { number, code, ref, ephemeral, askedAt, tries: 0 };
    // A start that finds this on disk knows that a code was given out and never used.
    creds.pairingCode = code;
    creds.me = { id: jid, name: '~' };
    say({ type: 'credentials-changed' });
    return ok({ code: `${code.slice(0, 4)}-${code.slice(4)}`, lifetimeMs: lifetimeMs - (clock.now() - askedAt) });
  }

  /** WhatsApp wants another code in this one's place (WA Web shows it at once, too). */
  async function refresh(retired: Live): Promise<void> {
    live = undefined;
    const issued = await request(retired.number);
    if (issued.ok) say({ type: 'code-refreshed', text: issued.value.code, lifetimeMs: issued.value.lifetimeMs });
    else if (!isLive()) onOver();
  }

  /** A person has typed the code. A phone with a wrong code gets an answer, too, and finds that it cannot read it. */
  async function finish(tried: Live, attempt: number, hello: PrimaryHello): Promise<void> {
    const isLast = () => live === tried && tried.tries === attempt;
    const made = await makeKeyBundle(client, { ...tried, identity: creds.signedIdentityKey }, hello);
    if (!isLast()) return;
    if (made === undefined) {
      say({ type: 'code-failed', why: 'code-mismatch' });
      return;
    }
    creds.advSecretKey = made.advSecret.toString('base64');
    say({ type: 'credentials-changed' });
    // The session's own save shares this one's run and tells what goes wrong with it.
    const saved = await credentials.save();
    if (!saved.ok || !isLast()) return;
    const answered = await ask(socket, 'set', {
      tag: 'link_code_companion_reg',
      attrs: { jid: `${tried.number}@s.whatsapp.net`, stage: 'companion_finish' },
      content: [
        element('link_code_pairing_wrapped_key_bundle', made.bundle),
        element('companion_identity_public', creds.signedIdentityKey.public),
        element('link_code_pairing_ref', tried.ref),
      ],
    });
    if (!isLast()) return;
    if (answered.ok) {
      say({ type: 'code-answered', triesLeft: mostTries - attempt });
      return;
    }
    const { statusCode } = answered.error;
    // Silence is the machine's to notice: 60 s after the phone's word, as in WA Web.
    if (statusCode !== undefined) say({ type: 'code-failed', why: 'code-finish-refused', statusCode });
  }

  takeNotification(socket, 'link_code_companion_reg', (notification) => {
    const told = client.getBinaryNodeChild(notification, 'link_code_companion_reg');
    const ref = bytesIn(client, told, 'link_code_pairing_ref');
    if (live === undefined || ref === undefined || Buffer.compare(ref, live.ref) !== 0) return;
    if (told?.attrs.stage === 'refresh_code') {
      void refresh(live);
      return;
    }
    const hello = told?.attrs.stage === 'primary_hello' ? readPrimaryHello(client, told) : undefined;
    const tried = live;
    if (hello === undefined || tried.tries === mostTries || clock.now() - tried.askedAt > lifetimeMs) return;
    tried.tries += 1;
    const attempt = tried.tries;
    say({ type: 'code-typed' });
    turn = turn
      .then(() => finish(tried, attempt, hello))
      .catch((error: unknown) => void socket.end(error instanceof Error ? error : undefined));
  });

  return {
    isLive,
    requestCode: async (number) => (codes.endsAt() === undefined ? err({}) : request(number)),
  };
}

function element(tag: string, content: Uint8Array | string): BinaryNode {
  return { tag, attrs: {}, content };
}

/** What the element at the end of the path holds. */
function bytesIn(
  { getBinaryNodeChild }: Pick<typeof clientLibrary, 'getBinaryNodeChild'>,
  node: BinaryNode | undefined,
  ...path: string[]
): Uint8Array | undefined {
  const content = path.reduce<BinaryNode | undefined>((at, tag) => getBinaryNodeChild(at, tag), node)?.content;
  if (typeof content === 'string') return Buffer.from(content);
  return content instanceof Uint8Array ? content : undefined;
}
