/**
 * The certificate chain that web.whatsapp.com presents in its Noise handshake, base64 of a `CertChain` message.
 *
 * It is public: every client that connects is given it. Replaying it is enough to play the server, because the client
 * library verifies the chain's two signatures but does not compare the key that the leaf certifies with the static
 * key of the handshake (Baileys 7.0.0-rc14, `Utils/noise-handler.js`, `processHandshake`).
 */
const noiseCertificateChain =
  'CncKMwjjAhADGiCRKg7Kg1iu4CSulwLBaxX51Tefw6VXGgZqcr5OEbXIRiDQ04bOBijQjZ/TBhJA34Bj82jAHhLpCWBNVBlGnFDi' +
  'eamd8+138S57uMt9ke9mrn5r4+VepwBPKEgHjob6bR70rlCmWDkxZv+CfVjIAxJ2CjIIAxAAGiAcUamsMDmUxsjQuS6hh4pTNHZZ' +
  'nMWZ++o1mX2aqQzOYiCAka6+Bij/3rfcBhJAJw8pRkhTn+1IcOJQVN1OlZg6uikYnCumyO7acFVVX3U3QPXsGSq2TCbCbWrebSC5' +
  '93Su43EgprIDlfU8ZgWFBw==';

export function certificates(): Buffer {
  return Buffer.from(noiseCertificateChain, 'base64');
}

/** The same chain, but for a bit of its last signature. */
export function forgedCertificates(): Buffer {
  const forged = certificates();
  forged.writeUInt8(forged.readUInt8(forged.length - 1) ^ 1, forged.length - 1);
  return forged;
}
