import { type LinkingQueue, createLinkingQueue } from '../../electron/pairing/linking-queue.ts';
import type { TenantView } from '../../shared/console.ts';
import type { CommandError } from '../../shared/errors.ts';
import type { LinkingState } from '../../shared/linking.ts';
import { type Result, err, ok } from '../../shared/result.ts';

/** The real queue of linking mode over a fake console's tenants. */
export function createFakeLinking(parts: {
  readonly find: (tenantId: string) => TenantView | undefined;
  readonly start: (tenantId: string) => Result<null, CommandError>;
  readonly stop: (tenantId: string) => void;
  readonly onChange: (state: LinkingState | null) => void;
}): LinkingQueue {
  return createLinkingQueue({
    registry: {
      view: parts.find,
      start(tenantId) {
        const { phase } = parts.find(tenantId)?.session ?? { phase: 'idle' };
        const runs = phase !== 'idle' && phase !== 'stopped';
        return Promise.resolve(runs || parts.start(tenantId).ok ? ok() : err({ code: 'unknown-tenant' }));
      },
      disconnect: (tenantId) => {
        parts.stop(tenantId);
        return Promise.resolve(ok({ loggedOut: true }));
      },
    },
    onChange: parts.onChange,
    fail: (error) => {
      throw error;
    },
  });
}
