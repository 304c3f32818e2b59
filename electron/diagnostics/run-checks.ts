import { type CheckId, isPassable } from '../../shared/preflight-rules.ts';
import type { CheckResult, Finding } from '../../shared/preflight.ts';
import type { Clock, Logger } from '../pairing/ports.ts';

/** One thing to look at. It knows nothing of the others and may take as long as it likes: the run has the watch. */
export interface Check {
  readonly id: CheckId;
  /** The check whose success it builds on, which comes before it in the list. */
  readonly needs?: CheckId;
  /** How long it is waited for, in ms. */
  readonly boundMs: number;
  /** What it means when it has not answered by then. */
  readonly late: Finding;
  /** Rejects only by a fault of this program. `signal`: the answer is no longer wanted. */
  run(signal: AbortSignal): Promise<Finding>;
}

/** The longest a whole run takes: the longest way through what builds on each other, in ms. */
export function longestRunMs(checks: readonly Check[]): number {
  const ends = new Map<CheckId, number>();
  for (const { id, needs, boundMs } of checks) {
    ends.set(id, boundMs + (needs === undefined ? 0 : (ends.get(needs) ?? 0)));
  }
  return Math.max(0, ...ends.values());
}

/**
 * Carries the checks out, all at once but for those that build on another. One whose ground is missing is `not-reached`:
 * nothing is known of it, so it is called neither good nor bad. Each has a bound, hence the run has one.
 */
export async function runChecks(options: {
  readonly checks: readonly Check[];
  readonly signal: AbortSignal;
  readonly onStart: (id: CheckId) => void;
  readonly onResult: (result: CheckResult) => void;
  readonly clock: Clock;
  readonly logger: Logger;
}): Promise<void> {
  const { checks, signal, onStart, onResult, clock, logger } = options;
  const outcomes = new Map<CheckId, Promise<Finding>>();

  async function carryOut(check: Check, ground: Promise<Finding> | undefined): Promise<Finding> {
    const { id, needs } = check;
    const found = await ground;
    const missing = needs === undefined || found === undefined || isPassable(found) ? undefined : found;
    const startedAt = clock.now();
    const finding = missing === undefined ? await look(check) : unreached(missing, needs ?? id);
    onResult({ id, finding, ms: Math.max(0, clock.now() - startedAt) });
    return finding;
  }

  async function look(check: Check): Promise<Finding> {
    if (signal.aborted) return { code: 'cancelled' };
    onStart(check.id);
    const controller = new AbortController();
    return new Promise((resolve) => {
      const settle = (finding: Finding) => {
        signal.removeEventListener('abort', cancel);
        stopWatch();
        resolve(finding);
        controller.abort();
      };
      const cancel = () => settle({ code: 'cancelled' });
      const stopWatch = clock.after(check.boundMs, () => settle(check.late));
      signal.addEventListener('abort', cancel);
      check.run(controller.signal).then(settle, (error: unknown) => {
        if (!controller.signal.aborted) logger.error('a check of the workstation broke', { check: check.id, error });
        settle({ code: 'check-broken' });
      });
    });
  }

  for (const check of checks) {
    const ground = check.needs === undefined ? undefined : outcomes.get(check.needs);
    outcomes.set(check.id, carryOut(check, ground));
  }
  await Promise.all(outcomes.values());
}

/** What failed first is what is to be told, however far up it lies. */
function unreached(ground: Finding, needs: CheckId): Finding {
  if (ground.code === 'cancelled') return { code: 'cancelled' };
  return { code: 'not-reached', after: ground.code === 'not-reached' ? ground.after : needs };
}
