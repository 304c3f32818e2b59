import type { TenantId } from '../../shared/tenant.ts';
import type { Clock } from '../pairing/ports.ts';
import type { Registry } from '../pairing/registry.ts';
import type { ServiceNode } from './service-node.ts';

/** For so long an answer of the database is remembered, in ms. */
const rememberedMs = 1_000;
const mostRemembered = 10_000;

interface Peer {
  readonly address: string;
}

/** Which service on this one's database has which tenant; for the bridge, whose port says what each of these means. */
export interface OtherServices {
  isHere(tenantId: TenantId): boolean;
  epochOf(tenantId: TenantId): bigint | undefined;
  holderOf(tenantId: TenantId, again?: boolean): Promise<'here' | 'nobody' | 'unknown' | 'away' | Peer>;
  peers(): readonly Peer[];
  someAreBetween(): Promise<boolean | 'away'>;
  count(): number;
}

export function createOtherServices(options: {
  readonly node: Pick<ServiceNode, 'fence' | 'leases' | 'url' | 'id' | 'cluster'>;
  readonly registry: Pick<Registry, 'view' | 'tenantIds'>;
  readonly clock: Clock;
}): OtherServices {
  const { node, registry, clock } = options;
  const { fence, leases } = node;
  const remembered = new Map<TenantId, { readonly peer: Peer; readonly until: number }>();
  /** The last epoch of each tenant that was held here. */
  const epochs = new Map<TenantId, bigint>();

  function epochOf(tenantId: TenantId): bigint | undefined {
    const epoch = fence.epochOf(tenantId);
    if (epoch === undefined) return epochs.get(tenantId);
    epochs.set(tenantId, epoch);
    return epoch;
  }

  const isHere = (tenantId: TenantId) => fence.epochOf(tenantId) !== undefined && registry.view(tenantId) !== undefined;

  function remember(tenantId: TenantId, peer: Peer): void {
    remembered.delete(tenantId);
    remembered.set(tenantId, { peer, until: clock.now() + rememberedMs });
    if (remembered.size > mostRemembered) for (const oldest of remembered.keys()) return void remembered.delete(oldest);
  }

  return {
    isHere,
    epochOf,
    async holderOf(tenantId, again = false) {
      if (isHere(tenantId)) return 'here';
      const known = again ? undefined : remembered.get(tenantId);
      if (known !== undefined && clock.now() < known.until) return known.peer;
      const found = await leases.holderOf(tenantId);
      if (!found.ok) return 'away';
      if (found.value === 'nobody' || found.value === 'unknown') return found.value;
      const { id, address } = found.value;
      // This service's own, which is being taken up or let go; or that of its former lease.
      if (id === node.id() || address === node.url()) return isHere(tenantId) ? 'here' : 'nobody';
      remember(tenantId, { address });
      return { address };
    },
    peers: () => node.cluster().nodes.filter(({ id, address }) => id !== node.id() && address !== node.url()),
    async someAreBetween() {
      const id = node.id();
      if (id === undefined) return 'away';
      const between = await leases.between(id);
      if (!between.ok) return 'away';
      return between.value.free || between.value.mine !== registry.tenantIds().filter(isHere).length;
    },
    count() {
      const { nodes, free } = node.cluster();
      const others = nodes.reduce((sum, each) => sum + (each.id === node.id() ? 0 : each.links), free);
      return others + registry.tenantIds().length;
    },
  };
}
