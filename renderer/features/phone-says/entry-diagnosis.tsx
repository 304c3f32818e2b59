import { causes } from '../../../shared/causes.ts';
import type { JournalEntry } from '../../../shared/journal.ts';
import { AskButton } from './ask-button.tsx';
import styles from './entry-diagnosis.module.css';
import { PhoneDiagnosis } from './phone-diagnosis.tsx';
import type { Question } from './phone-question.tsx';
import { SuspectList } from './suspect-list.tsx';

interface EntryDiagnosisProps {
  readonly entry: JournalEntry;
  /** Absent where the question is asked elsewhere. */
  readonly onAsk: ((question: Question) => void) | undefined;
}

/** A phone knows nothing of this computer's disk, or of its way to WhatsApp. */
export function isAskable({ failure }: JournalEntry): boolean {
  const { kind } = causes[failure.cause];
  return kind === 'scan' || kind === 'link';
}

/** The question that tells more of an entry of the log, and what lies behind it as far as anyone can tell. */
export function EntryDiagnosis({ entry, onAsk }: EntryDiagnosisProps) {
  const { id, failure, phone } = entry;
  const askable = isAskable(entry);
  if (!askable && failure.suspects === undefined) return null;
  return (
    <div className={styles.diagnosis}>
      {askable && onAsk !== undefined && (
        <div>
          <AskButton onAsk={() => onAsk({ kind: 'entry', id })} />
        </div>
      )}
      {phone !== undefined && <PhoneDiagnosis explanation={phone} />}
      {phone === undefined && failure.suspects !== undefined && <SuspectList suspects={failure.suspects} />}
    </div>
  );
}
