import { ok } from '../../shared/result.ts';
import { isConnected } from '../../shared/session.ts';
import type { Clock, Logger } from './ports.ts';
import type { TenantsAtWork } from './tenants-at-work.ts';
import { keepAccountsInUse } from './weekly-presence.ts';

export interface TenantsInUseOptions {
  readonly clock: Clock;
  readonly logger: Logger;
  /** Whether linked accounts are shown as in use once a week; without it they are not. */
  readonly weeklyPresence?: (() => boolean) | undefined;
}

/** The weekly presence of every tenant whose link stands, noted in the tenant's record. The returned function ends it. */
export function keepTenantsInUse(
  { clock, logger, weeklyPresence }: TenantsInUseOptions,
  { all, command, put }: Pick<TenantsAtWork, 'all' | 'command' | 'put'>,
): () => void {
  if (weeklyPresence === undefined) return () => undefined;
  return keepAccountsInUse({
    clock,
    isOn: weeklyPresence,
    links: () =>
      all()
        .filter(({ session }) => isConnected(session.snapshot()))
        .map(({ record: { id, presenceAt, linkedAt, addedAt } }) => ({
          tenantId: id,
          shownAt: presenceAt ?? linkedAt ?? addedAt,
        })),
    show(tenantId) {
      // Noted once it was written: a link that has ended meanwhile has its turn later.
      const shown = command(tenantId, async (tenant) =>
        (await tenant.session.showPresence()) ? put(tenant, { presenceAt: clock.now() }) : ok(),
      );
      void shown.then((done) => {
        if (!done.ok) logger.warn('weekly presence not noted', { tenantId, code: done.error.code });
      });
    },
  });
}
