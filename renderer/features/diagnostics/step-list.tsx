import { Check, Circle, CircleAlert, CircleHelp, LoaderCircle, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';

import type { Level } from '../../../shared/preflight-rules.ts';
import { useText } from '../../i18n/use-text.ts';
import styles from './step-list.module.css';

export type StepState = Level | 'running' | 'waiting';

const marks = {
  ok: Check,
  attention: TriangleAlert,
  failed: CircleAlert,
  open: CircleHelp,
  running: LoaderCircle,
  waiting: Circle,
} as const;

interface StepProps {
  readonly state: StepState;
  readonly title: string;
  readonly finding?: string | undefined;
  readonly advice?: string | undefined;
  /** How long it took. */
  readonly ms?: number | undefined;
}

/** One thing that was looked at. Each state has its shape and its word; none is green, because none proves a link. */
export function Step({ state, title, finding, advice, ms }: StepProps) {
  const text = useText();
  const Mark = marks[state];
  return (
    <li className={styles.step} data-state={state}>
      <span className={styles.mark}>
        <Mark size={17} role="img" aria-label={text(`diagnostics.level.${state}`)} />
      </span>
      <div className={styles.words}>
        <p className={styles.title}>
          <strong>{title}</strong>
          {ms !== undefined && <span className={styles.ms}>{text('diagnostics.ms', { ms: Math.round(ms) })}</span>}
        </p>
        {finding !== undefined && <p className={styles.finding}>{finding}</p>}
        {advice !== undefined && (
          <p>
            <strong>{text('diagnostics.advice')}</strong> {advice}
          </p>
        )}
      </div>
    </li>
  );
}

export function StepList({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <ol className={styles.list} aria-label={label}>
      {children}
    </ol>
  );
}
