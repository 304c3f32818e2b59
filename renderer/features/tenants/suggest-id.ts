import { tenantIdProblem } from '../../../shared/tenant-rules.ts';
import { latinLetters } from './latin-letters.ts';

/** Leaves room for a number at the end. */
const longestStem = 48;

/**
 * An id to begin with, so that no one has to invent one with a customer waiting: the name's letters and digits in Latin
 * ones, or `tenant-N` for a name in a script that has none. Differs from each of `taken`, upper and lower case counted as one. Empty for no name.
 */
export function suggestId(name: string, taken: readonly string[]): string {
  if (name.trim() === '') return '';
  const stem = latinLetters(name)
    .normalize('NFKD')
    .replace(/[\p{M}'’]/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, longestStem)
    .replace(/^-+|-+$/g, '');
  const used = new Set(taken.map((id) => id.toLowerCase()));
  const isFree = (id: string) => !used.has(id) && tenantIdProblem(id) === undefined;
  // A lone digit or letter that a name in another script happens to hold says nothing of it.
  if (stem.length > 1 && isFree(stem)) return stem;
  const numbered = (number: number) => `${stem.length > 1 ? stem : 'tenant'}-${number}`;
  let number = stem.length > 1 ? 2 : 1;
  while (!isFree(numbered(number))) number += 1;
  return numbered(number);
}
