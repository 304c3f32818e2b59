import { type ScryptOptions, randomBytes, scrypt } from 'node:crypto';

import { z } from 'zod';

/**
 * How a passphrase was stretched (scrypt, RFC 7914). The bounds keep a file that somebody has changed from asking for more
 * memory than the computer has: 128 · cost · blockSize bytes.
 */
export const stretchingSchema = z.object({
  salt: z.base64(),
  cost: z
    .int()
    .min(2 ** 14)
    .max(2 ** 20)
    .refine((cost) => Number.isInteger(Math.log2(cost))),
  blockSize: z.int().min(8).max(16),
  parallelization: z.int().min(1).max(4),
});
export type Stretching = z.infer<typeof stretchingSchema>;

/** 128 MiB and about half a second: what OWASP's Password Storage Cheat Sheet asks of scrypt. */
export function newStretching(): Stretching {
  return { salt: randomBytes(16).toString('base64'), cost: 2 ** 17, blockSize: 8, parallelization: 1 };
}

/** 32 bytes, worked out on another thread. The same text gives the same bytes, whatever keyboard composed its letters. */
export function stretch(passphrase: string, { salt, cost, blockSize, parallelization }: Stretching): Promise<Buffer> {
  // Node's own limit counts a little beside the blocks.
  const options: ScryptOptions = { cost, blockSize, parallelization, maxmem: 256 * cost * blockSize };
  return new Promise((resolve, reject) => {
    scrypt(passphrase.normalize('NFKC'), Buffer.from(salt, 'base64'), 32, options, (error, bytes) => {
      if (error) reject(error);
      else resolve(bytes);
    });
  });
}
