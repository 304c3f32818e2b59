import { ArrowRight, Stethoscope } from 'lucide-react';
import { type ReactNode, useId } from 'react';

import { mayLieHere } from '../../../shared/causes.ts';
import type { SessionSnapshot } from '../../../shared/session.ts';
import { useMoments } from '../../i18n/use-moments.ts';
import { useText } from '../../i18n/use-text.ts';
import { Button } from '../../ui/button.tsx';
import { Ltr } from '../../ui/ltr.tsx';
import styles from './failure-panel.module.css';
import { PackNote } from './pack-note.tsx';
import { SaidByWhatsApp } from './said-by-whatsapp.tsx';

type Failure = NonNullable<SessionSnapshot['failure']>;

function FailureFacts({ failure, past }: { readonly failure: Failure; readonly past: boolean }) {
  const text = useText();
  const moments = useMoments();
  return (
    <>
      {failure.blockedUntil !== undefined && (
        <p>{text('failure.blocked-until', { time: moments.full(failure.blockedUntil) })}</p>
      )}
      <dl className={styles.facts}>
        {failure.place !== undefined && (
          <>
            <dt>{text('failure.folder')}</dt>
            <dd>
              <Ltr mono>{failure.place}</Ltr>
            </dd>
          </>
        )}
        {failure.holder !== undefined && (
          <>
            <dt>{text('failure.holder')}</dt>
            <dd>
              <Ltr mono>{failure.holder}</Ltr>
            </dd>
          </>
        )}
        {failure.detail !== undefined && (
          <>
            <dt>{text('failure.detail')}</dt>
            <dd>
              <bdi>{failure.detail}</bdi>
            </dd>
          </>
        )}
      </dl>
      <p className={styles.foot}>
        {failure.confidence !== undefined && failure.suspects === undefined && (
          <span>{text(`failure.confidence.${failure.confidence}`)}</span>
        )}
        <span>{text(`failure.credentials.${failure.credentials}`)}</span>
        {!past && <span>{text(`failure.retry.${failure.retry}`)}</span>}
      </p>
    </>
  );
}

interface FailurePanelProps {
  readonly failure: Failure;
  /** A fresh code is on screen, which matters more: the least that must be said. */
  readonly brief?: boolean | undefined;
  /** `false`: it stands under its title already. */
  readonly titled?: boolean;
  /** It is an entry of the log, and what was to happen next has long happened. */
  readonly past?: boolean;
  /** Somebody said what the phone shows: what follows from that brings other next steps, so there is none here. */
  readonly explained?: boolean;
  /** What may lie behind it. */
  readonly children?: ReactNode;
  /** The way to find out whether it is this computer or the network, where the cause may lie there. */
  readonly onCheck?: (() => void) | undefined;
}

/** What happened, what it means and the one next step; the rest, for a report, in small. */
export function FailurePanel(props: FailurePanelProps) {
  const { failure, brief = false, titled = true, past = false, explained = false, children, onCheck } = props;
  const text = useText();
  const moments = useMoments();
  const { cause } = failure;
  const id = useId();
  const Frame = titled ? 'section' : 'div';
  return (
    <Frame
      className={styles.panel}
      data-urgent={(failure.retry === 'operator' && failure.blockedUntil === undefined) || undefined}
      {...(titled && { 'aria-labelledby': id })}
    >
      <p className={styles.eyebrow}>
        <span>{text(past ? 'failure.past' : 'failure.last')}</span>
        <time dateTime={new Date(failure.at).toISOString()}>
          {past ? moments.full(failure.at) : moments.short(failure.at)}
        </time>
        {failure.statusCode !== undefined && <span>{text('failure.code', { code: String(failure.statusCode) })}</span>}
      </p>
      {titled && (
        <h2 id={id} className={styles.title}>
          {text(`cause.${cause}.title`)}
        </h2>
      )}
      {!brief && <p>{text(`cause.${cause}.meaning`)}</p>}
      {!explained && (
        <p className={styles.step}>
          <ArrowRight size={18} aria-hidden />
          <span>
            <strong>{text('failure.next')}</strong> {text(`cause.${cause}.step`)}
          </span>
        </p>
      )}
      {!brief && <PackNote cause={cause} />}
      {failure.said !== undefined && <SaidByWhatsApp said={failure.said} />}
      {children}
      {!brief && <FailureFacts failure={failure} past={past} />}
      {onCheck !== undefined && mayLieHere(cause) && (
        <div>
          <Button onPress={onCheck}>
            <Stethoscope size={16} aria-hidden />
            {text('diagnostics.title')}
          </Button>
        </div>
      )}
    </Frame>
  );
}
