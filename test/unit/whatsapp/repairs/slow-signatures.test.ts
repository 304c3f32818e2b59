import { Curve } from '@whiskeysockets/baileys';
import { expect, it } from 'vitest';

import { signQuickly } from '../../../../electron/whatsapp/repairs/slow-signatures.ts';

/** How long ten signatures take, in ms. */
function timeOf({ sign, generateKeyPair }: typeof Curve): number {
  const { private: secret } = generateKeyPair();
  const begin = performance.now();
  for (let count = 0; count < 10; count += 1) sign(secret, Buffer.from('text'));
  return performance.now() - begin;
}

it('is still needed: the library takes at least five times as long to sign', () => {
  const repaired = { ...Curve };
  signQuickly(repaired);
  timeOf(repaired);
  expect(timeOf(Curve)).toBeGreaterThan(5 * timeOf(repaired));
});
