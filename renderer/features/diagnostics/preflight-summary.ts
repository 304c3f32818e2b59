import { levelOf, placeOf, type Level, type Place } from '../../../shared/preflight-rules.ts';
import type { Preflight } from '../../../shared/preflight.ts';

export type PreflightSummary = 'fine' | 'attention' | 'workstation' | 'network' | 'both' | 'open' | 'cancelled';

/** What a finished look comes to, in one word: where the problem is, if there is one. */
export function summaryOf({ results }: Pick<Preflight, 'results'>): PreflightSummary {
  const at = (level: Level, place?: Place) =>
    results.some(
      ({ id, finding }) => levelOf[finding.code] === level && (place === undefined || placeOf[id] === place),
    );
  const [workstation, network] = [at('failed', 'workstation'), at('failed', 'network')];
  if (workstation && network) return 'both';
  if (workstation) return 'workstation';
  if (network) return 'network';
  if (results.some(({ finding }) => finding.code === 'cancelled')) return 'cancelled';
  if (at('open')) return 'open';
  return at('attention') ? 'attention' : 'fine';
}
