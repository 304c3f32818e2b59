import { z } from 'zod';

/** Bytes as WebAuthn writes them in JSON. */
const base64url = z.string().regex(/^[\w-]+={0,2}$/);

/**
 * What WhatsApp asks of a passkey: `PublicKeyCredentialRequestOptionsJSON` of WebAuthn level 3. Members that are not
 * named here are handed on as they came.
 */
export const passkeyRequestSchema = z.looseObject({
  challenge: base64url,
  rpId: z.string().optional(),
  /** Milliseconds. */
  timeout: z.number().positive().optional(),
  allowCredentials: z.array(z.looseObject({ id: base64url, type: z.string() })).optional(),
  userVerification: z.string().optional(),
});
export type PasskeyRequest = z.infer<typeof passkeyRequestSchema>;

/** What an authenticator answers: `AuthenticationResponseJSON` of WebAuthn level 3. */
export const passkeyAssertionSchema = z.object({
  id: base64url,
  rawId: base64url,
  type: z.literal('public-key'),
  authenticatorAttachment: z.string().nullish(),
  clientExtensionResults: z.record(z.string(), z.unknown()).optional(),
  response: z.object({
    clientDataJSON: base64url,
    authenticatorData: base64url,
    signature: base64url,
    userHandle: base64url.nullish(),
  }),
});
export type PasskeyAssertion = z.infer<typeof passkeyAssertionSchema>;

/** What is wrong with an assertion, before it is sent to anybody. */
export const assertionProblemSchema = z.enum([
  'malformed',
  'type',
  'challenge',
  'origin',
  'relying-party',
  'credential',
]);
export type AssertionProblem = z.infer<typeof assertionProblemSchema>;
