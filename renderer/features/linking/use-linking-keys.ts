import { useEffect, useEffectEvent } from 'react';

import type { LinkingState } from '../../../shared/linking.ts';
import { useConsole } from '../../state/services.ts';

/** N skips, B goes back, P pauses and goes on, R retries. By the key's place, so that they serve in every layout. */
export function useLinkingKeys({ paused, items }: LinkingState): void {
  const { linking } = useConsole();
  const press = useEffectEvent((event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    const { target } = event;
    if (target instanceof HTMLElement && target.closest('input, textarea, [role=dialog], [role=alertdialog]')) return;
    const running = items.some(({ state }) => state === 'current');
    switch (event.code) {
      case 'KeyN':
        if (paused === 'no') void linking.skip();
        break;
      case 'KeyB':
        void linking.back();
        break;
      case 'KeyP':
        void (paused === 'no' ? linking.pause() : linking.resume());
        break;
      case 'KeyR':
        if (!running) void linking.retry();
        break;
      default:
        return;
    }
    event.preventDefault();
    event.stopPropagation();
  });
  useEffect(() => {
    // Before the list, which takes letters as the beginning of a name.
    const listen = (event: KeyboardEvent) => press(event);
    window.addEventListener('keydown', listen, { capture: true });
    return () => {
      window.removeEventListener('keydown', listen, { capture: true });
    };
  }, []);
}
