import { ChevronDown } from 'lucide-react';
import { useId, useState, type ReactNode } from 'react';

import type { Failure } from '../../../shared/failure.ts';
import { useMoments } from '../../i18n/use-moments.ts';
import { useText } from '../../i18n/use-text.ts';
import styles from './folded-failure.module.css';

interface FoldedFailureProps {
  readonly failure: Failure;
  /** What can be done about it without opening it. */
  readonly action: ReactNode;
  /** All of it, drawn once it is opened. */
  readonly children: ReactNode;
}

/** An attempt that came to nothing, as one line: what is on screen now matters more. */
export function FoldedFailure({ failure, action, children }: FoldedFailureProps) {
  const text = useText();
  const moments = useMoments();
  const [open, setOpen] = useState(false);
  const id = useId();
  return (
    <section data-folded className={styles.folded} aria-labelledby={id}>
      <details open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary className={styles.line}>
          <ChevronDown size={16} aria-hidden />
          <span className={styles.words}>
            <span className={styles.quiet}>{text('failure.before')}</span>{' '}
            <strong id={id}>{text(`cause.${failure.cause}.title`)}</strong>{' '}
            <time className={styles.quiet} dateTime={new Date(failure.at).toISOString()}>
              {moments.short(failure.at)}
            </time>
          </span>
        </summary>
        {open && children}
      </details>
      {action}
    </section>
  );
}
