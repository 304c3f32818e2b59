import type { SessionSnapshot } from '../../../shared/session.ts';
import { useJournal } from '../failures/use-journal.ts';
import { EntryDiagnosis } from './entry-diagnosis.tsx';
import type { Question } from './phone-question.tsx';
import { SuspectList } from './suspect-list.tsx';

interface LastDiagnosisProps {
  readonly tenantId: string;
  readonly failure: NonNullable<SessionSnapshot['failure']>;
  readonly onAsk: (question: Question) => void;
}

/** The same for the failure that a tenant's page shows, by way of its entry in the log. */
export function LastDiagnosis({ tenantId, failure, onAsk }: LastDiagnosisProps) {
  const journal = useJournal({ tenantId, limit: 4 });
  const entries = journal.kind === 'entries' ? journal.entries : [];
  const entry = entries.find((candidate) => candidate.failure.at === failure.at);
  if (entry !== undefined) return <EntryDiagnosis entry={entry} onAsk={onAsk} />;
  return failure.suspects === undefined ? null : <SuspectList suspects={failure.suspects} />;
}
