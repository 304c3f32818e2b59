import { useText } from '../../i18n/use-text.ts';
import { Select } from '../../ui/select.tsx';
import styles from './bridge-section.module.css';

/** What can be chosen, in seconds. */
const choices = [0, 5, 15, 30, 60, 120, 300, 600];

interface FlapWindowProps {
  /** Milliseconds. */
  readonly flapMs: number;
  /** Who has decided it, where the window cannot. */
  readonly fixed: 'environment' | 'organisation' | undefined;
  readonly onChange: (flapMs: number) => void;
}

/** How long a lost link may take to come back before the backend hears of it. */
export function FlapWindow({ flapMs, fixed, onChange }: FlapWindowProps) {
  const text = useText();
  const seconds = flapMs / 1000;
  const nameOf = (count: number) => text('bridge.flap.time', { seconds: count });
  if (fixed !== undefined) {
    return (
      <p className={styles.hint}>
        {text('bridge.flap.fixed', { time: nameOf(seconds) })} {fixed === 'environment' && text('bridge.fixed')}
      </p>
    );
  }
  const offered = choices.includes(seconds) ? choices : [...choices, seconds].sort((a, b) => a - b);
  return (
    <div>
      <Select
        label={text('bridge.flap')}
        value={String(seconds)}
        options={offered.map((count) => ({ value: String(count), label: nameOf(count) }))}
        onChange={(chosen) => onChange(Number(chosen) * 1000)}
      />
      <p className={styles.hint}>{text('bridge.flap.hint')}</p>
    </div>
  );
}
