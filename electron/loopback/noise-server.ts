import { hkdfSync } from 'node:crypto';

import {
  aesDecryptGCM,
  aesEncryptGCM,
  Curve,
  NOISE_MODE,
  NOISE_WA_HEADER,
  proto,
  sha256,
  type KeyPair,
} from '@whiskeysockets/baileys';

import { err, ok, type Result } from '../../shared/result.ts';

/** Who a client says it is, and the static key that its handshake proved it holds. */
export interface NoiseClient {
  readonly noiseKey: Uint8Array;
  readonly payload: proto.ClientPayload;
  /** What an earlier connection was told in `<edge_routing>`; absent when the client has none. */
  readonly routingInfo?: Uint8Array;
}

export type NoiseEvent =
  | { readonly type: 'reply'; readonly bytes: Buffer }
  | { readonly type: 'client'; readonly client: NoiseClient }
  | { readonly type: 'frame'; readonly plaintext: Buffer };

/**
 * The server's end of one connection: Noise XX first, then encrypted frames. The other end as Baileys (7.0.0-rc14,
 * `lib/Utils/noise-handler.js`) and whatsmeow (`handshake.go`, `socket/noisehandshake.go`) have it; this one also zapo's server
 * (`packages/fake-server/src/infra/WaFakeNoiseHandshake.ts`).
 */
export interface NoiseServer {
  /** Takes bytes as they come off the socket and gives back what they complete. After an error: close. */
  receive(chunk: Uint8Array): Result<NoiseEvent[], string>;
  /** Encrypts and frames one stanza. Only after the `client` event. */
  seal(plaintext: Uint8Array): Buffer;
}

const routingPrefix = Buffer.from([0x45, 0x44, 0x00, 0x01]);
const nothing = Buffer.alloc(0);

/**
 * @param staticKey the server's long-term key pair; one for all connections of an endpoint.
 * @param certificateChain what says whose key that is: a `CertChain` message.
 */
