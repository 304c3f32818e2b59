/** Digits as people and spreadsheets write them: `+972 50-123 4567`, `00972501234567`, with marks of direction. */
export function plainNumber(written: string): string {
  return written.replace(/[\s().\-\u2010-\u2015\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '').replace(/^(?:\+|00)/, '');
}
