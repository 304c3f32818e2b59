import { Hourglass } from 'lucide-react';

import type { AttemptsPause } from '../../../shared/console.ts';
import { isolate } from '../../i18n/isolate.ts';
import { useMoments } from '../../i18n/use-moments.ts';
import { useText } from '../../i18n/use-text.ts';
import { useCountdown } from '../../state/use-countdown.ts';
import styles from './restriction-note.module.css';

/** The console makes no attempt to link this tenant for now: until when, and why. */
export function AttemptsNote({ pause: { until } }: { readonly pause: AttemptsPause }) {
  const text = useText();
  const moments = useMoments();
  const seconds = useCountdown(until);
  if (seconds === 0) return null;
  const title = text('wall.paused.attempts', { time: isolate(moments.short(until)) });
  return (
    <section className={styles.note} aria-label={title}>
      <Hourglass size={18} aria-hidden />
      <div>
        <h2>{title}</h2>
        <p>{`${text('wall.paused.attempts.detail')} ${text('wall.paused.attempts.then')}`}</p>
      </div>
    </section>
  );
}
