/** Objects are looked for at this many `{` of a damaged file. */
const mostAttempts = 500;

/**
 * The JSON text of whole objects inside a damaged text that contain `marker`, in order: behind a byte order mark or half of
 * another save, and cut where rubbish follows. A plain `writeFile` over a longer file, or two writers at once, leave such
 * files.
 */
export function* wholeObjectsIn(text: string, marker: string): Generator<string> {
  const lastMarker = text.lastIndexOf(marker);
  let from = text.indexOf('{');
  for (let attempts = 0; from !== -1 && from < lastMarker && attempts < mostAttempts; attempts += 1) {
    const to = endOfObject(text, from);
    const found = to === undefined ? '' : text.slice(from, to);
    if (found.includes(marker)) yield found;
    // The next brace, not the end of this object: half of a save in front may end in the middle of the whole one.
    from = text.indexOf('{', from + 1);
  }
}

/** The index behind the brace that closes the object at `from`; nothing where none does. */
function endOfObject(text: string, from: number): number | undefined {
  let depth = 0;
  let isInString = false;
  for (let at = from; at < text.length; at += 1) {
    const character = text[at];
    if (isInString) {
      if (character === '\\') at += 1;
      else if (character === '"') isInString = false;
    } else if (character === '"') isInString = true;
    else if (character === '{') depth += 1;
    else if (character === '}') {
      depth -= 1;
      if (depth === 0) return at + 1;
    }
  }
  return undefined;
}
