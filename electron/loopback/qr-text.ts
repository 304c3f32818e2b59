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
 * Reads `https://wa.me/settings/linked_devices#ref,noisePub,identityPub,advSecret,clientType`, keys in base64
 * (Baileys 7.0.0-rc14, `Utils/companion-reg-client-utils.js`, `buildPairingQRData`). The error names the bad field only.
 */
export function parseLinkingQr(text: string): Result<LinkingQr, string> {
  if (!text.startsWith(prefix)) return err('not a linking code');
  const fields = text.slice(prefix.length).split(',');
  if (fields.length !== 5) return err(`${fields.length} fields instead of 5`);
  const [ref = '', noise = '', identity = '', secret = '', clientType = ''] = fields;
  if (ref === '') return err('empty ref');
  const [noiseKey, identityKey, advSecret] = [noise, identity, secret].map((field) => Buffer.from(field, 'base64'));
  if (noiseKey?.length !== 32) return err('noise key is not 32 bytes');
  if (identityKey?.length !== 32) return err('identity key is not 32 bytes');
  if (advSecret?.length !== 32) return err('adv secret is not 32 bytes');
  return ok({ ref, noiseKey, identityKey, advSecret, clientType });
}
