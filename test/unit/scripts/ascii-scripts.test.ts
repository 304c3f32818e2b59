import { expect, test } from 'vitest';

import { asciiOf } from '../../../scripts/vite/ascii-scripts.ts';

test('a script in ASCII means what it meant', () => {
  const script =
    "[/[🦄–]/u.test('–'), /^[٠-٩]$/.test('٣'), `–${'שלום'}`, '\\u2014 é', (() => { const día = 1; return día; })()]";
  const ascii = asciiOf(script);
  expect(ascii).toMatch(/^[\0-\x7f]+$/);
  expect((0, eval)(ascii)).toEqual((0, eval)(script));
});
