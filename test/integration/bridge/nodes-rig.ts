import type { BridgeOptions } from '../../../electron/bridge/bridge.ts';
import type { OtherNodes, Peer } from '../../../electron/bridge/other-nodes.ts';
import type { TenantId } from '../../../shared/tenant.ts';
import type { BridgeRig } from './bridge-rig.ts';

type Place = Awaited<ReturnType<OtherNodes['holderOf']>>;

/** Bridges with a console each, which answer for each other. What a database would say of them a test says. */
export interface NodesRig {
  readonly nodes: readonly BridgeRig[];
  /** What is answered when it is asked who holds a tenant, in the place of the truth: one after the other, the last for good. */
  say(tenantId: TenantId, ...places: Place[]): void;
  /** A tenant exists that no node has in its registry. */
  between: boolean;
  /** A service that is still counted and does not answer. */
  gone: Peer | undefined;
  /** The services do not know of each other. */
  hidden: boolean;
  /** How often somebody was asked for the holder of a tenant. */
  asked(): number;
  close(): Promise<void>;
}

export async function createNodesRig(
  ...make: ((options: Partial<BridgeOptions>) => Promise<BridgeRig>)[]
): Promise<NodesRig> {
  const nodes: BridgeRig[] = [];
  const said = new Map<TenantId, Place[]>();
  let asked = 0;
  const addressOf = ({ port }: BridgeRig) => ({ address: `http://127.0.0.1:${port}` });
  const has = (node: BridgeRig | undefined, tenantId: TenantId) =>
    node?.console().registry.view(tenantId) !== undefined;

  const seenBy = (index: number): OtherNodes => ({
    isHere: (tenantId) => has(nodes[index], tenantId),
    epochOf: (tenantId) => (has(nodes[index], tenantId) ? 1n : undefined),
    holderOf(tenantId) {
      asked += 1;
      const [place, ...later] = said.get(tenantId) ?? [];
      if (later.length > 0) said.set(tenantId, later);
      const holder = nodes.find((node) => has(node, tenantId));
      const here = holder === nodes[index] ? 'here' : 'nobody';
      const truth = holder === undefined ? 'unknown' : holder === nodes[index] ? here : addressOf(holder);
      return Promise.resolve(place ?? truth);
    },
    peers: () => [
      ...(rig.gone === undefined ? [] : [rig.gone]),
      ...nodes.flatMap((node, other) => (other === index || rig.hidden ? [] : [addressOf(node)])),
    ],
    someAreBetween: () => Promise.resolve(rig.between),
    count: () => nodes.reduce((sum, node) => sum + node.console().registry.tenantIds().length, 0),
  });
  const rig: NodesRig = {
    nodes,
    between: false,
    gone: undefined,
    hidden: false,
    say: (tenantId, ...places) => void said.set(tenantId, places),
    asked: () => asked,
    async close() {
      await Promise.all(nodes.map((node) => node.close()));
    },
  };
  for (const [index, makeNode] of make.entries()) nodes.push(await makeNode({ otherNodes: seenBy(index) }));
  return rig;
}
