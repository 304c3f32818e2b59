/** The value that a JSON text stands for; `undefined` where it is no JSON, as half a line after a crash. */
export function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
