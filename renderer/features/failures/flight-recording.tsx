import { useCallback, useState } from 'react';
import { useIntl } from 'react-intl';

import type { FlightFrame } from '../../../shared/flight.ts';
import { useText } from '../../i18n/use-text.ts';
import { useConsole } from '../../state/services.ts';
import { useAnswer } from '../../state/use-answer.ts';
import { ErrorLine } from '../../ui/error-line.tsx';
import { Ltr } from '../../ui/ltr.tsx';
import styles from './flight-recording.module.css';

/** `iq type=set › pair-device › ref`: what a frame was, in the protocol's own words. */
function outline({ tag, attributes, children }: FlightFrame): string {
  const told = Object.entries(attributes).flatMap(([name, value]) => (value === '…' ? [] : [`${name}=${value}`]));
  return [[tag, ...told].join(' '), ...new Set(children)].join(' › ');
}

function Frames({ frames }: { readonly frames: readonly FlightFrame[] }) {
  const text = useText();
  const { formatNumber } = useIntl();
  const start = frames[0]?.at ?? 0;
  const seconds = (at: number) =>
    formatNumber((at - start) / 1000, { minimumFractionDigits: 2, maximumFractionDigits: 2, signDisplay: 'always' });
  return (
    <div className={styles.frame} role="region" aria-label={text('flight.title')} tabIndex={0}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{text('flight.time')}</th>
            <th scope="col">{text('flight.direction')}</th>
            <th scope="col">{text('flight.frame')}</th>
            <th scope="col">{text('flight.bytes')}</th>
          </tr>
        </thead>
        <tbody>
          {frames.map((frame, index) => (
            <tr key={index} data-direction={frame.direction}>
              <td>
                <Ltr mono>{seconds(frame.at)}</Ltr>
              </td>
              <td>{text(`flight.${frame.direction}`)}</td>
              <td>
                <Ltr mono>{outline(frame)}</Ltr>
              </td>
              <td>{formatNumber(frame.bytes)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Recording({ id }: { readonly id: string }) {
  const text = useText();
  const { journal } = useConsole();
  const answer = useAnswer(useCallback(() => journal.flight({ id }), [journal, id]));
  if (answer.kind === 'failed') return <ErrorLine error={answer.error} />;
  if (answer.kind !== 'here') return null;
  if (answer.value === null) return <p className={styles.lead}>{text('flight.none')}</p>;
  return (
    <>
      <p className={styles.lead}>{text('flight.lead')}</p>
      <Frames frames={answer.value} />
    </>
  );
}

/** What passed between the console and WhatsApp before a failure, for whoever knows the protocol. */
export function FlightRecording({ id }: { readonly id: string }) {
  const text = useText();
  const [open, setOpen] = useState(false);
  return (
    <details open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary className={styles.summary}>{text('flight.title')}</summary>
      {open && <Recording id={id} />}
    </details>
  );
}
