import type { SessionSnapshot } from '../../../shared/session.ts';
import { FailurePanel } from '../failures/failure-panel.tsx';
import { FoldedFailure } from '../failures/folded-failure.tsx';
import { useJournal } from '../failures/use-journal.ts';
import { AskButton } from './ask-button.tsx';
import { EntryDiagnosis, isAskable } from './entry-diagnosis.tsx';
import type { Question } from './phone-question.tsx';
import { SuspectList } from './suspect-list.tsx';

interface LastFailureProps {
  readonly tenantId: string;
  readonly failure: NonNullable<SessionSnapshot['failure']>;
  /** Something on screen matters more, such as a fresh code: one line, which opens. */
  readonly folded?: boolean;
  readonly onAsk: (question: Question) => void;
  readonly onCheck: (() => void) | undefined;
}

/** The failure that a tenant's page shows, and what its entry in the log says beside it. */
export function LastFailure({ tenantId, failure, folded = false, onAsk, onCheck }: LastFailureProps) {
  const journal = useJournal({ tenantId, limit: 4 });
  const entries = journal.kind === 'entries' ? journal.entries : [];
  const entry = entries.find((candidate) => candidate.failure.at === failure.at);
  const asks = folded && entry !== undefined && entry.phone === undefined && isAskable(entry);
  const panel = (
    <FailurePanel
      failure={failure}
      brief={folded}
      titled={!folded}
      explained={entry?.phone !== undefined}
      onCheck={onCheck}
    >
      {entry !== undefined && <EntryDiagnosis entry={entry} onAsk={asks ? undefined : onAsk} />}
      {entry === undefined && failure.suspects !== undefined && <SuspectList suspects={failure.suspects} />}
    </FailurePanel>
  );
  if (!folded) return panel;
  return (
    <FoldedFailure
      failure={failure}
      action={asks && <AskButton onAsk={() => onAsk({ kind: 'entry', id: entry.id })} />}
    >
      {panel}
    </FoldedFailure>
  );
}
