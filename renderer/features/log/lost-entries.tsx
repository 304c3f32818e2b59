import { useMoments } from '../../i18n/use-moments.ts';
import { useText } from '../../i18n/use-text.ts';
import { useConsole } from '../../state/services.ts';
import { useAnswer } from '../../state/use-answer.ts';
import styles from './failure-log.module.css';

/** How many entries the log had to leave out, so that a reader knows it is not whole. */
export function LostEntries() {
  const text = useText();
  const moments = useMoments();
  const { journal } = useConsole();
  const answer = useAnswer(journal.loss);
  if (answer.kind !== 'here' || answer.value === null) return null;
  const { lost, at } = answer.value;
  return <p className={styles.lead}>{text('log.lost', { lost, time: moments.full(at) })}</p>;
}
