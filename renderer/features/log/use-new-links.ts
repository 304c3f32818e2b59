import { useEffect, useMemo, useState } from 'react';

import type { NewLink } from '../../../shared/journal.ts';
import { useConsole } from '../../state/services.ts';
import { useAnswer } from '../../state/use-answer.ts';

/** New links of the last 90 days, oldest first, and those that come; `undefined`: not known, or not yet. */
export function useNewLinks(): readonly NewLink[] | undefined {
  const { journal } = useConsole();
  const answer = useAnswer(journal.newLinks);
  const [live, setLive] = useState<readonly NewLink[]>([]);
  useEffect(() => journal.linked((link) => setLive((known) => [...known, link])), [journal]);
  return useMemo(() => {
    if (answer.kind !== 'here') return undefined;
    // One that came while the list was on its way is in it too.
    const isListed = (link: NewLink) =>
      answer.value.some(({ tenantId, at }) => tenantId === link.tenantId && at === link.at);
    return [...answer.value, ...live.filter((link) => !isListed(link))];
  }, [answer, live]);
}
