/** One line of the report: a figure of the console, and the same of the naive design where it has one. */
export interface Line {
  readonly what: string;
  readonly unit: 'ms' | 'KiB';
  readonly console: readonly number[];
  readonly naive?: readonly number[];
  readonly target?: Target;
}

/** What docs/performance.md asks for. */
export interface Target {
  /** The median is at most this, in the line's unit. */
  readonly most?: number;
  /** The naive design's median is at least so many times as much. */
  readonly ratio?: number;
}

const widths = [44, 26, 26, 8];

export function printHead(title: string): void {
  console.log(`\n${title}`);
  print(['', 'console', 'naive design', 'ratio', 'target']);
}

/** Medians, with the lowest and the highest figure behind them; the ratio is of the medians, above 1 for the console. */
export function printLine({ what, unit, console: ours, naive, target }: Line): void {
  const times = naive === undefined ? undefined : median(naive) / median(ours);
  const ratio = times === undefined ? '' : `${times.toFixed(1)} ×`;
  const verdict = target === undefined ? '' : verdictOf(target, median(ours), times);
  print([`${what}, ${unit}`, spread(ours), naive === undefined ? '' : spread(naive), ratio, verdict]);
}

/** The target in words, and whether it was met. */
export function verdictOf({ most, ratio }: Target, ours: number, times: number | undefined): string {
  const words = [ratio === undefined ? [] : [`≥ ${ratio} ×`], most === undefined ? [] : [`≤ ${most}`]].flat();
  const met = (ratio === undefined || (times ?? 0) >= ratio) && (most === undefined || ours <= most);
  return `${words.join(', ')}: ${met ? 'met' : 'missed'}`;
}

/** The nearest rank. */
export function percentile(values: readonly number[], percent: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)] ?? Number.NaN;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  return ((sorted[Math.floor(middle)] ?? Number.NaN) + (sorted[Math.ceil(middle)] ?? Number.NaN)) / 2;
}

function spread(values: readonly number[]): string {
  const middle = median(values).toFixed(0);
  if (values.length === 1) return middle;
  return `${middle} (${Math.min(...values).toFixed(0)} to ${Math.max(...values).toFixed(0)})`;
}

function print(cells: readonly string[]): void {
  console.log(
    cells
      .map((cell, index) => cell.padEnd(widths[index] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}
