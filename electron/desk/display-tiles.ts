import type { DisplayTile } from '../../shared/ipc/display-contract.ts';
import type { LinkingState } from '../../shared/linking.ts';
import { type SessionSnapshot, isConnected } from '../../shared/session.ts';
import type { TenantId } from '../../shared/tenant.ts';

/**
 * What customers may see of linking mode: the codes, and how many links were proven at each place. No name, no number.
 * `proven`: the tenants of this queue whose link was proven since it began; one that reconnects is proven once.
 */
export function tilesOf(
  linking: LinkingState | null,
  sessionOf: (tenantId: TenantId) => SessionSnapshot | undefined,
  proven: ReadonlySet<TenantId>,
): DisplayTile[] {
  if (linking?.paused !== 'no') return [];
  const { way, items, shared } = linking;
  const count = (counted: LinkingState['items']) => counted.filter(({ tenantId }) => proven.has(tenantId)).length;
  if (way === 'any-phone') return [tileOf(0, shared, count(items))];
  return Array.from({ length: way === 'wall' ? linking.tiles : 1 }, (_, place) => {
    const here = items.filter((item) => item.place === place);
    const current = here.find(({ state }) => state === 'current');
    return tileOf(place, current && sessionOf(current.tenantId), count(here));
  });
}

function tileOf(place: number, session: SessionSnapshot | undefined, done: number): DisplayTile {
  return { place, done, ...(session?.qr === undefined ? {} : { qr: session.qr }) };
}

/** Keeps account of whose link is proven. One that only lost its socket stays so; one that is gone may be proven anew. */
export function noteProof(proven: Set<TenantId>, tenantId: TenantId, session: SessionSnapshot | undefined): void {
  if (session !== undefined && isConnected(session)) proven.add(tenantId);
  else if (session?.evidence['account-verified'] === undefined) proven.delete(tenantId);
}
