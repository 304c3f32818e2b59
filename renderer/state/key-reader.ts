/** A key as it came down. `at`: ms. */
export interface KeyDown {
  /** The key's place, as `KeyboardEvent.code`. */
  readonly code: string;
  /** What it writes, as `KeyboardEvent.key`. */
  readonly key: string;
  readonly at: number;
}

export interface KeyReader {
  /** Answers whether the key belongs to a scan and must not reach the page. */
  readonly down: (key: KeyDown) => boolean;
  /** Forgets what came so far. */
  readonly reset: () => void;
}

/** Keys that follow each other faster than this, in ms, come from a scanner: it writes one every 5 to 30 ms. */
const fastest = 45;
/** How long a letter waits for the next one before it counts as pressed by a person, in ms. */
const patience = 60;
/** Shorter is no number and no name. */
const shortestScan = 4;

/**
 * What a key writes on a scanner's own layout. A scanner presses the places of a US keyboard, so under a Hebrew, Arabic or
 * Russian layout its letters would arrive as others.
 */
function written({ code, key }: KeyDown): string {
  const letter = /^Key([A-Z])$/.exec(code)?.[1];
  if (letter !== undefined && !/^[a-z]$/i.test(key)) return letter.toLowerCase();
  return /^(?:Digit|Numpad)(\d)$/.exec(code)?.[1] ?? key;
}

/**
 * Tells a person's single keys from a barcode scanner, which types: its keys follow each other without a pause and end in
 * Enter. A single key is told of once no other has followed it.
 */
export function createKeyReader(options: {
  readonly onKey: (code: string) => void;
  readonly onScan: (text: string) => void;
  /** Runs `task` after `ms`; returns its cancellation. */
  readonly after: (ms: number, task: () => void) => () => void;
}): KeyReader {
  const { onKey, onScan, after } = options;
  let text = '';
  let last = -Infinity;
  let cancel: () => void = () => undefined;

  function reset(): void {
    cancel();
    text = '';
    last = -Infinity;
  }

  return {
    reset,
    down(key) {
      const follows = key.at - last <= fastest;
      cancel();
      if (key.key === 'Enter') {
        const scanned = text;
        reset();
        if (!follows || scanned.length < shortestScan) return false;
        onScan(scanned);
        return true;
      }
      if (Array.from(key.key).length !== 1) return false;
      text = follows ? text + written(key) : written(key);
      last = key.at;
      if (!follows) {
        cancel = after(patience, () => {
          reset();
          onKey(key.code);
        });
      }
      return follows;
    },
  };
}
