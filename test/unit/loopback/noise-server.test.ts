import { Curve, initAuthCreds, makeNoiseHandler, NOISE_WA_HEADER, proto } from '@whiskeysockets/baileys';
import { describe, expect, it } from 'vitest';

import { createCertificates } from '../../../electron/loopback/noise-certificate.ts';
import { createNoiseServer, type NoiseEvent, type NoiseServer } from '../../../electron/loopback/noise-server.ts';
import { silentLogger } from '../../../electron/loopback/silent-logger.ts';

function newServer(): NoiseServer {
  const staticKey = Curve.generateKeyPair();
  return createNoiseServer(staticKey, createCertificates('own', staticKey.public, Date.now()));
}

function createClient(routingInfo?: Buffer) {
  const keyPair = Curve.generateKeyPair();
  const options = { keyPair, NOISE_HEADER: NOISE_WA_HEADER, logger: silentLogger, ...(routingInfo && { routingInfo }) };
  const noise = makeNoiseHandler(options);
  const hello = proto.HandshakeMessage.encode({ clientHello: { ephemeral: keyPair.public } }).finish();
  return { noise, hello: noise.encodeFrame(hello) };
}

function eventsOf(server: NoiseServer, bytes: Uint8Array): NoiseEvent[] {
  const received = server.receive(bytes);
  if (!received.ok) throw new Error(received.error);
  return received.value;
}

describe('createNoiseServer', () => {
  it.each([[undefined], [Buffer.from('edge')]])(
    'meets the real client, byte by byte, routing info %o',
    async (routing) => {
      const server = newServer();
      const { noise, hello } = createClient(routing);
      const creds = initAuthCreds();

      const [reply] = [...hello].flatMap((byte) => eventsOf(server, Uint8Array.of(byte)));
      if (reply?.type !== 'reply') throw new Error('no server hello');
      const handshake = proto.HandshakeMessage.decode(reply.bytes.subarray(3));
      const finish = {
        static: noise.processHandshake(handshake, creds.noiseKey),
        payload: noise.encrypt(Buffer.alloc(0)),
      };
      const last = noise.encodeFrame(proto.HandshakeMessage.encode({ clientFinish: finish }).finish());
      const [joined] = eventsOf(server, last);
      if (joined?.type !== 'client') throw new Error('no client');
      expect(joined.client.noiseKey).toEqual(creds.noiseKey.public);
      expect(joined.client.routingInfo).toEqual(routing);

      await noise.finishInit();
      const frames = Buffer.concat([noise.encodeFrame(Buffer.from('one')), noise.encodeFrame(Buffer.from('two'))]);
      expect(eventsOf(server, frames)).toMatchObject([
        { plaintext: Buffer.from('one') },
        { plaintext: Buffer.from('two') },
      ]);
      expect(noise.decrypt(server.seal(Buffer.from('three')).subarray(3))).toEqual(Buffer.from('three'));
      expect(server.receive(Buffer.from([0, 0, 17, ...Buffer.alloc(17)]))).toMatchObject({ ok: false });
    },
  );

  it.each([
    ['another header', Buffer.from('GET / HTTP')],
    ['another dictionary version', Buffer.from([87, 65, 6, 2])],
    ['another routing prefix', Buffer.from([0x45, 0x44, 0, 2, 0, 0, 0])],
    ['no ephemeral key', Buffer.from([87, 65, 6, 3, 0, 0, 0])],
    ['no protobuf', Buffer.from([87, 65, 6, 3, 0, 0, 2, 0xff, 0xff])],
  ])('refuses %s', (_, bytes) => {
    expect(newServer().receive(bytes)).toMatchObject({ ok: false });
  });
});
