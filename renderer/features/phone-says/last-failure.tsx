import type { SessionSnapshot } from '../../../shared/session.ts';
import { FailurePanel } from '../failures/failure-panel.tsx';
import { useJournal } from '../failures/use-journal.ts';
import { EntryDiagnosis } from './entry-diagnosis.tsx';
import type { Question } from './phone-question.tsx';
import { SuspectList } from './suspect-list.tsx';

interface LastFailureProps {
  readonly tenantId: string;
  readonly failure: NonNullable<SessionSnapshot['failure']>;
  /** A fresh code is on screen, which matters more. */
  readonly brief?: boolean;
  readonly onAsk: (question: Question) => void;
  readonly onCheck: (() => void) | undefined;
}

/** The failure that a tenant's page shows, and what its entry in the log says beside it. */
export function LastFailure({ tenantId, failure, brief, onAsk, onCheck }: LastFailureProps) {
  const journal = useJournal({ tenantId, limit: 4 });
  const entries = journal.kind === 'entries' ? journal.entries : [];
  const entry = entries.find((candidate) => candidate.failure.at === failure.at);
  return (
    <FailurePanel failure={failure} brief={brief} explained={entry?.phone !== undefined} onCheck={onCheck}>
      {entry !== undefined && <EntryDiagnosis entry={entry} onAsk={onAsk} />}
      {entry === undefined && failure.suspects !== undefined && <SuspectList suspects={failure.suspects} />}
    </FailurePanel>
  );
}
