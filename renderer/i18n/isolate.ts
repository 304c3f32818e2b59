/**
 * Wraps an id, a path or a number in Unicode's left-to-right isolate (U+2066 … U+2069), so that a right-to-left
 * sentence around it does not reorder it. For text inside a message; elements use `<Ltr>`.
 */
export function isolateLtr(text: string): string {
  return `\u2066${text}\u2069`;
}

/** The same for text whose direction is its own, such as a name (U+2068 … U+2069). */
export function isolate(text: string): string {
  return `\u2068${text}\u2069`;
}