export function createNoiseServer(staticKey: KeyPair, certificateChain: Uint8Array): NoiseServer {
  const ephemeral = Curve.generateKeyPair();
  let step: 'intro' | 'hello' | 'finish' | 'transport' = 'intro';
  let received: Buffer = nothing;
  let routingInfo: Uint8Array | undefined;

  let hash = Buffer.from(NOISE_MODE);
  let salt = hash;
  let key = hash;
  let counter = 0;
  let transport: { readonly receiveKey: Buffer; readonly sendKey: Buffer; received: number; sent: number } | undefined;

  function authenticate(data: Uint8Array): void {
    hash = sha256(Buffer.concat([hash, data])) as Buffer<ArrayBuffer>;
  }

  function expand(secret: Uint8Array): readonly [Buffer<ArrayBuffer>, Buffer<ArrayBuffer>] {
    const expanded = Buffer.from(hkdfSync('sha256', secret, salt, nothing, 64));
    return [expanded.subarray(0, 32), expanded.subarray(32)];
  }

  function mix(secret: Uint8Array): void {
    [salt, key] = expand(secret);
    counter = 0;
  }

  function encrypt(plaintext: Uint8Array): Buffer {
    const ciphertext = aesEncryptGCM(plaintext, key, nonce(counter++), hash);
    authenticate(ciphertext);
    return ciphertext;
  }

  function decrypt(ciphertext: Uint8Array): Buffer {
    const plaintext = aesDecryptGCM(ciphertext, key, nonce(counter++), hash);
    authenticate(ciphertext);
    return plaintext;
  }

  /** `WA 06 03`, after `ED 00 01`, a 3-byte length and the routing info where the client has any. */
  function takeIntro(): Result<boolean, string> {
    let offset = 0;
    if (received.subarray(0, 2).equals(routingPrefix.subarray(0, 2))) {
      if (received.length < 7) return ok(false);
      if (!received.subarray(0, 4).equals(routingPrefix)) return err('unknown routing prefix');
      offset = 7 + received.readUIntBE(4, 3);
    }
    const end = offset + NOISE_WA_HEADER.length;
    if (received.length < end) return ok(false);
    if (!received.subarray(offset, end).equals(NOISE_WA_HEADER)) return err('unknown protocol header');
    if (offset > 0) routingInfo = Buffer.from(received.subarray(7, offset));
    received = received.subarray(end);
    step = 'hello';
    return ok(true);
  }

  function takeFrame(): Buffer | undefined {
    if (received.length < 3) return undefined;
    const end = 3 + received.readUIntBE(0, 3);
    if (received.length < end) return undefined;
    const frame = received.subarray(3, end);
    received = received.subarray(end);
    return frame;
  }

  function answerHello(frame: Uint8Array): Result<NoiseEvent, string> {
    const clientEphemeral = proto.HandshakeMessage.decode(frame).clientHello?.ephemeral;
    if (clientEphemeral?.length !== 32) return err('client hello without a 32-byte ephemeral key');
    authenticate(NOISE_WA_HEADER);
    authenticate(clientEphemeral);
    authenticate(ephemeral.public);
    mix(Curve.sharedKey(ephemeral.private, clientEphemeral));
    const encryptedStatic = encrypt(staticKey.public);
    mix(Curve.sharedKey(staticKey.private, clientEphemeral));
    const payload = encrypt(certificateChain);
    const hello = { serverHello: { ephemeral: ephemeral.public, static: encryptedStatic, payload } };
    step = 'finish';
    return ok({ type: 'reply', bytes: withLength(proto.HandshakeMessage.encode(hello).finish()) });
  }

  function acceptFinish(frame: Uint8Array): Result<NoiseEvent, string> {
    const finish = proto.HandshakeMessage.decode(frame).clientFinish;
    if (!finish?.static || !finish.payload) return err('client finish without its static key or payload');
    const noiseKey = decrypt(finish.static);
    mix(Curve.sharedKey(ephemeral.private, noiseKey));
    const payload = proto.ClientPayload.decode(decrypt(finish.payload));
    const [receiveKey, sendKey] = expand(nothing);
    transport = { receiveKey, sendKey, received: 0, sent: 0 };
    step = 'transport';
    return ok({ type: 'client', client: { noiseKey, payload, ...(routingInfo && { routingInfo }) } });
  }

  function open(frame: Uint8Array): Result<NoiseEvent, string> {
    if (!transport) return err('a frame before the handshake ended');
    const plaintext = aesDecryptGCM(frame, transport.receiveKey, nonce(transport.received++), nothing);
    return ok({ type: 'frame', plaintext });
  }

  function drain(): Result<NoiseEvent[], string> {
    if (step === 'intro') {
      const intro = takeIntro();
      if (!intro.ok) return intro;
      if (!intro.value) return ok([]);
    }
    const events: NoiseEvent[] = [];
    for (let frame = takeFrame(); frame; frame = takeFrame()) {
      const event = step === 'hello' ? answerHello(frame) : step === 'finish' ? acceptFinish(frame) : open(frame);
      if (!event.ok) return event;
      events.push(event.value);
    }
    return ok(events);
  }

  return {
    receive(chunk) {
      received = Buffer.concat([received, chunk]);
      try {
        return drain();
      } catch (error) {
        // The codec and the cipher throw on what was not made for them; here that is the client's doing.
        return err(`${step}: ${error instanceof Error ? error.message : String(error)}`);
      }
    },
    seal(plaintext) {
      if (!transport) throw new Error('nothing can be sent before the handshake has ended');
      return withLength(aesEncryptGCM(plaintext, transport.sendKey, nonce(transport.sent++), nothing));
    },
  };
}

function nonce(count: number): Buffer {
  const iv = Buffer.alloc(12);
  iv.writeUInt32BE(count, 8);
  return iv;
}

function withLength(frame: Uint8Array): Buffer {
  const length = Buffer.alloc(3);
  length.writeUIntBE(frame.length, 0, 3);
  return Buffer.concat([length, frame]);
}
