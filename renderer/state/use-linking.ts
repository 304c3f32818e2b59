import { useEffect, useState } from 'react';

import type { LinkingState } from '../../shared/linking.ts';
import { useConsole } from './services.ts';

/** The queue of linking mode as it is in the main process; `null`: there is none, `undefined`: not known yet. */
export function useLinking(): LinkingState | null | undefined {
  const { linking } = useConsole();
  const [state, setState] = useState<LinkingState | null>();
  useEffect(() => {
    let gone = false;
    let heard = false;
    // Listened to before it is asked for: what comes by event is never older than the answer.
    const stop = linking.changed((next) => {
      heard = true;
      setState(next);
    });
    void linking.state().then((answer) => {
      if (!gone && !heard && answer.ok) setState(answer.value);
    });
    return () => {
      gone = true;
      stop();
    };
  }, [linking]);
  return state;
}
