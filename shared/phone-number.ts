import {
  isSupportedCountry,
  parsePhoneNumberFromString,
  validatePhoneNumberLength,
  type CountryCode,
  type PhoneNumber,
} from 'libphonenumber-js/min';

import { latinDigits } from './latin-digits.ts';
import { expectedNumberProblem } from './tenant-rules.ts';

export type NumberProblem = 'empty' | 'characters' | 'too-short' | 'too-long' | 'no-country-code';

export type NumberReading =
  | { readonly ok: false; readonly problem: NumberProblem }
  | {
      readonly ok: true;
      /** E.164 without its plus: what is stored and sent. */
      readonly digits: string;
      /** As people write it, with its plus. */
      readonly written: string;
      /** The country that the number itself names; none where several share its calling code. */
      readonly country: string | undefined;
      /** Long enough, but in no range that is known to be in use. New ranges come all the time, so it is no refusal. */
      readonly doubtful: boolean;
    };

/**
 * The one reading of phone numbers: for the window, for lists that are imported, and for the bridge. It brings the
 * numbering plans of every country along, so the window loads it only where a number is typed.
 */

/** WhatsApp's accounts keep the 1 that Mexico took out of its mobile numbers in 2019. */
const mexicanMobile = /^521\d{10}$/;

/**
 * Reads a number as people write it: in the way of `country` (ISO 3166, two letters), or with `+` or `00` and the
 * country's calling code, or with that code alone. A number that cannot be one for its length is a problem.
 */
export function readNumber(typed: string, country: string | undefined): NumberReading {
  const international = isInternational(typed);
  const plain = withoutMarks(typed).replace(/^(?:\+|00)/, '');
  if (plain === '') return { ok: false, problem: 'empty' };
  if (!/^[0-9]+$/.test(plain)) return { ok: false, problem: 'characters' };
  if (mexicanMobile.test(plain))
    return { ok: true, digits: plain, written: `+${plain}`, country: 'MX', doubtful: false };
  const known = country !== undefined && isSupportedCountry(country) ? country : undefined;
  const national = international || known === undefined ? undefined : possible(plain, known);
  const number = national?.isValid() === true ? national : (valid(`+${plain}`) ?? national ?? possible(`+${plain}`));
  if (number !== undefined) return accepted(number);
  const problem = international || known === undefined ? lengthProblem(`+${plain}`) : lengthProblem(plain, known);
  return { ok: false, problem };
}

export function isInternational(typed: string): boolean {
  return /^(?:\+|00)/.test(withoutMarks(typed));
}

/** What people and spreadsheets put between digits: spaces of every width, hyphens, dots, brackets, marks of direction. */
const marks = /[\s().·/\u2010-\u2015\u2212\ufe63\uff0d\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069-]/g;

/** Digits of this script, with the plus in front that may be there; anything else that is no mark stays, too. */
function withoutMarks(typed: string): string {
  return latinDigits(typed)
    .replace(/\uff0b/g, '+')
    .replace(marks, '');
}

/** What a form begins with, so that it reads as `digits` again; `digits` as it is stored. */
export function entryOf(digits: string): { readonly country: string | undefined; readonly typed: string } {
  const number = parsePhoneNumberFromString(`+${digits}`);
  const country = number && countryOf(number);
  if (number === undefined || country === undefined) return { country: undefined, typed: `+${digits}` };
  const typed = number.formatNational();
  const reading = readNumber(typed, country);
  return reading.ok && reading.digits === digits ? { country, typed } : { country, typed: `+${digits}` };
}

function possible(text: string, country?: CountryCode): PhoneNumber | undefined {
  const number = parsePhoneNumberFromString(text, { ...(country && { defaultCountry: country }), extract: false });
  return number?.isPossible() === true ? number : undefined;
}

function accepted(number: PhoneNumber): NumberReading {
  const digits = number.number.slice(1);
  const problem = expectedNumberProblem(digits);
  if (problem !== undefined) return { ok: false, problem };
  return {
    ok: true,
    digits,
    written: number.formatInternational(),
    country: countryOf(number),
    doubtful: !number.isValid(),
  };
}

function valid(text: string): PhoneNumber | undefined {
  const number = possible(text);
  return number?.isValid() === true ? number : undefined;
}

/** For a number that fits no country of its code, the first country with that code is taken. */
function countryOf(number: PhoneNumber): string | undefined {
  return number.country ?? number.getPossibleCountries()[0];
}

function lengthProblem(text: string, country?: CountryCode): NumberProblem {
  switch (country === undefined ? validatePhoneNumberLength(text) : validatePhoneNumberLength(text, country)) {
    case 'INVALID_COUNTRY':
      return 'no-country-code';
    case 'TOO_LONG':
      return 'too-long';
    case 'TOO_SHORT':
    case 'INVALID_LENGTH':
    case 'NOT_A_NUMBER':
    case undefined:
      return 'too-short';
  }
}
