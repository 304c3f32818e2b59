import { Download } from 'lucide-react';
import { useCallback, useState } from 'react';
import { useIntl } from 'react-intl';

import type { CommandError } from '../../../shared/errors.ts';
import type { FlightFrame } from '../../../shared/flight.ts';
import type { Result } from '../../../shared/result.ts';
import type { TenantId } from '../../../shared/tenant.ts';
import { useText } from '../../i18n/use-text.ts';
import { useConsole } from '../../state/services.ts';
import { useAnswer } from '../../state/use-answer.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorLine } from '../../ui/error-line.tsx';
import { Ltr } from '../../ui/ltr.tsx';
import { saveFile } from '../../ui/save-file.ts';
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

interface RecordingProps {
  /** Asked once, when the recording is first wanted. */
  readonly read: () => Promise<Result<FlightFrame[] | null, CommandError>>;
  /** Of the file it can be saved as, without an ending. */
  readonly name: string;
}

function Recording({ read, name }: RecordingProps) {
  const text = useText();
  const answer = useAnswer(read);
  if (answer.kind === 'failed') return <ErrorLine error={answer.error} />;
  if (answer.kind !== 'here') return null;
  const frames = answer.value;
  if (frames === null) return <p className={styles.lead}>{text('flight.none')}</p>;
  return (
    <>
      <p className={styles.lead}>{text('flight.lead')}</p>
      <Frames frames={frames} />
      <Button
        look="quiet"
        onPress={() => saveFile(`${name}.json`, 'application/json', `${JSON.stringify(frames, null, 2)}\n`)}
      >
        <Download size={15} aria-hidden />
        {text('flight.save')}
      </Button>
    </>
  );
}

function Disclosure({ title, ...recording }: RecordingProps & { readonly title: string }) {
  const [open, setOpen] = useState(false);
  return (
    <details open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary className={styles.summary}>{title}</summary>
      {open && <Recording {...recording} />}
    </details>
  );
}

/** What passed between the console and WhatsApp before a failure, for readers who know the protocol. */
export function FlightRecording({ id }: { readonly id: string }) {
  const text = useText();
  const { journal } = useConsole();
  const read = useCallback(() => journal.flight({ id }), [journal, id]);
  return <Disclosure title={text('flight.title')} read={read} name={`recording-${id}`} />;
}

/** The same of the tenant's newest link: how WhatsApp has linked a phone that is linked. */
export function LinkRecording({ tenantId }: { readonly tenantId: TenantId }) {
  const text = useText();
  const { journal } = useConsole();
  const read = useCallback(() => journal.linkFlight({ tenantId }), [journal, tenantId]);
  return <Disclosure title={text('flight.link.title')} read={read} name={`link-${tenantId}`} />;
}
