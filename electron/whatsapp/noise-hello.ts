import { createDecipheriv, createHash, hkdfSync } from 'node:crypto';

/** One side's X25519 key pair, 32 bytes each. */
export interface NoiseKeyPair {
  readonly private: Uint8Array;
  readonly public: Uint8Array;
}

/** The server's answer to our first message, as it comes off the wire. */
export interface ServerHello {
  /** 32 bytes. */
  readonly ephemeral: Uint8Array;
  /** The server's static key, encrypted: 32 bytes and a tag of 16. */
  readonly static: Uint8Array;
  /** The certificate chain, encrypted. */
  readonly payload: Uint8Array;
}

export interface OpenedHello {
  /** The key that the server proves to hold by finishing the handshake; 32 bytes. */
  readonly staticKey: Buffer;
  /** A `CertChain` message. */
  readonly certificates: Buffer;
}

const nothing = Buffer.alloc(0);
const tagLength = 16;
/** The protocol's name. It has 32 bytes, so it is the first hash as it stands (Noise specification, section 5.2). */
const protocol = Buffer.from('Noise_XX_25519_AESGCM_SHA256\0\0\0\0');

/**
 * Opens the server's first message with our ephemeral key: the second message of Noise XX (`e, ee, s, es`), as in
 * whatsmeow `handshake.go` and zapo `src/transport/noise/WaNoiseHandshake.ts`. `undefined`: the message was not made for
 * this key, or is no such message. Nothing is kept; the client library opens the same message again for itself.
 *
 * @param header what the connection begins with, `WA`, 6, 3; without routing info.
 * @param agree X25519; throws where a key is none or is of low order.
 */
export function openServerHello(
  hello: ServerHello,
  ours: NoiseKeyPair,
  header: Uint8Array,
  agree: (privateKey: Uint8Array, publicKey: Uint8Array) => Uint8Array,
): OpenedHello | undefined {
  let hash: Buffer = protocol;
  let salt: Buffer = protocol;
  let key: Buffer = protocol;

  const authenticate = (data: Uint8Array): void => {
    hash = createHash('sha256').update(hash).update(data).digest();
  };
  const mix = (theirs: Uint8Array): void => {
    const expanded = Buffer.from(hkdfSync('sha256', agree(ours.private, theirs), salt, nothing, 64));
    [salt, key] = [expanded.subarray(0, 32), expanded.subarray(32)];
  };
  /** Each key opens one message here, so the nonce is always zero. */
  const open = (sealed: Uint8Array): Buffer => {
    const decipher = createDecipheriv('aes-256-gcm', key, Buffer.alloc(12), { authTagLength: tagLength });
    decipher.setAAD(hash);
    decipher.setAuthTag(sealed.subarray(sealed.length - tagLength));
    const opened = Buffer.concat([decipher.update(sealed.subarray(0, sealed.length - tagLength)), decipher.final()]);
    authenticate(sealed);
    return opened;
  };

  try {
    authenticate(header);
    authenticate(ours.public);
    authenticate(hello.ephemeral);
    mix(hello.ephemeral);
    const staticKey = open(hello.static);
    mix(staticKey);
    return { staticKey, certificates: open(hello.payload) };
  } catch {
    // Keys of a wrong length, points of low order and seals that do not fit are thrown at us; all mean the same here.
    return undefined;
  }
}
