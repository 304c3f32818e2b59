import { useConsole } from './services.ts';
import { useLive } from './use-live.ts';

/** Whether this computer has no network at all. Practice, which needs none, never says so. */
export function useOffline(): boolean {
  const answer = useLive(useConsole().network);
  return answer.kind === 'here' && answer.value.offline;
}
