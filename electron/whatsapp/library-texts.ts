import type { LibraryText } from '../pairing/ports.ts';

/**
 * The client library's own texts that tell more than their status code, each read in 7.0.0-rc14 at the place named. Only
 * here is a message of the library compared with anything. A new version of the library: read the places again.
 */
const texts: readonly { readonly text: RegExp; readonly means: LibraryText }[] = [
  // lib/Socket/socket.js, the QR timer in `CB:iq,type:set,pair-device`
  { text: /^QR refs attempts ended/, means: 'qr-refs-ended' },
  // lib/Utils/validate-connection.js, `configureSuccessfulPairing`
  { text: /^Invalid account signature/, means: 'account-signature-invalid' },
  { text: /^Failed to verify account signature/, means: 'account-signature-invalid' },
  { text: /^Missing device-identity/, means: 'device-identity-missing' },
  // lib/Utils/noise-handler.js, `processHandshake`
  { text: /noise .*certificate|certification match/, means: 'noise-certificate-invalid' },
];

export function knownText(message: string): LibraryText | undefined {
  return texts.find(({ text }) => text.test(message))?.means;
}
