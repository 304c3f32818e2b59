import type { Identity } from '../ports.ts';

/** An account id has a device part: `<digits>:<device>@s.whatsapp.net`. One without was never linked. */
const linkedJid = /^(\d+)(?:_\d+)?:\d+@s\.whatsapp\.net$/;

/** Expected of a link that no tenant has yet: no number is this one, so a person decides about it. */
export const noNumber = '';

/** The number of a linked account, digits only; empty where its id has none. */
export function numberOf({ jid }: Identity): string {
  return linkedJid.exec(jid)?.[1] ?? '';
}

/** What may be shown of a number: the first three digits and the last two. */
export function maskedNumber(digits: string): string {
  const hidden = Math.max(0, digits.length - 5);
  return `${digits.slice(0, Math.min(3, hidden))}${'•'.repeat(hidden)}${digits.slice(-2)}`;
}

/**
 * Countries whose mobile numbers are written in two ways. WhatsApp's account ids use one or the other, depending on when
 * the account was made, and people write either.
 */
const twoForms: readonly { readonly long: RegExp; readonly short: string }[] = [
  // Brazil put a 9 before every mobile number; only those that began with 6 to 9 had had eight digits.
  { long: /^(55\d{2})9([6-9]\d{7})$/, short: '$1$2' },
  // Mexico no longer dials the 1 of mobile numbers.
  { long: /^(52)1(\d{10})$/, short: '$1$2' },
  // Argentina dials a 9 before mobile numbers from abroad, and not at home.
  { long: /^(54)9(\d{10})$/, short: '$1$2' },
];

/** One way of writing each number: two numbers are the same if these are. Digits only, country code first. */
export function canonicalNumber(digits: string): string {
  const form = twoForms.find(({ long }) => long.test(digits));
  return form === undefined ? digits : digits.replace(form.long, form.short);
}

export function isSameNumber(one: string, other: string): boolean {
  return canonicalNumber(one) === canonicalNumber(other);
}
