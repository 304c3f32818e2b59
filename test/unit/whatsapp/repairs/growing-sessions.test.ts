import {
  Curve,
  DEFAULT_CONNECTION_CONFIG,
  generateSignalPubKey,
  type SignalDataTypeMap,
  signedKeyPair,
} from '@whiskeysockets/baileys';
import { describe, expect, it } from 'vitest';

import { silentLogger } from '../../../../electron/loopback/silent-logger.ts';
import { withoutOldChains } from '../../../../electron/whatsapp/repairs/growing-sessions.ts';

const addresses = { ana: '100000000000001@lid', ben: '100000000000002@lid' };
type Keep = (record: unknown) => unknown;

/** One side of a conversation: the library's own sessions, kept as `keep` gives them back. */
function createParty(keep: Keep) {
  const values = new Map<string, unknown>();
  const identity = Curve.generateKeyPair();
  const signed = signedKeyPair(identity, 1);
  const preKey = Curve.generateKeyPair();
  values.set('pre-key/7', preKey);
  const keys = {
    get<T extends keyof SignalDataTypeMap>(type: T, ids: string[]) {
      const found = ids.flatMap((id) => (values.has(`${type}/${id}`) ? [[id, values.get(`${type}/${id}`)]] : []));
      return Object.fromEntries(found) as Record<string, SignalDataTypeMap[T]>;
    },
    set(data: object) {
      for (const [type, entries] of Object.entries(data) as [string, Record<string, unknown>][]) {
        for (const [id, value] of Object.entries(entries)) {
          // As text, as a file has it.
          const kept = type === 'session' ? (JSON.parse(JSON.stringify(keep(value))) as unknown) : value;
          values.set(`${type}/${id}`, kept);
        }
      }
    },
    isInTransaction: () => false,
    transaction: <T>(work: () => Promise<T>) => work(),
  };
  const creds = { signedIdentityKey: identity, signedPreKey: signed, registrationId: 99 };
  const repository = DEFAULT_CONNECTION_CONFIG.makeSignalRepository({ creds, keys }, silentLogger);
  return {
    repository,
    bundle: {
      registrationId: 99,
      identityKey: generateSignalPubKey(identity.public),
      signedPreKey: {
        keyId: 1,
        publicKey: generateSignalPubKey(signed.keyPair.public),
        signature: signed.signature,
      },
      preKey: { keyId: 7, publicKey: generateSignalPubKey(preKey.public) },
    },
    bytes: () => JSON.stringify([...values].filter(([name]) => name.startsWith('session/'))).length,
  };
}

/** A conversation that changes sides with each message. `late`: messages of Ben's that Ana is given at the end. */
async function converse(turns: number, keep: Keep, late: readonly number[] = []) {
  const [ana, ben] = [createParty(keep), createParty(keep)];
  await ana.repository.injectE2ESession({ jid: addresses.ben, session: ben.bundle });
  const held: { type: 'pkmsg' | 'msg'; ciphertext: Uint8Array }[] = [];
  const sizes: number[] = [];
  for (let turn = 0; turn < turns; turn += 1) {
    const toBen = await ana.repository.encryptMessage({ jid: addresses.ben, data: Buffer.from(`a${turn}`) });
    const read = await ben.repository.decryptMessage({ jid: addresses.ana, ...toBen });
    expect(Buffer.from(read).toString()).toBe(`a${turn}`);
    if (late.includes(turn))
      held.push(await ben.repository.encryptMessage({ jid: addresses.ana, data: Buffer.from(`late ${turn}`) }));
    const toAna = await ben.repository.encryptMessage({ jid: addresses.ana, data: Buffer.from(`b${turn}`) });
    await ana.repository.decryptMessage({ jid: addresses.ben, ...toAna });
    sizes.push(ana.bytes());
  }
  const outcomes = held.map((message) =>
    ana.repository.decryptMessage({ jid: addresses.ben, ...message }).then(
      (plain) => Buffer.from(plain).toString(),
      () => 'not read',
    ),
  );
  return { sizes, outcomes: await Promise.all(outcomes) };
}

describe('a conversation that changes sides again and again', () => {
  it('keeps a session as small as after a few turns, and every message is read', async () => {
    const { sizes } = await converse(60, withoutOldChains);
    expect(sizes[59]).toBeLessThan(1.1 * (sizes[9] ?? 0));
  });

  it('reads a message that is a few turns late, and none that is many', async () => {
    const { outcomes } = await converse(20, withoutOldChains, [2, 16, 18]);
    expect(outcomes).toEqual(['not read', 'late 16', 'late 18']);
  });

  it('is still needed: the library’s session grows with every turn', async () => {
    const { sizes, outcomes } = await converse(60, (record) => record, [2]);
    expect(sizes[59]).toBeGreaterThan(3 * (sizes[9] ?? 0));
    expect(outcomes).toEqual(['late 2']);
  });
});

it('leaves alone what is short, and anything that is not a session', () => {
  const short = { _sessions: { base: { _chains: { one: { chainType: 2 }, two: { chainType: 1 } } } }, version: 'v1' };
  expect(withoutOldChains(short)).toBe(short);
  for (const odd of [null, 'text', {}, { _sessions: null }, { _sessions: { base: null } }])
    expect(withoutOldChains(odd)).toBe(odd);
});
