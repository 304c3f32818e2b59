import { describe, expect, it } from 'vitest';

import { createRecent } from '../../../electron/whatsapp/recent.ts';

describe('what was added lately', () => {
  it.each([1, 16, 17, 40])('is known, the last %i of it', (most) => {
    const recent = createRecent(most);
    const names = Array.from({ length: 3 * most }, (_, n) => `message ${n}`);
    names.forEach((name, n) => {
      expect(recent.has(name)).toBe(false);
      recent.add(name);
      const known = names.filter((each) => recent.has(each));
      expect(known).toEqual(names.slice(Math.max(0, n + 1 - most), n + 1));
    });
  });

  it('is known by its bytes', () => {
    const recent = createRecent(4);
    recent.add(Uint8Array.of(1, 2));
    expect(recent.has(Buffer.from([1, 2]))).toBe(true);
    expect(recent.has(Uint8Array.of(1, 3))).toBe(false);
    expect(recent.has('')).toBe(false);
  });
});
