import { useCallback, useEffect, useState, useSyncExternalStore } from 'react';

import type { Power } from '../../shared/app.ts';
import { useConsole, useRoster, useServices } from './services.ts';

interface Returning {
  /** Proven links that have lost their connection and are being brought back. */
  readonly count: number;
  /** When the machine last went to sleep and has woken up since; epoch ms. */
  readonly sleptAt: number | undefined;
  readonly forgetSleep: () => void;
}

/** What is on its way back, and whether that is because the machine was asleep. */
export function useReturning(): Returning {
  const { app } = useConsole();
  const { store } = useServices();
  const roster = useRoster();
  const [sleptAt, setSleptAt] = useState<number>();
  const read = useCallback(
    () => roster.reduce((sum, { id }) => sum + (store.tenant(id)?.session.phase === 'reconnecting' ? 1 : 0), 0),
    [store, roster],
  );
  useEffect(() => {
    let from: number | undefined;
    return app.power(({ state, at }: Power) => {
      if (state === 'asleep') from = at;
      else setSleptAt(from ?? at);
    });
  }, [app]);
  return { count: useSyncExternalStore(store.subscribe, read), sleptAt, forgetSleep: () => setSleptAt(undefined) };
}
