export const units = ['ms', 'µs', 'KiB', 'MiB'] as const;
export type Unit = (typeof units)[number];

/** One line of the report: a figure of the console, and the same of what stands beside it where it has one. */
export interface Line {
  readonly what: string;
  readonly unit: Unit;
  readonly console: readonly number[];
  readonly beside?: readonly number[] | undefined;
  readonly target?: Target | undefined;
}

/** What docs/performance.md asks for. */
export interface Target {
  /** The median is at most this, in the line's unit. */
  readonly most?: number | undefined;
  /** The median of what stands beside is at least so many times as much. */
  readonly ratio?: number | undefined;
}

const widths = [44, 26, 26, 8];

export function printHead(title: string, beside: string): void {
  console.log(`\n${title}`);
  print(['', 'console', beside, 'ratio', 'target']);
}

export function printLine(line: Line): void {
  print(cellsOf(line));
}

/** Medians, with the lowest and the highest figure behind them; the ratio is of the medians, above 1 for the console. */
export function cellsOf({ what, unit, console: ours, beside, target }: Line): readonly string[] {
  const times = beside === undefined ? undefined : median(beside) / median(ours);
  const ratio = times === undefined ? '' : `${times.toFixed(2)} ×`;
  const verdict = target === undefined ? '' : verdictOf(target, median(ours), times);
  return [`${what}, ${unit}`, spread(ours, unit), beside === undefined ? '' : spread(beside, unit), ratio, verdict];
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

function spread(values: readonly number[], unit: Unit): string {
  const written = (value: number) => value.toFixed(unit === 'MiB' ? 2 : 0);
  const middle = written(median(values));
  if (values.length === 1) return middle;
  return `${middle} (${written(Math.min(...values))} to ${written(Math.max(...values))})`;
}

function print(cells: readonly string[]): void {
  console.log(
    cells
      .map((cell, index) => cell.padEnd(widths[index] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}
