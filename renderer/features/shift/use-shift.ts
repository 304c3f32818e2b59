import { useEffect, useState } from 'react';

import type { Shift } from '../../../shared/shift.ts';
import { useConsole, useRoster } from '../../state/services.ts';
import type { Answer } from '../../state/use-answer.ts';

/** Today's figures, asked for again whenever something was linked or has failed, when a tenant comes or goes, and at midnight. */
export function useShift(): Answer<Shift> {
  const { journal } = useConsole();
  const roster = useRoster();
  const [answer, setAnswer] = useState<Answer<Shift>>({ kind: 'loading' });
  useEffect(() => {
    let gone = false;
    async function ask(): Promise<void> {
      const result = await journal.shift();
      if (gone) return;
      setAnswer(result.ok ? { kind: 'here', value: result.value } : { kind: 'failed', error: result.error });
    }
    const askAgain = () => void ask();
    const stops = [journal.linked(askAgain), journal.appended(askAgain)];
    let midnight: number;
    const waitForMidnight = () => {
      midnight = window.setTimeout(
        () => {
          askAgain();
          waitForMidnight();
        },
        new Date().setHours(24, 0, 1, 0) - Date.now(),
      );
    };
    waitForMidnight();
    askAgain();
    return () => {
      gone = true;
      window.clearTimeout(midnight);
      for (const stop of stops) stop();
    };
  }, [journal, roster]);
  return answer;
}
