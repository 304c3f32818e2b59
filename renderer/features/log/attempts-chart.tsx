import { useMemo, useState } from 'react';
import { useIntl } from 'react-intl';

import type { JournalEntry, NewLink } from '../../../shared/journal.ts';
import { useText } from '../../i18n/use-text.ts';
import { Button } from '../../ui/button.tsx';
import { AttemptBars } from './attempt-bars.tsx';
import styles from './attempts-chart.module.css';
import { countByTime, outcomes, type Bin, type Outcome, type Range, type Span } from './log-query.ts';

function useBinName(): (bin: Pick<Bin, 'start' | 'unit'>) => string {
  const { formatDate } = useIntl();
  return ({ start, unit }) =>
    unit === 'hour'
      ? formatDate(start, { hour: 'numeric', minute: '2-digit' })
      : formatDate(start, { weekday: 'short', day: 'numeric', month: 'short' });
}

interface CountTableProps {
  readonly bins: readonly Bin[];
  readonly shown: readonly Outcome[];
  readonly onChoose: (bin: Bin) => void;
}

function CountTable({ bins, shown, onChoose }: CountTableProps) {
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
                <th scope="row">
                  <Button look="quiet" onPress={() => onChoose(bin)}>
                    {nameOf(bin)}
                  </Button>
                </th>
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
  /** The hour or the day that the log is narrowed to. */
  readonly within: Span | undefined;
  /** The same one once more lifts it. */
  readonly onWithin: (span: Span | undefined) => void;
}

/**
 * Attempts over time: new links above the axis, failures below it by where the cause lies. The values of a bar are told
 * under the pointer, and a press narrows the log to it; the same figures as a table on request, for the keyboard, too.
 */
export function AttemptsChart({ entries, links, range, now, within, onWithin }: AttemptsChartProps) {
  const text = useText();
  const { formatNumber } = useIntl();
  const nameOf = useBinName();
  const [asTable, setAsTable] = useState(false);
  const [pointed, setPointed] = useState<Bin>();
  const bins = useMemo(() => countByTime(entries, links ?? [], range, now), [entries, links, range, now]);
  const [first] = bins;
  const last = bins.at(-1);
  const busiest = bins.reduce((most, bin) => (bin.total > most.total ? bin : most), first ?? emptyBin);
  const shown = outcomes.filter((kind) => kind !== 'linked' || links !== undefined);
  const totals = shown.map((kind) => ({ kind, total: bins.reduce((sum, { counts }) => sum + counts[kind], 0) }));
  const total = totals.reduce((sum, kind) => sum + kind.total, 0);
  const linked = bins.reduce((sum, { counts }) => sum + counts.linked, 0);
  const figures = { failures: total - linked, linked, most: Math.max(1, busiest.total), time: nameOf(busiest) };
  if (first === undefined || last === undefined || total === 0) return null;

  function choose(bin: Bin): void {
    const end = bins[bins.indexOf(bin) + 1]?.start ?? Infinity;
    onWithin(within?.from === bin.start ? undefined : { from: bin.start, until: end });
  }
  function valuesOf(bin: Bin): string {
    const { counts } = bin;
    const values = { time: nameOf(bin), failures: bin.total - counts.linked, linked: counts.linked };
    return text(links === undefined ? 'chart.values.failures' : 'chart.values', values);
  }

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
        <CountTable bins={bins} shown={shown} onChoose={choose} />
      ) : (
        <>
          <AttemptBars
            bins={bins}
            shown={shown}
            summary={text(links === undefined ? 'chart.summary.failures' : 'chart.summary', figures)}
            pointed={pointed?.start}
            chosen={within?.from}
            onPoint={setPointed}
            onChoose={choose}
          />
          <p className={styles.axis}>
            <span>{nameOf(first)}</span>
            <strong>{pointed === undefined ? text('chart.hint') : valuesOf(pointed)}</strong>
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
