import { latinDigits } from '../../shared/latin-digits.ts';

/** Shorter ends fit too many numbers. */
const shortestEnd = 3;
/** In a longer text only what can be a whole number counts: an order has other figures, too. */
const shortestWhole = 7;
/** As many as one question takes. */
const most = 20;

const digit = '[0-9\u0660-\u0669\u06f0-\u06f9\uff10-\uff19]';
const between = '[\\s().\\-\u2010-\u2015\u200e\u200f\u2066-\u2069]{0,3}';
const run = new RegExp(`${digit}(?:${between}${digit})+`, 'g');

/**
 * The ends of phone numbers that a person, a pasted order or a scanner has given: digits only, without the zeros that
 * stand for a country's own network or the way abroad. A text that is a number and nothing else may be its last digits,
 * zeros included.
 */
export function numbersIn(text: string): readonly string[] {
  const runs = Array.from(text.matchAll(run), ([found]) => found);
  const alone = runs.length === 1 && text.replace(runs[0] ?? '', '').replace(/[\s+()]/g, '') === '';
  const ends = runs.map((found) => {
    const digits = latinDigits(found).replace(/[^0-9]/g, '');
    return digits.length < shortestWhole ? digits : digits.replace(/^0{1,2}/, '');
  });
  const fitting = ends.filter(({ length }) => length >= (alone ? shortestEnd : shortestWhole) && length <= 15);
  return [...new Set(fitting)].slice(0, most);
}
