/** Where the digits of other scripts begin that people type numbers with: Arabic, Persian and Urdu, full width. */
const zeros = [0x0660, 0x06f0, 0xff10];

/** The same text with the digits 0 to 9. */
export function latinDigits(text: string): string {
  return text.replace(/[\u0660-\u0669\u06f0-\u06f9\uff10-\uff19]/g, (digit) => {
    const code = digit.charCodeAt(0);
    return String(code - (zeros.findLast((zero) => zero <= code) ?? code));
  });
}
