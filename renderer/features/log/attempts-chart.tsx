import { useMemo, useState } from 'react';
import { useIntl } from 'react-intl';

import type { JournalEntry, NewLink } from '../../../shared/journal.ts';
import { useText } from '../../i18n/use-text.ts';
import { Button } from '../../ui/button.tsx';
import styles from './attempts-chart.module.css';
import { countByTime, outcomes, type Bin, type Outcome, type Range } from './log-query.ts';

const height = 100;
/** Of a bar's place, how much is bar. */
const fullness = 0.72;

interface BarsProps {
  readonly bins: readonly Bin[];
  readonly shown: readonly Outcome[];
  readonly most: number;
}

function Bars({ bins, shown, most }: BarsProps) {
  return bins.map((bin, index) => {
    let top = height;
    return shown.map((kind) => {
      const size = (bin.counts[kind] / most) * height;
      top -= size;
      if (size === 0) return null;
      const x = index + (1 - fullness) / 2;
      return <rect key={`${bin.start} ${kind}`} x={x} y={top} width={fullness} height={size} data-kind={kind} />;
    });
  });
}

function useBinName(): (bin: Bin) => string {
  const { formatDate } = useIntl();
  return ({ start, unit }) =>
    unit === 'hour'
      ? formatDate(start, { hour: 'numeric', minute: '2-digit' })
      : formatDate(start, { weekday: 'short', day: 'numeric', month: 'short' });
}

function CountTable({ bins, shown }: Omit<BarsProps, 'most'>) {
  const text = useText();
  const { formatNumber } = useIntl();
  const nameOf = useBinName();
  return (
    <div className={styles.frame} role="region" aria-label={text('chart.table')} tabIndex={0}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{text('log.time')}</th>
            {shown.map((kind) => (
              <th key={kind} scope="col">
                {text(`chart.kind.${kind}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {bins
            .filter(({ total }) => total > 0)
            .map((bin) => (
              <tr key={bin.start}>
                <th scope="row">{nameOf(bin)}</th>
                {shown.map((kind) => (
                  <td key={kind}>{formatNumber(bin.counts[kind])}</td>
                ))}
              </tr>
            ))}
        </tbody>
      </table>
    </div>
  );
}

interface AttemptsChartProps {
  readonly entries: readonly JournalEntry[];
  /** Absent: what is shown is narrowed in a way that links have no part in. */
  readonly links: readonly NewLink[] | undefined;
  readonly range: Range;
  /** Epoch milliseconds. */
  readonly now: number;
}

/** Attempts over time: new links, and failures by where the cause lies; the same figures as a table on request. */
export function AttemptsChart({ entries, links, range, now }: AttemptsChartProps) {
  const text = useText();
  const { formatNumber } = useIntl();
  const nameOf = useBinName();
  const [asTable, setAsTable] = useState(false);
  const bins = useMemo(() => countByTime(entries, links ?? [], range, now), [entries, links, range, now]);
  const [first] = bins;
  const last = bins.at(-1);
  const busiest = bins.reduce((most, bin) => (bin.total > most.total ? bin : most), first ?? emptyBin);
  const most = Math.max(1, busiest.total);
  const shown = outcomes.filter((kind) => kind !== 'linked' || links !== undefined);
  const totals = shown.map((kind) => ({ kind, total: bins.reduce((sum, { counts }) => sum + counts[kind], 0) }));
  const total = totals.reduce((sum, kind) => sum + kind.total, 0);
  const linked = bins.reduce((sum, { counts }) => sum + counts.linked, 0);
  const figures = { failures: total - linked, linked, most, time: nameOf(busiest) };
  if (first === undefined || last === undefined || total === 0) return null;

  return (
    <section className={styles.chart} aria-label={text('chart.title')}>
      <div className={styles.head}>
        <ul className={styles.legend}>
          {totals.map((kind) => (
            <li key={kind.kind}>
              <span className={styles.swatch} data-kind={kind.kind} />
              {text(`chart.kind.${kind.kind}`)} <strong>{formatNumber(kind.total)}</strong>
            </li>
          ))}
        </ul>
        <Button look="quiet" onPress={() => setAsTable(!asTable)}>
          {text(asTable ? 'chart.as-chart' : 'chart.as-table')}
        </Button>
      </div>
      {asTable ? (
        <CountTable bins={bins} shown={shown} />
      ) : (
        <>
          <div className={styles.plot}>
            <span className={styles.most}>{formatNumber(most)}</span>
            <svg
              role="img"
              aria-label={text(links === undefined ? 'chart.summary.failures' : 'chart.summary', figures)}
              viewBox={`0 0 ${bins.length} ${height}`}
              preserveAspectRatio="none"
              className={styles.bars}
            >
              <Bars bins={bins} shown={shown} most={most} />
            </svg>
          </div>
          <p className={styles.axis}>
            <span>{nameOf(first)}</span>
            <span>{nameOf(last)}</span>
          </p>
        </>
      )}
    </section>
  );
}

const emptyBin: Bin = {
  start: 0,
  unit: 'day',
  counts: { linked: 0, scan: 0, link: 0, network: 0, workstation: 0 },
  total: 0,
};
