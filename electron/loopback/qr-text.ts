import { err, ok, type Result } from '../../shared/result.ts';

/** What a phone reads from a linking QR. Keys are 32 bytes each. */
export interface LinkingQr {
  readonly ref: string;
  readonly noiseKey: Buffer;
  readonly identityKey: Buffer;
  readonly advSecret: Buffer;
  readonly clientType: string;
}

const prefix = 'https://wa.me/settings/linked_devices#';

/**
 * Reads `ref,noisePub,identityPub,advSecret,clientType`, keys in base64, behind the address of a page (Baileys 7.0.0-rc14
 * `lib/Utils/companion-reg-client-utils.js`, whatsmeow `pair.go`) or bare (Baileys 7.0.0-rc.9 `lib/Socket/socket.js`, where
 * the client type is missing as well, and zapo `src/auth/pairing`). Phones read all of them. The error names the bad field
 * only.
 */
export function parseLinkingQr(text: string): Result<LinkingQr, string> {
  const bare = text.startsWith(prefix) ? text.slice(prefix.length) : text;
  const fields = bare.split(',');
  if (fields.length < 4 || fields.length > 5) return err(`${fields.length} fields instead of 5`);
  const [ref = '', noise = '', identity = '', secret = '', clientType = ''] = fields;
  if (ref === '') return err('empty ref');
  const [noiseKey, identityKey, advSecret] = [noise, identity, secret].map((field) => Buffer.from(field, 'base64'));
  if (noiseKey?.length !== 32) return err('noise key is not 32 bytes');
  if (identityKey?.length !== 32) return err('identity key is not 32 bytes');
  if (advSecret?.length !== 32) return err('adv secret is not 32 bytes');
  return ok({ ref, noiseKey, identityKey, advSecret, clientType });
}
