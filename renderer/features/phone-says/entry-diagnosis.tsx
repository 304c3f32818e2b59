import { causes } from '../../../shared/causes.ts';
import type { JournalEntry } from '../../../shared/journal.ts';
import { AskButton } from './ask-button.tsx';
import styles from './entry-diagnosis.module.css';
import { PhoneDiagnosis } from './phone-diagnosis.tsx';
import type { Question } from './phone-question.tsx';
import { SuspectList } from './suspect-list.tsx';

interface EntryDiagnosisProps {
  readonly entry: JournalEntry;
  readonly onAsk: (question: Question) => void;
}

/** The question that tells more of an entry of the log, and what lies behind it as far as anyone can tell. */
export function EntryDiagnosis({ entry, onAsk }: EntryDiagnosisProps) {
  const { id, failure, phone } = entry;
  // A phone knows nothing of this computer's disk, or of its way to WhatsApp.
  const { kind } = causes[failure.cause];
  const askable = kind === 'scan' || kind === 'link';
  if (!askable && failure.suspects === undefined) return null;
  return (
    <div className={styles.diagnosis}>
      {askable && (
        <div>
          <AskButton onAsk={() => onAsk({ kind: 'entry', id })} />
        </div>
      )}
      {phone !== undefined && <PhoneDiagnosis explanation={phone} />}
      {phone === undefined && failure.suspects !== undefined && <SuspectList suspects={failure.suspects} />}
    </div>
  );
}
