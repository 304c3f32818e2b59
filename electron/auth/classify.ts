import { z } from 'zod';

import type { Classification } from '../pairing/ports.ts';
import type { CredsData } from './creds-data.ts';

const meSchema = z.object({ id: z.string(), name: z.string().optional().catch(undefined) });

/** In memory the account holds bytes; read back from the disk it holds them in base64 (protobuf's JSON form). */
const bytesSchema = z.union([
  z.instanceof(Uint8Array),
  z.base64().transform((text): Uint8Array => Buffer.from(text, 'base64')),
]);
function bytesOfLength(length: number) {
  return bytesSchema.refine((value) => value.length === length);
}

/**
 * `ADVSignedDeviceIdentity` as `configureSuccessfulPairing` (the library's `lib/Utils/validate-connection.js`) leaves
 * it: the two signatures and the key are there only after the account's signature was verified and ours was made.
 */
const accountSchema = z.object({
  details: bytesSchema.refine((value) => value.length > 0),
  accountSignatureKey: bytesOfLength(32),
  accountSignature: bytesOfLength(64),
  deviceSignature: bytesOfLength(64),
});

/** `<number>:<device>@s.whatsapp.net`: only a linked companion has the device part. */
const companionJid = /^\d+:\d+@s\.whatsapp\.net$/;
/** What the library calls an account whose linking code was not typed in yet (`requestPairingCode`). */
const codePendingName = '~';

export function classify(creds: CredsData): Classification {
  if (isNothing(creds.me) && isNothing(creds.account)) return { kind: 'unpaired' };

  const me = meSchema.safeParse(creds.me).data;
  const linked = me !== undefined && companionJid.test(me.id);
  if (linked && accountSchema.safeParse(creds.account).success) {
    return {
      kind: 'paired',
      identity: {
        jid: me.id,
        ...(me.name !== undefined && { name: me.name }),
        ...(typeof creds.platform === 'string' && { platform: creds.platform }),
      },
    };
  }

  const codeAsked = typeof creds.pairingCode === 'string' || me?.name === codePendingName;
  return { kind: codeAsked && !linked && isNothing(creds.account) ? 'code-pending' : 'half-paired' };
}

function isNothing(value: unknown): boolean {
  return value === undefined || value === null;
}
