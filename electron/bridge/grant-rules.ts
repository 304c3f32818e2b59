import type { TenantId } from '../../shared/tenant.ts';
import { type Problem, type Route, problem } from './define.ts';
import { type Grant, grantOfSecret } from './grant.ts';

/** Why this caller may not use a route, whatever the tenant; `undefined`: it may. */
export function refusalOf({ key }: Grant, { access, forAll }: Route): Problem | undefined {
  if (key === undefined || access === 'open' || access === 'browser') return undefined;
  if (access === 'secret') return problem(403, 'secret_needed', 'This route takes no key. It needs the secret.');
  if (!key.scopes.includes(access)) return problem(403, 'missing_scope', `This key lacks the scope "${access}".`);
  if (forAll === true && key.tenants !== null) {
    return problem(403, 'limited_key', 'This route is about all tenants, and this key is for some of them only.');
  }
  return undefined;
}

/** The same answer whether the tenant exists or not: a key learns nothing of tenants that are not its own. */
const foreignTenant = problem(403, 'foreign_tenant', 'This key is not for this tenant.');

/** A request that the schemas of the contract have parsed. */
interface Parsed {
  readonly params?: unknown;
  readonly query?: unknown;
  readonly body?: unknown;
}

/** Refuses a parsed request about a tenant that the caller's key is not for. */
export function foreignTenantIn(
  grant: Grant,
  { params, query, body }: Parsed,
): { readonly problem: Problem; readonly tenantId: TenantId } | undefined {
  if (grant === grantOfSecret) return undefined;
  const tenantId = tenantsIn({ params, query, body }).find((each) => !grant.sees(each));
  return tenantId === undefined ? undefined : { problem: foreignTenant, tenantId };
}

/** The tenants that a request names; no route takes more than one. */
export function tenantsIn({ params, query, body }: Parsed): readonly TenantId[] {
  return [params, query, body].map(tenantIn).filter((tenantId) => tenantId !== undefined);
}

/** The member `tenantId` that the schemas of the contract have parsed. */
function tenantIn(part: unknown): TenantId | undefined {
  if (typeof part !== 'object' || part === null || !('tenantId' in part)) return undefined;
  return part.tenantId as TenantId;
}
