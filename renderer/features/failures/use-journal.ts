import { useMemo, useSyncExternalStore } from 'react';

import { createJournalFeed, type JournalView } from '../../state/journal-feed.ts';
import { useConsole } from '../../state/services.ts';

interface JournalQuery {
  /** Absent: every tenant's. */
  readonly tenantId: string | undefined;
  readonly limit: number;
}

/** The failure log as it stands and as it grows, newest first. */
export function useJournal({ tenantId, limit }: JournalQuery): JournalView {
  const { journal } = useConsole();
  const feed = useMemo(() => createJournalFeed({ journal, tenantId, limit }), [journal, tenantId, limit]);
  return useSyncExternalStore(feed.subscribe, feed.read);
}
