/** Apart from the schema, so that the window need not ship zod to use it. */
export function isWaVersion(text: string): boolean {
  return /^2\.3000\.[1-9]\d{5,11}$/.test(text);
}
