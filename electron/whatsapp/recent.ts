import { hash } from 'node:crypto';

/** The last values that were added, so many at most, without the values. */
export interface Recent {
  has(value: string | Uint8Array): boolean;
  add(value: string | Uint8Array): void;
}

/** How many it has room for at first. */
const fewest = 16;

/**
 * Each value is known by the first eight bytes of its SHA-256: two thousand take 16 KB, where their texts would take 180. That one
 * of them passes for another has a chance of 1 in 10 to the 16th.
 */
export function createRecent(most: number): Recent {
  let digests = new BigUint64Array(0);
  let added = 0;
  return {
    has: (value) => digests.subarray(0, added).includes(digestOf(value)),
    add(value) {
      if (added === digests.length && added < most) {
        const longer = new BigUint64Array(Math.min(most, Math.max(fewest, 2 * added)));
        longer.set(digests);
        digests = longer;
      }
      digests[added % most] = digestOf(value);
      added += 1;
    },
  };
}

function digestOf(value: string | Uint8Array): bigint {
  return hash('sha256', value, 'buffer').readBigUInt64LE();
}
