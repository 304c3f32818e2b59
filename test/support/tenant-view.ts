import type { TenantView } from '../../shared/console.ts';
import { tenantIdSchema } from '../../shared/tenant.ts';

/** A tenant for a test; the id is parsed, so a test cannot use one that the product would refuse. */
export function tenantView(id: string, view: Partial<Omit<TenantView, 'id'>> = {}): TenantView {
  return {
    id: tenantIdSchema.parse(id),
    name: id,
    addedAt: 0,
    session: { phase: 'idle', since: 0, evidence: {} },
    ...view,
  };
}
