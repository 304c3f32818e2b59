import { randomBytes } from 'node:crypto';

import type { BinaryNode, WABrowserDescription, WASocket } from '@whiskeysockets/baileys';

import type { Clock, SocketEvent } from '../pairing/ports.ts';
import type { ClientCredentials } from './client-credentials.ts';
import type * as clientLibrary from './client.ts';
import { takeRefs } from './repairs/fixed-qr-codes.ts';
import { onNotification } from './repairs/unacknowledged-notifications.ts';

/** The first code of a socket lives 60 s, each later one 20 s: the library's own schedule. */
const firstMs = 60_000;
const laterMs = 20_000;

export interface QrCodesOptions {
  readonly client: typeof clientLibrary;
  readonly socket: WASocket;
  readonly browser: WABrowserDescription;
  readonly credentials: ClientCredentials;
  readonly clock: Clock;
  readonly say: (event: SocketEvent) => void;
  /** The last code has expired and no phone scanned. */
  readonly onUsedUp: () => void;
  /** WhatsApp offered a link without a single ref. */
  readonly onNoRefs: () => void;
}

export interface QrCodes {
  /** No further code is shown and none expires. */
  stop(): void;
  /** When the last code of this socket expires; `undefined` before the first code and after `stop`. */
  endsAt(): number | undefined;
}

/** Shows the refs that the server offers, one after the other (see repairs/fixed-qr-codes.ts for why not the library). */
export function showQrCodes(options: QrCodesOptions): QrCodes {
  const { client, socket, browser, credentials, clock, say, onUsedUp, onNoRefs } = options;
  const { creds } = socket.authState;
  /** The secret in the codes: it is always on disk. */
  let secret = creds.advSecretKey;
  let rescan = false;
  let refs: string[] = [];
  let live: { readonly ref: string; readonly expiresAt: number } | undefined;
  let endsAt: number | undefined;
  let cancel: () => void = () => undefined;

  function next(lifetimeMs: number): void {
    const ref = refs.shift();
    live = ref === undefined ? undefined : { ref, expiresAt: clock.now() + lifetimeMs };
    if (live === undefined) {
      onUsedUp();
      return;
    }
    cancel = clock.after(lifetimeMs, () => next(laterMs));
    show(live);
  }

  function show({ ref, expiresAt }: NonNullable<typeof live>): void {
    const [noise, identity] = [creds.noiseKey, creds.signedIdentityKey].map((key) => toBase64(key.public));
    const text = client.buildPairingQRData(ref, noise ?? '', identity ?? '', secret, browser);
    say({ type: 'qr', text, lifetimeMs: expiresAt - clock.now(), rescan });
    // The pre-key maker listens to the library's own event.
    socket.ev.emit('connection.update', { qr: text });
  }

  function stop(): void {
    cancel();
    live = undefined;
    endsAt = undefined;
    refs = [];
  }

  const refsOf = (stanza: BinaryNode) =>
    client.getBinaryNodeChildren(client.getBinaryNodeChild(stanza, 'pair-device'), 'ref');
  takeRefs(socket, refsOf, (offered) => {
    stop();
    refs = offered;
    if (refs.length === 0) {
      onNoRefs();
      return;
    }
    endsAt = clock.now() + firstMs + (refs.length - 1) * laterMs;
    next(firstMs);
  });

  /**
   * The phone met a secret that the server had retired. As WA Web does (`WAWebHandleCompanionReqRefreshNotification`): a
   * new one, and the same ref drawn again. A code link makes its own secret and is left alone.
   */
  onNotification(socket, 'companion_reg_refresh', (notification) => {
    const meant = ['companion_reg_refresh', 'pair-device-rotate-qr'].some(
      (tag) => client.getBinaryNodeChild(notification, tag) !== undefined,
    );
    if (!meant || live === undefined || creds.me !== undefined) return;
    say({ type: 'scan-heard' });
    creds.advSecretKey = randomBytes(32).toString('base64');
    say({ type: 'credentials-changed' });
    // The session's own save shares this one's run and tells what goes wrong with it.
    credentials.save().then((saved) => {
      if (!saved.ok || live === undefined) return;
      secret = creds.advSecretKey;
      rescan = true;
      show(live);
    }, stop);
  });

  return { stop, endsAt: () => endsAt };
}

function toBase64(key: Uint8Array): string {
  return Buffer.from(key).toString('base64');
}
