import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';

import type { PasskeyAssertion, PasskeyRequest } from '../../shared/passkey.ts';
import type { PasskeyCredential } from './passkey-checks.ts';

export interface Authenticator extends PasskeyCredential {
  readonly id: Buffer;
  /** Answers as a platform authenticator would; `lies` replace single facts. */
  assert(request: PasskeyRequest, lies?: Partial<Facts>): PasskeyAssertion;
}

interface Facts {
  readonly type: string;
  readonly challenge: string;
  readonly origin: string;
  readonly rpId: string;
  readonly id: Buffer;
  /** User present (1) and user verified (4). */
  readonly flags: number;
}

/** A passkey in software: an ES256 credential that signs every request. For practice and tests. */
export function createAuthenticator(): Authenticator {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const id = randomBytes(20);
  return {
    id,
    publicKey,
    assert(request, lies = {}) {
      const facts: Facts = {
        type: 'webauthn.get',
        challenge: request.challenge,
        origin: 'https://web.whatsapp.com',
        rpId: request.rpId ?? 'whatsapp.com',
        id,
        flags: 0b101,
        ...lies,
      };
      const { type, challenge, origin } = facts;
      const clientData = Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }));
      const authenticatorData = Buffer.concat([sha256(facts.rpId), Buffer.from([facts.flags]), Buffer.alloc(4)]);
      const signature = sign('sha256', Buffer.concat([authenticatorData, sha256(clientData)]), privateKey);
      const name = facts.id.toString('base64url');
      return {
        id: name,
        rawId: name,
        type: 'public-key',
        authenticatorAttachment: 'platform',
        clientExtensionResults: {},
        response: {
          clientDataJSON: clientData.toString('base64url'),
          authenticatorData: authenticatorData.toString('base64url'),
          signature: signature.toString('base64url'),
          userHandle: null,
        },
      };
    },
  };
}

function sha256(data: string | Buffer): Buffer {
  return createHash('sha256').update(data).digest();
}
