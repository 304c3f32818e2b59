import { dataKeyFrom } from '../../electron/crypto/seal.ts';
import { createSealer, openSealer, type Sealer } from '../../electron/files/sealer.ts';

export const testKey = dataKeyFrom(Buffer.alloc(32, 7));
export const otherKey = dataKeyFrom(Buffer.alloc(32, 8));

/** In the clear, or sealed. */
export const bothSealers: readonly (readonly [what: string, sealer: Sealer])[] = [
  ['in the clear', openSealer],
  ['sealed', createSealer(testKey)],
];
