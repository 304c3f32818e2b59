import { CircleCheck, CircleDashed, CircleDot } from 'lucide-react';

import { evidenceSteps } from '../../../shared/proof.ts';
import type { SessionSnapshot } from '../../../shared/session.ts';
import { useMoments } from '../../i18n/use-moments.ts';
import { useText } from '../../i18n/use-text.ts';
import styles from './evidence-ladder.module.css';

const shapes = { done: CircleCheck, now: CircleDot, pending: CircleDashed } as const;

/** What is proven so far, step by step, each with the time it was proven. */
export function EvidenceLadder({ session }: { readonly session: Pick<SessionSnapshot, 'phase' | 'evidence'> }) {
  const text = useText();
  const moments = useMoments();
  const moving = session.phase !== 'idle' && session.phase !== 'stopping' && session.phase !== 'stopped';
  // Under a QR it is the phone's turn: nothing is in progress here.
  const nowLabel = session.phase === 'awaiting-scan' ? 'evidence.waiting' : 'evidence.now';
  const next = evidenceSteps.find((step) => session.evidence[step] === undefined);

  return (
    <section className={styles.ladder} aria-labelledby="evidence-title">
      <h2 id="evidence-title">{text('evidence.title')}</h2>
      <ol>
        {evidenceSteps.map((step) => {
          const at = session.evidence[step];
          const state = at !== undefined ? 'done' : moving && step === next ? 'now' : 'pending';
          const Shape = shapes[state];
          return (
            <li
              key={step}
              className={styles.step}
              data-state={state}
              aria-current={state === 'now' ? 'step' : undefined}
            >
              <Shape size={18} strokeWidth={2} aria-hidden />
              <div>
                <p className={styles.name}>{text(`evidence.${step}`)}</p>
                <p className={styles.detail}>{text(`evidence.${step}.detail`)}</p>
              </div>
              <p className={styles.when}>
                {at === undefined ? (
                  text(state === 'now' ? nowLabel : 'evidence.pending')
                ) : (
                  <time dateTime={new Date(at).toISOString()} title={moments.full(at)}>
                    {moments.short(at)}
                  </time>
                )}
              </p>
            </li>
          );
        })}
      </ol>
    </section>
  );
}
