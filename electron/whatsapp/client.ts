import { Curve } from '@whiskeysockets/baileys';

import { keepSessionsOffTheConsole } from './repairs/secrets-on-the-console.ts';
import { makeKeysQuickly } from './repairs/slow-keys.ts';
import { signQuickly } from './repairs/slow-signatures.ts';
import { checkSignatures } from './repairs/unchecked-signatures.ts';

/**
 * The client library and the WebAssembly that it brings, loaded lazily at the first socket: the import takes 250 ms, and
 * the window must not wait for that. The other files of this room import only its types.
 */
export {
  Browsers,
  Curve,
  DEFAULT_CONNECTION_CONFIG,
  DisconnectReason,
  INITIAL_PREKEY_COUNT,
  KEY_BUNDLE_TYPE,
  NOISE_WA_HEADER,
  aesDecryptCTR,
  aesEncryptCTR,
  aesEncryptGCM,
  buildPairingQRData,
  bytesToCrockford,
  configureSuccessfulPairing,
  derivePairingCodeKey,
  encodeBigEndian,
  encodeBinaryNode,
  generateMessageIDV2,
  getBinaryNodeChild,
  getBinaryNodeChildren,
  getCompanionPlatformId,
  initAuthCreds,
  isLidUser,
  isPnUser,
  jidDecode,
  jidNormalizedUser,
  makeWASocket,
  parseAndInjectE2ESessions,
  proto,
  xmppPreKey,
  xmppSignedPreKey,
} from '@whiskeysockets/baileys';

/** Puts what is slow, or wrong, for every socket right. Doing it again changes nothing. */
export function repairLibrary(): void {
  checkSignatures(Curve);
  signQuickly(Curve);
  makeKeysQuickly(Curve);
  keepSessionsOffTheConsole();
}
