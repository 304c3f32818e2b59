import { encode } from 'uqr';
import { describe, expect, it } from 'vitest';

import { qrPath, quietZone } from '../../../renderer/features/pairing/qr-path.ts';

/** Draws the path back into modules. */
function modulesOf(path: string, size: number): boolean[][] {
  const modules = Array.from({ length: size }, () => Array.from({ length: size }, () => false));
  for (const [, x, y, width] of path.matchAll(/M(\d+) (\d+)h(\d+)v1h-\d+z/g)) {
    modules[Number(y)]?.fill(true, Number(x), Number(x) + Number(width));
  }
  return modules;
}

describe('the QR as a path', () => {
  it('draws exactly the dark modules, with four light ones around', () => {
    const text = 'https://wa.me/settings/linked_devices#2@abc,def,ghi,jkl,1';
    const { size, path } = qrPath(text);
    const expected = encode(text, { ecc: 'L', boostEcc: true, border: quietZone });
    expect(quietZone).toBe(4);
    expect(size).toBe(expected.size);
    expect(modulesOf(path, size)).toEqual(expected.data);
  });
});
