import { createHash } from 'node:crypto';

import { Curve, proto } from '@whiskeysockets/baileys';

/**
 * Whose key the endpoint holds, says its chain. `own`: signed by the loopback's root for this very key, as WhatsApp's own
 * chain is for WhatsApp's key. `expired`: the same, with dates that have passed. `forged`: the last signature is false.
 * `replayed`: the chain that web.whatsapp.com presents, which certifies another key than this endpoint's.
 */
export type ChainKind = 'own' | 'expired' | 'forged' | 'replayed';

/**
 * The private half of the loopback's root. Anybody can compute it, and that is meant: it vouches for endpoints on this
 * machine only (`whatsapp/noise-roots.ts` has the public half). The three changed bits make any 32 bytes an X25519 key.
 */
const rootKey = createHash('sha256').update('Pairing Console: root of the loopback WhatsApp').digest();
rootKey.writeUInt8(rootKey.readUInt8(0) & 248, 0);
rootKey.writeUInt8((rootKey.readUInt8(31) & 127) | 64, 31);

const dayMs = 86_400_000;

/**
 * A `CertChain` message: root → intermediate → leaf, each signed by the one before over its encoded details. The form is
 * the one that whatsmeow (`handshake.go`, `verifyServerCert`) and zapo (`src/transport/noise/WaNoiseCert.ts`) verify and
 * that zapo's server makes (`packages/fake-server/src/protocol/auth/cert-chain.ts`).
 *
 * @param staticKey the public key that the endpoint uses in its handshakes, 32 bytes.
 * @param now epoch milliseconds
 */
export function createCertificates(kind: ChainKind, staticKey: Uint8Array, now: number): Uint8Array {
  if (kind === 'replayed') return Buffer.from(publicChain, 'base64');
  const intermediate = Curve.generateKeyPair();
  const end = kind === 'expired' ? now - dayMs : now + 30 * dayMs;
  const dates = { notBefore: seconds(now - 60 * dayMs), notAfter: seconds(end) };
  const chain = proto.CertChain.encode({
    intermediate: certify(rootKey, { serial: 1, issuerSerial: 0, key: intermediate.public, ...dates }),
    leaf: certify(intermediate.private, { serial: 2, issuerSerial: 1, key: staticKey, ...dates }),
  });
  const encoded = Buffer.from(chain.finish());
  return kind === 'forged' ? withOtherSignature(encoded) : encoded;
}

/**
 * The chains of one endpoint. Every connection gets the same own one until the day is over: to sign a chain takes 10 ms in
 * plain JavaScript, as much as the rest of a connection.
 */
export function createChains(staticKey: Uint8Array, now: () => number): (kind: ChainKind) => Uint8Array {
  let own: { readonly chain: Uint8Array; readonly madeAt: number } | undefined;
  return (kind) => {
    const at = now();
    if (kind !== 'own') return createCertificates(kind, staticKey, at);
    if (own === undefined || Math.abs(at - own.madeAt) >= dayMs) {
      own = { chain: createCertificates('own', staticKey, at), madeAt: at };
    }
    return own.chain;
  };
}

function certify(
  issuer: Uint8Array,
  details: proto.CertChain.NoiseCertificate.IDetails,
): proto.CertChain.INoiseCertificate {
  const encoded = proto.CertChain.NoiseCertificate.Details.encode(details).finish();
  return { details: encoded, signature: Curve.sign(issuer, encoded) };
}

/** Changes one bit of the intermediate's signature, the last thing in the message. */
function withOtherSignature(chain: Buffer): Buffer {
  chain.writeUInt8(chain.readUInt8(chain.length - 2) ^ 1, chain.length - 2);
  return chain;
}

function seconds(ms: number): number {
  return Math.floor(ms / 1000);
}

/**
 * The chain that web.whatsapp.com presents, base64 of a `CertChain` message. It is public: every client that connects is
 * given it. Its leaf expired on 2026-07-27.
 */
const publicChain =
  'CncKMwjjAhADGiCRKg7Kg1iu4CSulwLBaxX51Tefw6VXGgZqcr5OEbXIRiDQ04bOBijQjZ/TBhJA34Bj82jAHhLpCWBNVBlGnFDi' +
  'eamd8+138S57uMt9ke9mrn5r4+VepwBPKEgHjob6bR70rlCmWDkxZv+CfVjIAxJ2CjIIAxAAGiAcUamsMDmUxsjQuS6hh4pTNHZZ' +
  'nMWZ++o1mX2aqQzOYiCAka6+Bij/3rfcBhJAJw8pRkhTn+1IcOJQVN1OlZg6uikYnCumyO7acFVVX3U3QPXsGSq2TCbCbWrebSC5' +
  '93Su43EgprIDlfU8ZgWFBw==';
