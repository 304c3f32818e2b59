import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { createAuthStore, type CredentialStore } from '../../electron/auth/auth-store.ts';
import type { CredentialFolder } from '../../electron/auth/credential-folder.ts';
import type { KeyPair } from '../../electron/auth/creds-data.ts';
import { openSealer, type Sealer } from '../../electron/files/sealer.ts';
import type { Clock, Logger } from '../../electron/pairing/ports.ts';
import type { Result } from '../../shared/result.ts';
import { tenantIdSchema } from '../../shared/tenant.ts';
import { createFakeClock } from './fake-clock.ts';
import { silentLogger } from './fake-ports.ts';

export const linkedJid = '972501234567:12@s.whatsapp.net';

/** Credentials of the client library's shape, so far as this program looks at them. */
export interface TestCreds {
  readonly noiseKey: KeyPair;
  readonly signedIdentityKey: KeyPair;
  readonly signedPreKey: { readonly keyPair: KeyPair; readonly signature: Uint8Array; readonly keyId: number };
  readonly registrationId: number;
  advSecretKey: string;
  me?: { id: string; name?: string };
  account?: unknown;
  platform?: string;
  pairingCode?: string;
  accountSyncCounter: number;
  additionalData?: string;
}

function createKeyPair(): KeyPair {
  return { public: randomBytes(32), private: randomBytes(32) };
}

export function createTestIdentity(): TestCreds {
  return {
    noiseKey: createKeyPair(),
    signedIdentityKey: createKeyPair(),
    signedPreKey: { keyPair: createKeyPair(), signature: randomBytes(64), keyId: 1 },
    registrationId: 4711,
    advSecretKey: randomBytes(32).toString('base64'),
    accountSyncCounter: 0,
  };
}

/** A new secret, as after one that the server had retired. */
export function renewSecret(creds: TestCreds): void {
  creds.advSecretKey = randomBytes(32).toString('base64');
}

export function createAccount() {
  return {
    details: randomBytes(12),
    accountSignatureKey: randomBytes(32),
    accountSignature: randomBytes(64),
    deviceSignature: randomBytes(64),
  };
}

/** What a verified scan leaves in the credentials. */
export function link(creds: TestCreds, jid = linkedJid): void {
  creds.me = { id: jid, name: 'Shop' };
  creds.account = createAccount();
  creds.platform = 'android';
}

export function createLinkedIdentity(): TestCreds {
  const creds = createTestIdentity();
  link(creds);
  return creds;
}

export function createTestStore(
  root: string,
  {
    sealer = openSealer,
    clock = createFakeClock(),
    logger = silentLogger,
  }: { readonly sealer?: Sealer; readonly clock?: Clock; readonly logger?: Logger } = {},
): CredentialStore<TestCreds> {
  return createAuthStore({ root, sealer, clock, createIdentity: createTestIdentity, logger });
}

export const testTenant = tenantIdSchema.parse('shop-1');

/** Opens a tenant's credentials in a test where that must succeed and nothing may go wrong later. */
export async function openOrFail(store: CredentialStore<TestCreds>): Promise<CredentialFolder<TestCreds>> {
  return unwrap(
    await store.open(testTenant, ({ code }) => {
      throw new Error(`unexpected fault: ${code}`);
    }),
  );
}

export function unwrap<T>(result: Result<T, { readonly code: string }>): T {
  if (!result.ok) throw new Error(`unexpected ${result.error.code}`);
  return result.value;
}

/** A temporary folder for one test, and its removal. */
export async function createTemporaryFolder(): Promise<{
  readonly path: string;
  readonly remove: () => Promise<void>;
}> {
  const path = await mkdtemp(join(tmpdir(), 'pairing-console-'));
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}
