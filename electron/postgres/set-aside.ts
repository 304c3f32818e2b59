import { randomUUID } from 'node:crypto';

import type { TenantId } from '../../shared/tenant.ts';
import { type QuarantinedFolder, quarantinePeriodMs } from '../auth/quarantine.ts';
import type { Statements } from './database.ts';
import { emptyLink } from './link-rows.ts';

/** Tables whose rows go aside with a tenant's link, and with the whole tenant. */
const ofLink = ['signal_key'] as const;
const ofTenant = ['signal_key', 'kept_send', 'media_key'] as const;

/** Calls to the backend that wait. They go aside only with a tenant that is moved: of one that is removed it is still told. */
const calls = ['outbox', 'told'] as const;

/**
 * Moves a held link aside, whole; with the whole tenant, its record and everything that is kept for it; `withCalls`: what
 * waits for the backend, too. The rows stay sealed for the tenant.
 */
export async function setAside(
  statements: Statements,
  tenantId: TenantId,
  {
    at,
    reason,
    whole = false,
    withCalls = false,
  }: { readonly at: number; readonly reason: string; readonly whole?: boolean; readonly withCalls?: boolean },
): Promise<void> {
  const { run } = statements;
  const place = `.${randomUUID()}`;
  await run(
    `INSERT INTO set_aside (place, tenant, at, reason, creds, pairing_pending, record)
     SELECT $1, $2, $3, $4, link.creds, coalesce(link.pairing_pending, false), record.record
     FROM (SELECT) AS one
     LEFT JOIN link ON link.tenant = $2
     LEFT JOIN tenant AS record ON record.id = $2 AND $5`,
    [place, tenantId, at, reason, whole],
  );
  for (const table of [...(whole ? ofTenant : ofLink), ...(withCalls ? calls : [])])
    await run(`UPDATE ${table} SET tenant = $2 WHERE tenant = $1`, [tenantId, place]);
  if (whole) await run('DELETE FROM tenant WHERE id = $1', [tenantId]);
  await emptyLink(statements, tenantId);
}

/** The place of what was set aside last for this reason; nothing where nothing is kept. No other program can bring it back. */
export async function lastSetAside(
  { run }: Statements,
  tenantId: TenantId,
  { reason, after }: { readonly reason: string; readonly after: number },
): Promise<string | undefined> {
  const [kept] = await run<{ place: string }>(
    `SELECT place FROM set_aside WHERE tenant = $1 AND reason = $2 AND at >= $3
     ORDER BY at DESC, number DESC LIMIT 1 FOR UPDATE`,
    [tenantId, reason, after],
  );
  return kept?.place;
}

/** Brings it back, whole, into a held link. The caller has seen that there is nothing at the tenant's place. */
export async function bringBack({ run }: Statements, tenantId: TenantId, place: string): Promise<void> {
  await run(
    `UPDATE link SET creds = kept.creds, pairing_pending = kept.pairing_pending
     FROM set_aside AS kept WHERE kept.place = $2 AND link.tenant = $1`,
    [tenantId, place],
  );
  await run(
    'INSERT INTO tenant (id, record) SELECT $1, record FROM set_aside WHERE place = $2 AND record IS NOT NULL',
    [tenantId, place],
  );
  for (const table of [...ofTenant, ...calls])
    await run(`UPDATE ${table} SET tenant = $1 WHERE tenant = $2`, [tenantId, place]);
  await run('DELETE FROM set_aside WHERE place = $1', [place]);
}

/** Newest first. */
export async function listSetAside({ run }: Statements): Promise<QuarantinedFolder[]> {
  const rows = await run<{ place: string; tenant: string; at: bigint; reason: string }>(
    'SELECT place, tenant, at, reason FROM set_aside ORDER BY at DESC, number DESC',
  );
  return rows.map(({ place, tenant, at, reason }) => ({ tenantId: tenant, path: place, at: Number(at), reason }));
}

/** Deletes what was set aside more than seven days ago. Answers how many. */
export async function sweepSetAside({ run }: Statements, now: number): Promise<number> {
  const old = await run<{ place: string }>('DELETE FROM set_aside WHERE at < $1 RETURNING place', [
    now - quarantinePeriodMs,
  ]);
  const places = old.map(({ place }) => place);
  if (places.length === 0) return 0;
  for (const table of [...ofTenant, ...calls]) await run(`DELETE FROM ${table} WHERE tenant = ANY ($1)`, [places]);
  return places.length;
}
