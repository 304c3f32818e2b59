import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';

import { z } from 'zod';

/**
 * A PIN as it is kept. scrypt makes each guess slow for who has copied the file; six digits still fall within a day or so,
 * which is why the file is sealed as well.
 */
export const keptPinSchema = z.object({
  salt: z.string().regex(/^[0-9a-f]{32}$/),
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  /** scrypt's N, r and p, with bounds: a file must not make a check take minutes, or gigabytes. */
  n: z.union([z.literal(2 ** 10), z.literal(2 ** 14), z.literal(2 ** 15), z.literal(2 ** 16), z.literal(2 ** 17)]),
  r: z.literal(8),
  p: z.number().int().min(1).max(10),
});
export type KeptPin = z.infer<typeof keptPinSchema>;
type Cost = Pick<KeptPin, 'n' | 'r' | 'p'>;

/** One of OWASP's equivalent choices (Password Storage Cheat Sheet): 32 MiB, about a third of a second. */
export const usualCost: Cost = { n: 2 ** 15, r: 8, p: 3 };

function digest(pin: string, salt: Buffer, { n, r, p }: Cost): Promise<Buffer> {
  // Node refuses more than 32 MiB unless it is told.
  const options = { N: n, r, p, maxmem: 256 * n * r };
  return new Promise((resolve, reject) => {
    scrypt(pin, salt, 32, options, (error, key) => {
      if (error === null) resolve(key);
      else reject(error);
    });
  });
}

export async function keepPin(pin: string, cost: Cost = usualCost): Promise<KeptPin> {
  const salt = randomBytes(16);
  const key = await digest(pin, salt, cost);
  return { salt: salt.toString('hex'), hash: key.toString('hex'), ...cost };
}

export async function isPin(pin: string, kept: KeptPin): Promise<boolean> {
  return timingSafeEqual(await digest(pin, Buffer.from(kept.salt, 'hex'), kept), Buffer.from(kept.hash, 'hex'));
}
