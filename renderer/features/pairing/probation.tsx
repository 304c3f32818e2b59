import { Label } from 'react-aria-components/Label';
import { ProgressBar } from 'react-aria-components/ProgressBar';

import { useText } from '../../i18n/use-text.ts';
import { useCountdown } from '../../state/use-countdown.ts';
import styles from './probation.module.css';

interface ProbationProps {
  /** Epoch milliseconds. */
  readonly startedAt: number;
  readonly endsAt: number;
}

/** How much longer an accepted login must hold before it counts as stable. */
export function Probation({ startedAt, endsAt }: ProbationProps) {
  const text = useText();
  const secondsLeft = useCountdown(endsAt);
  const total = Math.max(1, Math.round((endsAt - startedAt) / 1000));
  const left = text('probation.left', { seconds: secondsLeft });
  return (
    <ProgressBar value={total - secondsLeft} maxValue={total} valueLabel={left} className={styles.probation ?? ''}>
      {({ percentage }) => (
        <>
          <Label>{text('probation.label')}</Label>
          <span className={styles.left}>{left}</span>
          <div className={styles.track}>
            <div className={styles.fill} style={{ inlineSize: `${percentage ?? 0}%` }} />
          </div>
        </>
      )}
    </ProgressBar>
  );
}
