import { CircleDashed, CircleDot } from 'lucide-react';

import { evidenceSteps, type Provable } from '../../../shared/proof.ts';
import { useMoments } from '../../i18n/use-moments.ts';
import { useText } from '../../i18n/use-text.ts';
import { DrawnTick } from '../../ui/drawn-tick.tsx';
import styles from './proof-steps.module.css';

/** What to say of the first step that is not proven; nothing where no one works on it. */
function labelOfNext({ phase, evidence }: Provable) {
  switch (phase) {
    case 'idle':
    case 'stopping':
    case 'stopped':
      return undefined;
    case 'connecting':
      // No phone can scan before there is a code.
      return evidence['account-verified'] === undefined ? undefined : 'evidence.now';
    case 'awaiting-scan':
    case 'awaiting-code':
    case 'awaiting-passkey':
      // It is the phone's turn.
      return 'evidence.waiting';
    case 'awaiting-acceptance':
      // With a wrong number it is the operator's.
      return 'evidence.waiting';
    default:
      return 'evidence.now';
  }
}

/** What is proven so far, as one row of steps, each with the time it was proven. */
export function ProofSteps({ session }: { readonly session: Provable }) {
  const text = useText();
  const moments = useMoments();
  const nowLabel = labelOfNext(session);
  const next = evidenceSteps.find((step) => session.evidence[step] === undefined);

  return (
    <section
      className={styles.proof}
      data-withheld={session.wrongNumber !== undefined || undefined}
      aria-label={text('evidence.title')}
    >
      <ol className={styles.steps}>
        {evidenceSteps.map((step) => {
          const at = session.evidence[step];
          const state = at !== undefined ? 'done' : nowLabel !== undefined && step === next ? 'now' : 'pending';
          return (
            <li
              key={step}
              className={styles.step}
              data-state={state}
              aria-current={state === 'now' ? 'step' : undefined}
              title={text(`evidence.${step}.detail`)}
            >
              {state === 'done' && <DrawnTick size={20} />}
              {state === 'now' && <CircleDot size={20} strokeWidth={2} aria-hidden />}
              {state === 'pending' && <CircleDashed size={20} strokeWidth={2} aria-hidden />}
              <p className={styles.name}>{text(`evidence.${step}`)}</p>
              <p className={styles.heard}>{text(`evidence.${step}.detail`)}</p>
              <p className={styles.when}>
                {at === undefined ? (
                  text((state === 'now' ? nowLabel : undefined) ?? 'evidence.pending')
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
