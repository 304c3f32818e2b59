import { Label } from 'react-aria-components/Label';
import { ProgressBar as AriaProgressBar } from 'react-aria-components/ProgressBar';

import styles from './progress-bar.module.css';

interface ProgressBarProps {
  readonly label: string;
  readonly done: number;
  readonly total: number;
}

/** How far something has come, in words for those who do not see the bar. */
export function ProgressBar({ label, done, total }: ProgressBarProps) {
  const share = total === 0 ? 0 : (done / total) * 100;
  return (
    <AriaProgressBar value={share} className={styles.progress ?? ''}>
      <Label className={styles.label ?? ''}>{label}</Label>
      <div className={styles.track}>
        <div className={styles.bar} style={{ inlineSize: `${String(share)}%` }} />
      </div>
    </AriaProgressBar>
  );
}
