import { describe, expect, it } from 'vitest';

import { newStretching, stretch, stretchingSchema } from '../../../electron/crypto/stretched-passphrase.ts';

/** RFC 7914, section 12: its last vector but one, which is the only one within the bounds. */
const vector = {
  salt: Buffer.from('SodiumChloride').toString('base64'),
  cost: 2 ** 14,
  blockSize: 8,
  parallelization: 1,
};
const expected = '7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2';

describe('a stretched passphrase', () => {
  it('is what the standard says', async () => {
    expect((await stretch('pleaseletmein', vector)).toString('hex')).toBe(expected);
  });

  it('is the same for the same letters, composed or not, and another for another', async () => {
    const [composed, apart, other] = ['caf\u00e9 au lait', 'cafe\u0301 au lait', 'cafe au lait'].map((text) =>
      stretch(text, vector),
    );
    expect(await composed).toEqual(await apart);
    expect(await composed).not.toEqual(await other);
  });

  it('is new each time it is chosen, and its parameters can be kept', async () => {
    const [first, second] = [newStretching(), newStretching()];
    expect(first.salt).not.toBe(second.salt);
    expect(stretchingSchema.parse(JSON.parse(JSON.stringify(first)))).toEqual(first);
    const cheap = { ...first, cost: 2 ** 14 };
    expect(await stretch('a', cheap)).not.toEqual(await stretch('a', { ...second, cost: 2 ** 14 }));
    // The parameters in use fit into the memory that they ask for.
    expect(await stretch('a', first)).toHaveLength(32);
  });

  it.each([{ cost: 2 ** 21 }, { cost: 2 ** 13 }, { cost: 2 ** 14 + 1 }, { blockSize: 17 }, { parallelization: 5 }])(
    'is not worked out from a file that asks for %o',
    (change) => {
      expect(stretchingSchema.safeParse({ ...newStretching(), ...change }).success).toBe(false);
    },
  );
});
