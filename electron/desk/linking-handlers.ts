import type { Contract } from '../../shared/ipc/contract.ts';
import type { Handlers } from '../../shared/ipc/define.ts';
import { ok } from '../../shared/result.ts';
import type { LinkingQueue } from '../pairing/linking-queue.ts';

/** The window's commands for linking mode. `opened` resolves when the registry knows its tenants. */
export function createLinkingHandlers(queue: LinkingQueue, opened: Promise<void>): Handlers<Contract>['linking'] {
  const command = (carryOut: () => void) => async () => {
    await opened;
    carryOut();
    return ok(null);
  };
  return {
    state: () => Promise.resolve(ok(queue.state())),
    async begin({ tenantIds }) {
      await opened;
      queue.begin(tenantIds);
      return ok(null);
    },
    skip: command(queue.skip),
    back: command(queue.back),
    pause: command(queue.pause),
    resume: command(queue.resume),
    retry: command(queue.retry),
    end: command(queue.end),
  };
}
