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
 * What a scanner has typed. It presses the places of a US keyboard: under a Hebrew, Arabic or Russian layout they write
 * other letters, and are read by their places. What is plain ASCII throughout is read as it was written.
 */
function textOf(keys: readonly KeyDown[]): string {
  const isPlain = keys.every(({ key }) => /^[ -~]$/.test(key));
  return keys.map((each) => (isPlain ? each.key : byPlace(each))).join('');
}

function byPlace({ code, key }: KeyDown): string {
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
  /** Those that followed each other without a pause. */
  let keys: KeyDown[] = [];
  let last = -Infinity;
  let cancel: () => void = () => undefined;

  function reset(): void {
    cancel();
    keys = [];
    last = -Infinity;
  }

  function waitForNext({ code }: KeyDown): void {
    cancel();
    cancel = after(patience, () => {
      reset();
      onKey(code);
    });
  }

  /** Shift and its like write nothing, and come between the letters of a scanner. */
  function pass(at: number): void {
    const [first, ...others] = keys;
    if (first === undefined || at - last > fastest) return;
    last = at;
    if (others.length === 0) waitForNext(first);
  }

  return {
    reset,
    down(key) {
      if (key.key !== 'Enter' && Array.from(key.key).length !== 1) {
        pass(key.at);
        return false;
      }
      const follows = key.at - last <= fastest;
      cancel();
      if (key.key === 'Enter') {
        const scanned = keys;
        reset();
        if (!follows || scanned.length < shortestScan) return false;
        onScan(textOf(scanned));
        return true;
      }
      keys = follows ? [...keys, key] : [key];
      last = key.at;
      if (!follows) waitForNext(key);
      return follows;
    },
  };
}
