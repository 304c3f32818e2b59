import type { CeremonyOutcome, CeremonyTask } from '../../shared/ipc/ceremony-contract.ts';
import type { CeremonyFailure } from '../../shared/passkey.ts';
import { passkeyFailure } from './passkey-failure.ts';

/** WebAuthn's own reader of requests takes base64url without padding only. */
function unpadded(text: string): string {
  return text.replace(/=+$/, '');
}

/** Lets the system ask for the passkey (WebAuthn level 3, `navigator.credentials.get`). Never rejects. */
export async function askPasskey(
  { request, lifetimeMs }: Pick<CeremonyTask, 'request' | 'lifetimeMs'>,
  signal: AbortSignal,
): Promise<CeremonyOutcome> {
  const begun = performance.now();
  const failed = (reason: CeremonyFailure): CeremonyOutcome => ({ kind: 'failed', reason });
  try {
    const asked = {
      ...request,
      rpId: request.rpId ?? 'whatsapp.com',
      challenge: unpadded(request.challenge),
      allowCredentials: (request.allowCredentials ?? []).map((allowed) => ({ ...allowed, id: unpadded(allowed.id) })),
      timeout: lifetimeMs,
    };
    // What WebAuthn does not know of it, it leaves alone; what is wrong in it, it says.
    const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(asked as PublicKeyCredentialRequestOptionsJSON);
    const credential = await navigator.credentials.get({ publicKey, signal });
    if (!(credential instanceof PublicKeyCredential)) return failed('no-authenticator');
    const answer = credential.toJSON() as AuthenticationResponseJSON;
    const clientExtensionResults = { ...answer.clientExtensionResults };
    return { kind: 'asserted', assertion: { ...answer, type: 'public-key', clientExtensionResults } };
  } catch (error) {
    const name = error instanceof Error ? error.name : '';
    return failed(passkeyFailure({ name, elapsedMs: performance.now() - begun, lifetimeMs }));
  }
}
