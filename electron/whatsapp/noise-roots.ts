import { isLoopbackEndpoint } from './endpoint.ts';
import type { NoiseRoot } from './noise-chain.ts';

/**
 * The root of WhatsApp's Noise certificates, in every client alike: whatsmeow `handshake.go` (`WACertPubKey`),
 * whatsapp-rust `wacore/noise/src/handshake.rs` (`WA_CERT_PUB_KEY`), Baileys `lib/Defaults/index.js` (`WA_CERT_DETAILS`).
 */
export const whatsappRoot: NoiseRoot = {
  publicKey: Buffer.from('142375574d0a587166aae71ebe516437c4a28b73e3695c6ce1f7f9545da8ee6b', 'hex'),
  serial: 0,
};

/**
 * The root of `electron/loopback/`, which signs with the private half in `loopback/noise-certificate.ts`. That half is
 * public, so this root may vouch for nothing but an endpoint on this machine.
 */
export const loopbackRoot: NoiseRoot = {
  publicKey: Buffer.from('c7f773bf23b20ca999e00ddf3d8b3b1491e52a12cc461bb855e4adab552cee7b', 'hex'),
  serial: 0,
};

/**
 * Which root an endpoint's chain must lead to. The configured address decides, never what its name resolves to: a
 * resolver that lies must not bring the loopback's root into play.
 */
export function rootFor(url: string | undefined): NoiseRoot {
  return url !== undefined && isLoopbackEndpoint(url) ? loopbackRoot : whatsappRoot;
}

/**
 * The client library knows WhatsApp's root alone (lib/Utils/noise-handler.js). Where it asks for a signature of that key,
 * one of this key counts as well. That lets no server in: `noise-guard.ts` has judged every server, by the one root that
 * fits the address, before the library sees its chain.
 */
export function standInFor(publicKey: Uint8Array): Uint8Array | undefined {
  return Buffer.compare(publicKey, whatsappRoot.publicKey) === 0 ? loopbackRoot.publicKey : undefined;
}
