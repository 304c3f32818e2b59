import type { ReactNode } from 'react';

import styles from './attempts-chart.module.css';
import type { Bin, Outcome } from './log-query.ts';

/** Of the plot, in its own units. */
const height = 100;
/** Of a bar's place, how much is bar. */
const fullness = 0.72;

interface AttemptBarsProps {
  readonly bins: readonly Bin[];
  readonly shown: readonly Outcome[];
  /** What a screen reader says of the whole. */
  readonly summary: string;
  /** The bin under the pointer, and the one that the log is narrowed to; by their beginning. */
  readonly pointed: number | undefined;
  readonly chosen: number | undefined;
  readonly onPoint: (bin: Bin | undefined) => void;
  readonly onChoose: (bin: Bin) => void;
}

function failuresOf({ total, counts }: Bin): number {
  return total - counts.linked;
}

/** The tallest stack on either side of the axis, and where that axis runs. */
export function scaleOf(bins: readonly Bin[], withLinks: boolean): { readonly unit: number; readonly axis: number } {
  const above = withLinks ? Math.max(0, ...bins.map(({ counts }) => counts.linked)) : 0;
  const below = Math.max(0, ...bins.map(failuresOf));
  const unit = height / Math.max(1, above + below);
  return { unit, axis: above * unit };
}

/** Links grow upwards from the axis, failures downwards by where their cause lies; both to the same scale. */
export function AttemptBars(props: AttemptBarsProps) {
  const { bins, shown, summary, pointed, chosen, onPoint, onChoose } = props;
  const { unit, axis } = scaleOf(bins, shown.includes('linked'));

  function stack(bin: Bin, index: number): ReactNode {
    let bottom = axis;
    const x = index + (1 - fullness) / 2;
    return shown.map((kind) => {
      const size = bin.counts[kind] * unit;
      if (size === 0) return null;
      const top = kind === 'linked' ? axis - size : bottom;
      if (kind !== 'linked') bottom += size;
      return <rect key={kind} x={x} y={top} width={fullness} height={size} data-kind={kind} />;
    });
  }

  return (
    <svg
      role="img"
      aria-label={summary}
      viewBox={`0 0 ${String(bins.length)} ${String(height)}`}
      preserveAspectRatio="none"
      className={styles.bars}
      onPointerLeave={() => onPoint(undefined)}
    >
      {bins.map((bin, index) => (
        <g
          key={bin.start}
          data-faded={(chosen !== undefined && chosen !== bin.start) || undefined}
          data-empty={bin.total === 0 || undefined}
          className={styles.bin}
          onPointerEnter={() => onPoint(bin)}
          onClick={() => {
            if (bin.total > 0) onChoose(bin);
          }}
        >
          <rect
            x={index}
            y={0}
            width={1}
            height={height}
            className={styles.place}
            data-pointed={pointed === bin.start || undefined}
          />
          {stack(bin, index)}
        </g>
      ))}
      <line x1={0} x2={bins.length} y1={axis} y2={axis} vectorEffect="non-scaling-stroke" className={styles.zero} />
    </svg>
  );
}
