import { useEffect, useState } from 'react';

import type { BridgeState } from '../../../shared/bridge.ts';
import type { CommandError } from '../../../shared/errors.ts';
import { useConsole } from '../../state/services.ts';

export type BridgeView =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly error: CommandError }
  | { readonly kind: 'here'; readonly state: BridgeState };

/** The bridge as it is and as it changes. */
export function useBridge(): BridgeView {
  const { bridge } = useConsole();
  const [view, setView] = useState<BridgeView>({ kind: 'loading' });
  useEffect(() => {
    let gone = false;
    let changed = false;
    const unsubscribe = bridge.changed((state) => {
      changed = true;
      setView({ kind: 'here', state });
    });
    async function ask(): Promise<void> {
      const answer = await bridge.state();
      // What was told meanwhile is newer.
      if (gone || changed) return;
      setView(answer.ok ? { kind: 'here', state: answer.value } : { kind: 'failed', error: answer.error });
    }
    void ask();
    return () => {
      gone = true;
      unsubscribe();
    };
  }, [bridge]);
  return view;
}
