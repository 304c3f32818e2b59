/** In a guide: anything, or more of the same. */
const whatever = '…';

/** Texts that are never the same twice, each known by its form. */
const forms = [
  // a time
  /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/,
  // a code to type in or to compare
  /^[1-9A-Z]{4}-[1-9A-Z]{4}$/,
  // a message's id
  /^3EB0[0-9A-F]{18}$/,
  // 32 random bytes
  /^[\w-]{43}$/,
  // an event's id
  /^[a-z\d]{8}-\d+$/,
  // what an export has counted
  /^\d+ files in \/.+\/business_17$/,
];
/** Numbers of which the same is true, by their names. */
const volatileNumber = /^(pid|port|\w+_ms|\w+Sec)$/;

/**
 * A guide's answer beside the one that came, where whatever may differ stands as in the guide. The two are equal if the
 * guide is right; if not, they differ in nothing but what is wrong.
 */
export function compare(guide: string, came: string): { readonly guide: unknown; readonly came: unknown } {
  const lines = guide.split('\n');
  if (guide.startsWith('{')) return besides(example(guide), value(came));
  const pairs = came
    .trimEnd()
    .split('\n')
    .map((line, index) => besides(field(lines[index] ?? '', example), field(line, value)));
  return { guide: lines.map((line) => field(line, example)), came: pairs.map((pair) => pair.came) };
}

function besides(guide: unknown, came: unknown): { guide: unknown; came: unknown } {
  return { guide, came: asIn(guide, came) };
}

/** A line of an event stream is a field with JSON or a word in it. */
function field(line: string, read: (text: string) => unknown): Readonly<Record<string, unknown>> | string {
  const { name, text } = /^(?<name>\w+): (?<text>.*)$/.exec(line)?.groups ?? {};
  if (name === undefined || text === undefined) return line;
  return { [name]: text.startsWith('{') ? read(text) : text };
}

/** JSON in which `…` stands for a value, for the rest of a list or for further keys. */
function example(text: string): unknown {
  return value(
    text
      .replace(/(?<=[{,])…(?=\})/g, `"${whatever}":"${whatever}"`)
      .replace(/(?<=[[,])…(?=\])|(?<=:)…/g, `"${whatever}"`),
  );
}

/** The text of what cannot be parsed, so that it can be seen. */
function value(json: string): unknown {
  try {
    return JSON.parse(json) as unknown;
  } catch {
    return json;
  }
}

function asIn(guide: unknown, came: unknown, name = ''): unknown {
  if (guide === whatever) return whatever;
  if (typeof guide === 'string' && typeof came === 'string') return isLike(guide, came) ? guide : came;
  if (typeof guide === 'number' && typeof came === 'number') return volatileNumber.test(name) ? guide : came;
  if (Array.isArray(guide) && Array.isArray(came)) {
    const open = guide.at(-1) === whatever;
    const compared = open ? came.slice(0, guide.length - 1) : came;
    return [...compared.map((each, index) => asIn(guide[index], each)), ...(open ? [whatever] : [])];
  }
  if (!isRecord(guide) || !isRecord(came)) return came;
  const open = whatever in guide;
  const names = Object.keys(came).filter((key) => !open || key in guide);
  const found = names.map((key) => [key, asIn(guide[key], came[key], key)] as const);
  return { ...Object.fromEntries(found), ...(open ? { [whatever]: whatever } : {}) };
}

function isLike(guide: string, came: string): boolean {
  if (guide.endsWith(whatever)) return came.startsWith(guide.slice(0, -1));
  return forms.some((form) => form.test(guide) && form.test(came));
}

function isRecord(given: unknown): given is Readonly<Record<string, unknown>> {
  return typeof given === 'object' && given !== null;
}
