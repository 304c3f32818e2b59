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

/**
 * Why no authenticator gave an assertion, as far as WebAuthn tells: it keeps a refusal, a dismissed dialog and a missing
 * passkey apart from one another no more than a site may know.
 * - `cancelled`: on the operator's word, or because the window was closed
 * - `timed-out`: nobody answered in time
 * - `no-authenticator`: the system has nothing that could hold a passkey, or refused before anybody could act
 * - `not-allowed`: the system's dialog was dismissed, or there was no passkey of this account
 * - `unsupported`: passkeys cannot be asked for here at all
 */
export const ceremonyFailureSchema = z.enum([
  'cancelled',
  'timed-out',
  'no-authenticator',
  'not-allowed',
  'unsupported',
]);
export type CeremonyFailure = z.infer<typeof ceremonyFailureSchema>;

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
