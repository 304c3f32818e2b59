import type { AuthenticationCreds } from '@whiskeysockets/baileys';

import { verifySignature } from '../crypto/xeddsa.ts';

/** What an account's key signs: one of these, the device's details, and the companion's identity key. */
const accountPrefixes = [Buffer.from([6, 0]), Buffer.from([6, 5])];

/**
 * Whether the account in these credentials was signed by the phone for *this* companion. The client library means to
 * check that before it takes the account in, but its `Curve.verify` (7.0.0-rc14, lib/Utils/crypto.js) ignores the
 * boolean that libsignal 6 returns, so there every well-formed signature passes. The prefixes are the library's
 * `WA_ADV_ACCOUNT_SIG_PREFIX` and, for accounts that Meta hosts, `WA_ADV_HOSTED_ACCOUNT_SIG_PREFIX`.
 */
export function isAccountProven({ account, signedIdentityKey }: AuthenticationCreds): boolean {
  const { details, accountSignature, accountSignatureKey } = account ?? {};
  if (!details || !accountSignature || !accountSignatureKey) return false;
  return accountPrefixes.some((prefix) => {
    const message = Buffer.concat([prefix, details, signedIdentityKey.public]);
    return verifySignature(accountSignatureKey, message, accountSignature);
  });
}
