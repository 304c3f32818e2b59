import process from 'node:process';

import type { Keyring } from '../crypto/keyring.ts';

/** Electron's `safeStorage`: what every version has of it, and what only newer ones have. */
interface SystemStorage {
  getSelectedStorageBackend(): string;
  isAsyncEncryptionAvailable?(): Promise<boolean>;
  encryptStringAsync?(text: string): Promise<Buffer>;
  decryptStringAsync?(bytes: Buffer): Promise<{ readonly result: string }>;
  isEncryptionAvailable(): boolean;
  encryptString(text: string): Buffer;
  decryptString(bytes: Buffer): string;
}

/**
 * The system's keyring: DPAPI, the Keychain, or the desktop's own on Linux. There, without one, Electron encrypts with a
 * password that everybody knows (`basic_text`), which guards nothing and does not count here.
 */
export function systemKeyring(storage: SystemStorage): Keyring {
  return {
    async isThere() {
      const available = (await storage.isAsyncEncryptionAvailable?.()) ?? storage.isEncryptionAvailable();
      if (!available || process.platform !== 'linux') return available;
      return !['basic_text', 'unknown'].includes(storage.getSelectedStorageBackend());
    },
    encrypt: async (text) => (await storage.encryptStringAsync?.(text)) ?? storage.encryptString(text),
    async decrypt(bytes) {
      const decrypted = await storage.decryptStringAsync?.(bytes);
      return decrypted?.result ?? storage.decryptString(bytes);
    },
  };
}
