import { randomBytes } from 'node:crypto';

import type { BinaryNode } from '@whiskeysockets/baileys';
import { afterEach, beforeEach, expect, it } from 'vitest';

import { createAuthenticator } from '../../../electron/loopback/authenticator.ts';
import { createLoopbackWhatsApp, type LoopbackWhatsApp } from '../../../electron/loopback/endpoint.ts';
import * as client from '../../../electron/whatsapp/client.ts';
import { createPasskeyStep } from '../../../electron/whatsapp/passkey.ts';
import { createFakeClock } from '../../support/fake-clock.ts';
import { connectClient } from './real-client.ts';

const number = '15550001234';
const authenticator = createAuthenticator();

let whatsapp: LoopbackWhatsApp;
beforeEach(async () => {
  whatsapp = await createLoopbackWhatsApp();
  whatsapp.addPhone({ number }).setPasskey(authenticator);
  whatsapp.misbehave({ at: 'scan', kind: 'passkey' }, { times: 1 });
});
afterEach(() => whatsapp.close());

const tagOf = ({ content }: BinaryNode): string => (Array.isArray(content) ? (content[0]?.tag ?? '') : '');

/** The console's own passkey step on the real client, with its questions bent on their way to the server. */
async function cheat(bend: (question: BinaryNode) => BinaryNode | undefined, keepOldSecret = false): Promise<string[]> {
  const { socket, auth, qr, close } = connectClient(whatsapp.url);
  const code = await qr();
  const { advSecretKey } = auth.creds;
  const requested = new Promise<void>((resolve) => {
    const bent: typeof socket = {
      ...socket,
      query: (question: BinaryNode, timeoutMs?: number) => {
        const sent = bend(question);
        return sent === undefined ? Promise.resolve({ tag: 'iq', attrs: {} }) : socket.query(sent, timeoutMs);
      },
    };
    const step = createPasskeyStep({
      client,
      socket: bent,
      codes: { stop: () => undefined, endsAt: () => undefined },
      clock: createFakeClock(),
      say: ({ type }) => {
        if (type !== 'passkey-request') return;
        // Said while the request is being taken in.
        setImmediate(() => {
          if (keepOldSecret) auth.creds.advSecretKey = advSecretKey;
          const request = step.passkeyRequest();
          if (request) void step.answerPasskey(authenticator.assert(request)).then(() => resolve());
        });
      },
      onUnreadable: () => undefined,
    });
  });
  void whatsapp.phone(number)?.scan(code);
  const violated = whatsapp.next('violation');
  await Promise.race([requested, violated]);
  await violated;
  await close();
  expect(whatsapp.phone(number)?.devices).toEqual([]);
  return whatsapp.violations.map(({ rule, detail }) => `${rule}: ${detail}`);
}

/** Replaces the content of one element of a question. */
function replace(question: BinaryNode, path: readonly string[], change: (old: Buffer) => Uint8Array): BinaryNode {
  const [tag, ...rest] = path;
  if (tag === undefined) return { ...question, content: change(Buffer.from(question.content as Uint8Array)) };
  const children = Array.isArray(question.content) ? question.content : [];
  const content = children.map((child) => (child.tag === tag ? replace(child, rest, change) : child));
  return { ...question, content };
}

it('cannot leave out its nonce', async () => {
  const rules = await cheat((question) => (tagOf(question) === 'companion_nonce' ? undefined : question));
  expect(rules).toEqual(['passkey: sent its keys before its nonce']);
});

it('cannot reveal another nonce than it was committed to', async () => {
  const rules = await cheat((question) => replace(question, ['companion_nonce'], () => randomBytes(32)));
  expect(rules[0]).toBe('passkey: its nonce is not the one it was committed to');
});

it('cannot vouch for itself with another secret', async () => {
  const path = ['passkey_prologue', 'pairing_handoff_proof'];
  const rules = await cheat((question) => replace(question, path, () => randomBytes(32)));
  expect(rules).toEqual(['passkey: its handoff proof is false or too late']);
});

it('cannot go on with the old secret', async () => {
  expect(await cheat((question) => question, true)).toEqual([
    'passkey: its pairing request holds other keys or the old secret',
  ]);
});

it('cannot answer another challenge than it was asked', async () => {
  const path = ['passkey_prologue', 'webauthn_assertion'];
  const forged = Buffer.from(JSON.stringify(authenticator.assert({ challenge: 'AAAA' })));
  const rules = await cheat((question) => replace(question, path, () => forged));
  expect(rules).toEqual(['passkey: in its assertion: another challenge']);
});

it('cannot use another ref than it was given', async () => {
  const path = ['passkey_prologue', 'prologue_payload'];
  const rules = await cheat((question) =>
    replace(question, path, (payload) => {
      const { proto } = client;
      const prologue = proto.ProloguePayload.decode(payload);
      const identity = proto.CompanionEphemeralIdentity.decode(prologue.companionEphemeralIdentity ?? Buffer.alloc(0));
      identity.ref = 'another';
      prologue.companionEphemeralIdentity = proto.CompanionEphemeralIdentity.encode(identity).finish();
      return proto.ProloguePayload.encode(prologue).finish();
    }),
  );
  expect(rules).toEqual(['passkey: in its prologue: another ref']);
});
