/**
 * The client library, in one place so that it can be loaded in one go: importing it costs a quarter of a second, which
 * the window must not wait for. Everything else in this room imports types only.
 */
export {
  Browsers,
  Curve,
  DEFAULT_CONNECTION_CONFIG,
  DisconnectReason,
  INITIAL_PREKEY_COUNT,
  aesEncryptCTR,
  aesEncryptGCM,
  buildPairingQRData,
  bytesToCrockford,
  derivePairingCodeKey,
  generateMessageIDV2,
  getBinaryNodeChild,
  getBinaryNodeChildren,
  getCompanionPlatformId,
  initAuthCreds,
  jidNormalizedUser,
  makeWASocket,
  proto,
} from '@whiskeysockets/baileys';
export { replaceSignatures } from './signatures.ts';
