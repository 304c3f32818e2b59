import { randomBytes } from 'node:crypto';

import type { WABrowserDescription, WASocket } from '@whiskeysockets/baileys';

import { err, ok } from '../../shared/result.ts';
import type { Clock, LinkSocket, SocketEvent } from '../pairing/ports.ts';
import { ask } from './ask.ts';
import type * as clientLibrary from './client.ts';
import type { QrCodes } from './qr-codes.ts';

export interface LinkingCodeOptions {
  readonly client: typeof clientLibrary;
  readonly socket: WASocket;
  readonly browser: WABrowserDescription;
  readonly codes: QrCodes;
  readonly clock: Clock;
  readonly say: (event: SocketEvent) => void;
}

/**
 * The first half of linking with a code. The library's `requestPairingCode` (7.0.0-rc14) gives a code away before the
 * server has answered and marks the credentials whatever it answers; here the answer decides. The second half, from the
 * phone's `primary_hello` to `companion_finish`, is the library's own, which needs `creds.pairingCode` and `creds.me`.
 */
export function createLinkingCode(options: LinkingCodeOptions): Pick<LinkSocket, 'requestCode'> {
  const { client, socket, browser, codes, clock, say } = options;
  const { creds } = socket.authState;

  /** Salt (32 bytes), IV (16) and our public key under the code: PBKDF2-SHA256, 131,072 rounds, then AES-256-CTR. */
  async function wrappedKey(code: string): Promise<Buffer> {
    const [salt, iv] = [randomBytes(32), randomBytes(16)];
    const key = await client.derivePairingCodeKey(code, salt);
    return Buffer.concat([salt, iv, client.aesEncryptCTR(creds.pairingEphemeralKeyPair.public, key, iv)]);
  }

  return {
    async requestCode(number) {
      if (codes.endsAt() === undefined) return err({});
      const code = client.bytesToCrockford(randomBytes(5));
      const jid = `${number}@s.whatsapp.net`;
      const [system, name] = browser;
      const answered = await ask(socket, 'set', {
        tag: 'link_code_companion_reg',
        attrs: { jid, stage: 'companion_hello', should_show_push_notification: 'true' },
        content: [
          element('link_code_pairing_wrapped_companion_ephemeral_pub', await wrappedKey(code)),
          element('companion_server_auth_key_pub', creds.noiseKey.public),
          element('companion_platform_id', client.getCompanionPlatformId(browser)),
          element('companion_platform_display', `${name} (${system})`),
          element('link_code_pairing_nonce', Uint8Array.of(0)),
        ],
      });
      if (!answered.ok) return answered;
      const endsAt = codes.endsAt();
      if (endsAt === undefined) return err({});
      creds.pairingCode = code;
      creds.me = { id: jid, name: '~' };
      say({ type: 'credentials-changed' });
      return ok({ code: `${code.slice(0, 4)}-${code.slice(4)}`, lifetimeMs: endsAt - clock.now() });
    },
  };
}

function element(tag: string, content: Uint8Array | string) {
  return { tag, attrs: {}, content };
}
