import type { Contract } from '../../shared/ipc/contract.ts';
import type { Handlers } from '../../shared/ipc/define.ts';
import { ok } from '../../shared/result.ts';
import type { LinkingQueue } from '../pairing/linking-queue.ts';
import type { Registry } from '../pairing/registry.ts';

/** The window's commands for linking mode. `opened` resolves when the registry knows its tenants. */
export function createLinkingHandlers(
  queue: LinkingQueue,
  opened: Promise<void>,
  openDisplay: () => void,
): Handlers<Contract>['linking'] {
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
    async setWay({ way, tiles }) {
      await opened;
      queue.setWay(way, tiles);
      return ok(null);
    },
    skip: command(() => queue.skip()),
    async skipTenant({ tenantId }) {
      await opened;
      queue.skip(tenantId);
      return ok(null);
    },
    renewShared: command(queue.renewShared),
    openDisplay: command(openDisplay),
    back: command(queue.back),
    pause: command(queue.pause),
    resume: command(queue.resume),
    retry: command(queue.retry),
    end: command(queue.end),
  };
}

/** The window's commands for links that wait for a tenant. */
export function createUnassignedHandlers(
  registry: Pick<Registry, 'unassigned' | 'assign' | 'refuse'>,
  opened: Promise<void>,
): Handlers<Contract>['unassigned'] {
  return {
    state: () => Promise.resolve(ok([...registry.unassigned()])),
    async assign({ linkId, tenantId }) {
      await opened;
      return registry.assign(linkId, tenantId);
    },
    async refuse({ linkId }) {
      await opened;
      return registry.refuse(linkId);
    },
  };
}
