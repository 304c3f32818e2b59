import { createHash } from 'node:crypto';

import { z } from 'zod';

import type { AssertionProblem, PasskeyAssertion, PasskeyRequest } from '../../shared/passkey.ts';

const origin = 'https://web.whatsapp.com';
const relyingParty = 'whatsapp.com';

const clientDataSchema = z.object({ type: z.string(), challenge: z.string(), origin: z.string() });

/**
 * Why WhatsApp would refuse this assertion, as far as can be checked without the passkey's public key (WebAuthn level
 * 3, "Verifying an Authentication Assertion"); `undefined`: no problem found.
 */
export function assertionProblem(
  request: PasskeyRequest,
  { rawId, response }: PasskeyAssertion,
): AssertionProblem | undefined {
  const clientData = readClientData(bytes(response.clientDataJSON));
  if (clientData === undefined) return 'malformed';
  if (clientData.type !== 'webauthn.get') return 'type';
  if (!bytes(clientData.challenge).equals(bytes(request.challenge))) return 'challenge';
  if (clientData.origin !== origin) return 'origin';
  const expected = createHash('sha256').update(relyingParty).digest();
  if (!bytes(response.authenticatorData).subarray(0, 32).equals(expected)) return 'relying-party';
  const { allowCredentials = [] } = request;
  const allowed = allowCredentials.length === 0 || allowCredentials.some(({ id }) => bytes(id).equals(bytes(rawId)));
  return allowed ? undefined : 'credential';
}

function readClientData(json: Buffer): z.infer<typeof clientDataSchema> | undefined {
  try {
    return clientDataSchema.safeParse(JSON.parse(json.toString('utf8'))).data;
  } catch {
    // Not JSON, so not made by an authenticator.
    return undefined;
  }
}

/** Both alphabets of base64, with or without padding. */
function bytes(text: string): Buffer {
  return Buffer.from(text, 'base64url');
}
