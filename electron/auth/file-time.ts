/** A moment as the beginning of a file name, in UTC and sortable: `2026-10-01T12-34-56.789Z`. No colons: Windows. */
export function fileTime(epochMs: number): string {
  return new Date(epochMs).toISOString().replaceAll(':', '-');
}

/** The moment at the beginning of such a name, in epoch milliseconds; nothing for any other name. */
export function timeFromName(name: string): number | undefined {
  const found = /^(\d{4}-\d\d-\d\dT\d\d)-(\d\d)-(\d\d\.\d{3}Z)/.exec(name);
  if (found === null) return undefined;
  const [, hour = '', minute = '', second = ''] = found;
  const at = Date.parse(`${hour}:${minute}:${second}`);
  return Number.isNaN(at) ? undefined : at;
}
