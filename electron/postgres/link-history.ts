import { type NewLink, newLinkSchema } from '../../shared/journal.ts';
import { type LinkHistory, linkAgeMs, maximumNewLinks } from '../journal/link-history.ts';
import type { Clock, Logger } from '../pairing/ports.ts';
import { createQueue } from '../pairing/queue.ts';
import type { Database } from './database.ts';

/** When which tenant was linked, a row each. */
export async function openDatabaseLinkHistory(
  { run }: Database,
  { clock, logger }: { readonly clock: Clock; readonly logger: Logger },
): Promise<LinkHistory> {
  let links: NewLink[] = [];
  const writes = createQueue();
  const recent = () => links.filter(({ at }) => at >= clock.now() - linkAgeMs).slice(-maximumNewLinks);

  try {
    const rows = await run<{ tenant: string; at: bigint; code_at: bigint | null }>(
      'SELECT tenant, at, code_at FROM new_link ORDER BY at',
    );
    links = rows.flatMap(({ tenant, at, code_at: codeAt }) => {
      const link = { tenantId: tenant, at: Number(at), ...(codeAt !== null && { codeAt: Number(codeAt) }) };
      return newLinkSchema.safeParse(link).data ?? [];
    });
  } catch (error) {
    logger.warn('the history of links cannot be read', { error });
  }

  return {
    add(tenantId, codeAt) {
      const link = { tenantId, at: clock.now(), ...(codeAt !== undefined && { codeAt }) };
      links = [...recent(), link];
      void writes.run(async () => {
        try {
          await run(
            `WITH old AS (DELETE FROM new_link WHERE at < $4)
             INSERT INTO new_link (tenant, at, code_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`,
            [tenantId, link.at, codeAt ?? null, clock.now() - linkAgeMs],
          );
        } catch (error) {
          logger.warn('the history of links cannot be saved', { error });
        }
      });
      return link;
    },
    list: recent,
    close: () => writes.idle(),
  };
}
