import { useCallback, useEffect, useState, useSyncExternalStore } from 'react';

import type { Power } from '../../shared/app.ts';
import type { TenantView } from '../../shared/console.ts';
import { useConsole, useRoster, useServices, useTenant } from './services.ts';

interface Returning {
  /** Proven links that have lost their connection and are being brought back. */
  readonly count: number;
  /** The one, where it is one. */
  readonly only: TenantView | undefined;
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
  const returning = useCallback(
    ({ id }: { readonly id: string }) => store.tenant(id)?.session.phase === 'reconnecting',
    [store],
  );
  const readCount = useCallback(() => roster.filter(returning).length, [roster, returning]);
  const readFirst = useCallback(() => roster.find(returning)?.id ?? '', [roster, returning]);
  const count = useSyncExternalStore(store.subscribe, readCount);
  const first = useTenant(useSyncExternalStore(store.subscribe, readFirst));
  useEffect(() => {
    let from: number | undefined;
    return app.power(({ state, at }: Power) => {
      if (state === 'asleep') from = at;
      else setSleptAt(from ?? at);
    });
  }, [app]);
  return { count, only: count === 1 ? first : undefined, sleptAt, forgetSleep: () => setSleptAt(undefined) };
}
