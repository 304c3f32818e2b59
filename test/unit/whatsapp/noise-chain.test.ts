import { Curve, proto } from '@whiskeysockets/baileys';
import { describe, expect, test } from 'vitest';

import { createCertificates, createChains } from '../../../electron/loopback/noise-certificate.ts';
import { judgeChain } from '../../../electron/whatsapp/noise-chain.ts';
import { loopbackRoot, rootFor, whatsappRoot } from '../../../electron/whatsapp/noise-roots.ts';

const now = Date.UTC(2026, 10, 28);
const { public: staticKey } = Curve.generateKeyPair();
const publicChain = createCertificates('replayed', staticKey, now);

/** The key that WhatsApp's public chain certifies. */
function leafKey(chain: Uint8Array): Uint8Array {
  const { details } = proto.CertChain.decode(chain).leaf ?? {};
  return proto.CertChain.NoiseCertificate.Details.decode(details ?? new Uint8Array()).key ?? new Uint8Array();
}

describe('the chain of web.whatsapp.com', () => {
  test('leads to the root of WhatsApp, and its dates have passed', () => {
    const verdict = judgeChain(
      proto,
      { certificates: publicChain, staticKey: leafKey(publicChain) },
      whatsappRoot,
      now,
    );
    expect(verdict).toEqual({ bound: true, dates: 'expired', validUntil: Date.UTC(2026, 6, 27, 21) });
  });

  test('is refused where the server holds another key than the chain certifies', () => {
    const verdict = judgeChain(proto, { certificates: publicChain, staticKey }, whatsappRoot, now);
    expect(verdict).toEqual({ bound: false, why: 'key' });
  });

  test('does not lead to the root of the loopback', () => {
    const held = { certificates: publicChain, staticKey: leafKey(publicChain) };
    expect(judgeChain(proto, held, loopbackRoot, now)).toEqual({ bound: false, why: 'chain' });
  });
});

describe('the chain of the loopback', () => {
  test.each([
    ['own', 'valid', now],
    ['expired', 'expired', now],
    ['own', 'not-yet-valid', now - 70 * 86_400_000],
  ] as const)('(%s) is bound to its key; its dates are told as %s and refuse nothing', (kind, dates, at) => {
    const certificates = createCertificates(kind, staticKey, now);
    expect(judgeChain(proto, { certificates, staticKey }, loopbackRoot, at)).toMatchObject({ bound: true, dates });
  });

  test('is the same for every connection of an endpoint, and made anew after a day', () => {
    let at = now;
    const chainOf = createChains(staticKey, () => at);
    const first = chainOf('own');
    at += 86_399_999;
    expect(chainOf('own')).toBe(first);
    at += 1;
    const verdict = judgeChain(proto, { certificates: chainOf('own'), staticKey }, loopbackRoot, at);
    expect(verdict).toEqual({ bound: true, dates: 'valid', validUntil: (Math.floor(at / 1000) + 30 * 86_400) * 1000 });
    expect(chainOf('expired')).not.toEqual(first);
  });

  test('does not lead to the root of WhatsApp', () => {
    const certificates = createCertificates('own', staticKey, now);
    expect(judgeChain(proto, { certificates, staticKey }, whatsappRoot, now)).toEqual({ bound: false, why: 'chain' });
  });

  test('is refused with any one bit changed that was signed, or of a signature', () => {
    const { intermediate, leaf } = proto.CertChain.decode(createCertificates('own', staticKey, now));
    if (!intermediate || !leaf) throw new Error('a certificate is missing');
    const parts = [intermediate.details, intermediate.signature, leaf.details, leaf.signature];
    for (const part of parts) {
      if (!part) throw new Error('a part is missing');
      for (let bit = 0; bit < part.length * 8; bit += 3) {
        const flip = () => part.fill((part[bit >> 3] ?? 0) ^ (1 << (bit & 7)), bit >> 3, (bit >> 3) + 1);
        flip();
        const certificates = proto.CertChain.encode({ intermediate, leaf }).finish();
        expect(judgeChain(proto, { certificates, staticKey }, loopbackRoot, now)).toMatchObject({ bound: false });
        flip();
      }
    }
    const certificates = proto.CertChain.encode({ intermediate, leaf }).finish();
    expect(judgeChain(proto, { certificates, staticKey }, loopbackRoot, now)).toMatchObject({ bound: true });
  });

  test.each([
    ['nothing', Buffer.alloc(0)],
    ['no protobuf', Buffer.from([0xff, 0xff])],
    ['a chain without a leaf', proto.CertChain.encode({ intermediate: {} }).finish()],
    ['empty certificates', proto.CertChain.encode({ intermediate: {}, leaf: {} }).finish()],
  ])('is refused where there is %s in its place', (_, certificates) => {
    expect(judgeChain(proto, { certificates, staticKey }, loopbackRoot, now)).toEqual({ bound: false, why: 'chain' });
  });
});

test.each([
  [undefined, whatsappRoot],
  ['wss://web.whatsapp.com/ws/chat', whatsappRoot],
  ['ws://127.0.0.1:8080/ws/chat', loopbackRoot],
  ['ws://localhost:8080/ws/chat', loopbackRoot],
  ['ws://[::1]:8080/ws/chat', loopbackRoot],
  ['ws://127.0.0.1.example.com/ws/chat', whatsappRoot],
  ['ws://localhost.example.com/ws/chat', whatsappRoot],
  ['ws://127.0.0.1@example.com/ws/chat', whatsappRoot],
])('the endpoint %s needs the root that its written address says', (url, root) => {
  expect(rootFor(url)).toBe(root);
});
