import { randomInt } from 'node:crypto';

import {
  Curve,
  DEFAULT_CONNECTION_CONFIG,
  generateSignalPubKey,
  proto,
  signedKeyPair,
  unpadRandomMax16,
  type KeyPair,
  type SignalDataTypeMap,
  type SignalKeyStoreWithTransaction,
} from '@whiskeysockets/baileys';

import { err, ok, type Result } from '../../shared/result.ts';
import type { SignedPreKey } from './client-payload.ts';
import { silentLogger } from './silent-logger.ts';

/** What a sender needs to open a session with a device. Public keys are 32 bytes. */
export interface KeyBundle {
  readonly registrationId: number;
  readonly identityKey: Uint8Array;
  readonly signedPreKey: SignedPreKey;
  readonly preKey?: { readonly id: number; readonly publicKey: Uint8Array };
}

export type EncryptedType = 'pkmsg' | 'msg';

/** The phone itself: a real Signal identity that decrypts what is sent to it, so that a send is proved and not assumed. */
export interface PrimaryDevice {
  /** Signs device identities; the same key is the phone's Signal identity. */
  readonly identityKey: KeyPair;
  /** A bundle with another one-time pre-key each time. */
  takeBundle(): KeyBundle;
  /** @param from the sending device's lid */
  decrypt(from: string, type: EncryptedType, ciphertext: Uint8Array): Promise<Result<proto.IMessage, string>>;
  /**
   * Encrypts for a companion; the first message opens a session with its bundle.
   * @param to the companion's lid
   */
  encrypt(
    to: string,
    bundle: () => KeyBundle | undefined,
    plaintext: Uint8Array,
  ): Promise<{ readonly type: EncryptedType; readonly ciphertext: Uint8Array }>;
  /** Drops the session with a companion: the next message opens another. */
  forget(to: string): Promise<void>;
  close(): void;
}

export function createPrimaryDevice(): PrimaryDevice {
  const identityKey = Curve.generateKeyPair();
  const signedPreKey = signedKeyPair(identityKey, 1);
  const registrationId = randomInt(1, 16380);
  const keys = createMemoryKeys();
  const creds = { signedIdentityKey: identityKey, signedPreKey, registrationId };
  const repository = DEFAULT_CONNECTION_CONFIG.makeSignalRepository({ creds, keys }, silentLogger);
  let preKeys = 0;

  async function openSession(to: string, bundle: KeyBundle | undefined): Promise<void> {
    if (bundle?.preKey === undefined) throw new Error('the companion has no pre-key left at the server');
    const { registrationId, identityKey: identity, signedPreKey: signed, preKey } = bundle;
    await repository.injectE2ESession({
      jid: to,
      session: {
        registrationId,
        identityKey: generateSignalPubKey(identity),
        signedPreKey: {
          keyId: signed.id,
          publicKey: generateSignalPubKey(signed.publicKey),
          signature: signed.signature,
        },
        preKey: { keyId: preKey.id, publicKey: generateSignalPubKey(preKey.publicKey) },
      },
    });
  }

  return {
    identityKey,
    takeBundle() {
      const id = ++preKeys;
      const pair = Curve.generateKeyPair();
      keys.put('pre-key', id.toString(), pair);
      return {
        registrationId,
        identityKey: identityKey.public,
        signedPreKey: { id: 1, publicKey: signedPreKey.keyPair.public, signature: signedPreKey.signature },
        preKey: { id, publicKey: pair.public },
      };
    },
    async decrypt(from, type, ciphertext) {
      try {
        const plaintext = await repository.decryptMessage({ jid: from, type, ciphertext });
        const message = proto.Message.decode(unpadRandomMax16(plaintext));
        return ok(message.deviceSentMessage?.message ?? message);
      } catch (error) {
        return err(error instanceof Error ? error.message : String(error));
      }
    },
    async encrypt(to, bundle, plaintext) {
      if (!(await repository.validateSession(to)).exists) await openSession(to, bundle());
      return repository.encryptMessage({ jid: to, data: plaintext });
    },
    forget: (to) => repository.deleteSession([to]),
    close: () => repository.close?.(),
  };
}

interface MemoryKeys extends SignalKeyStoreWithTransaction {
  put<T extends keyof SignalDataTypeMap>(type: T, id: string, value: SignalDataTypeMap[T]): void;
}

/** Signal keys in memory. No transactions: nothing here can fail half-way, and libsignal queues work by address. */
function createMemoryKeys(): MemoryKeys {
  const values = new Map<string, unknown>();
  return {
    put: (type, id, value) => void values.set(`${type}/${id}`, value),
    get<T extends keyof SignalDataTypeMap>(type: T, ids: string[]) {
      const found: Record<string, SignalDataTypeMap[T]> = {};
      for (const id of ids) {
        const value = values.get(`${type}/${id}`);
        if (value !== undefined) found[id] = value as SignalDataTypeMap[T];
      }
      return found;
    },
    set(data) {
      for (const [type, entries] of Object.entries(data)) {
        for (const [id, value] of Object.entries(entries)) {
          if (value === null) values.delete(`${type}/${id}`);
          else values.set(`${type}/${id}`, value);
        }
      }
    },
    isInTransaction: () => false,
    transaction: (work) => work(),
  };
}
