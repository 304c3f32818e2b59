/** One line of the report: a figure of the console, and the same of the naive design where it has one. */
export interface Line {
  readonly what: string;
  readonly unit: 'ms' | 'KiB';
  readonly console: readonly number[];
  readonly naive?: readonly number[];
  /** What docs/performance.md asks for, in words. */
  readonly target?: string;
}

const widths = [44, 26, 26, 8];

export function printHead(title: string): void {
  console.log(`\n${title}`);
  print(['', 'console', 'naive design', 'ratio', 'target']);
}

/** Medians, with the lowest and the highest figure behind them; the ratio is of the medians, above 1 for the console. */
export function printLine({ what, unit, console: ours, naive, target }: Line): void {
  const ratio = naive === undefined ? '' : `${(median(naive) / median(ours)).toFixed(1)} ×`;
  print([`${what}, ${unit}`, spread(ours), naive === undefined ? '' : spread(naive), ratio, target ?? '']);
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
