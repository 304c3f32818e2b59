import { json } from 'node:stream/consumers';

import { z } from 'zod';

import type { TenantId } from '../../../shared/tenant.ts';
import type { Clock, Logger } from '../../pairing/ports.ts';
import { type IncomingCall, type Problem, type Written, problem } from '../define.ts';
import type { Grant } from '../grant.ts';
import type { OtherNodes, Peer } from '../other-nodes.ts';
import type { NodeCaller } from './node-caller.ts';
import { away, moving } from './routing.ts';

/** How long a list waits until every tenant is somewhere, between two looks, and for one service, in ms. */
const waitMs = 5_000;
const pauseMs = 200;
const answerMs = 4_000;

const incomplete = problem(
  503,
  'standing_by',
  'Not every service answers that has some of the tenants, or one is taking tenants over. Try again.',
);

/** A tenant of one service, and its place in the list of all. */
export interface ListedTenant {
  readonly tenantId: TenantId;
  readonly addedAt: number;
  /** Of two services that list a tenant, the one with the greater epoch has it. */
  readonly epoch: bigint;
  /** Its member of the list, as JSON. */
  readonly entry: string;
}

/** What a service answers another one that gathers the list. */
const sharesSchema = z.object({
  tenants: z.array(z.unknown()),
  places: z.array(z.tuple([z.string(), z.number(), z.string()])),
  left: z.array(z.string()),
});
interface Share {
  readonly tenants: readonly ListedTenant[];
  readonly left: readonly string[];
}

/** Gathers the list of tenants from every service. It is whole, or there is none. */
export interface AllTenants {
  list(call: IncomingCall, sees: Grant['sees']): Promise<Written | Problem>;
}

export function createAllTenants({
  nodes,
  caller,
  own,
  left,
  clock,
  logger,
}: {
  readonly nodes: OtherNodes;
  readonly caller: Pick<NodeCaller, 'call'>;
  /** The tenants that this service has. */
  readonly own: (sees: Grant['sees']) => readonly ListedTenant[];
  /** Tenants that have left it in the last seconds: another service has them, or will. */
  readonly left: () => readonly TenantId[];
  readonly clock: Clock;
  readonly logger: Logger;
}): AllTenants {
  async function ask({ address }: Peer, call: IncomingCall): Promise<Share | undefined> {
    const late = new AbortController();
    const cancel = clock.after(answerMs, () => late.abort());
    try {
      const outcome = await caller.call(address, call, late.signal);
      if (outcome.kind !== 'answered') return undefined;
      if (outcome.answer.statusCode !== 200) {
        outcome.answer.resume();
        return undefined;
      }
      const { tenants, places, left: gone } = sharesSchema.parse(await json(outcome.answer));
      return {
        left: gone,
        tenants: places.map(([tenantId, addedAt, epoch], index) => ({
          tenantId: tenantId as TenantId,
          addedAt,
          epoch: BigInt(epoch),
          entry: JSON.stringify(tenants[index]),
        })),
      };
    } catch (error) {
      // Cut short, late, or the answer of another version: the list would not be whole.
      logger.warn('another service did not list its tenants', { address, error });
      return undefined;
    } finally {
      cancel();
    }
  }

  /** What there is now; nothing where a tenant may be missing. */
  async function gather(call: IncomingCall, sees: Grant['sees']): Promise<readonly ListedTenant[] | undefined> {
    const shares = await Promise.all(nodes.peers().map((peer) => ask(peer, call)));
    const whole = shares.filter((share) => share !== undefined);
    if (whole.length < shares.length) return undefined;
    const all = new Map<string, ListedTenant>();
    for (const tenant of [...whole.flatMap(({ tenants }) => tenants), ...own(sees)]) {
      const known = all.get(tenant.tenantId);
      if (known === undefined || known.epoch < tenant.epoch) all.set(tenant.tenantId, tenant);
    }
    const gone = [...whole.flatMap((share) => share.left), ...left()];
    if (gone.some((tenantId) => sees(tenantId as TenantId) && !all.has(tenantId))) return undefined;
    return [...all.values()].sort((a, b) => a.addedAt - b.addedAt || (a.tenantId < b.tenantId ? -1 : 1));
  }

  function asShare(sees: Grant['sees']): Written {
    const tenants = own(sees);
    const places = tenants.map(({ tenantId, addedAt, epoch }) => [tenantId, addedAt, String(epoch)]);
    return {
      written: `${asList(tenants).slice(0, -1)},"places":${JSON.stringify(places)},"left":${JSON.stringify(left())}}`,
    };
  }

  return {
    async list(call, sees) {
      for (const end = clock.now() + waitMs; ;) {
        // Before the lists: what was between two services then is looked for again.
        const between = await nodes.someAreBetween();
        if (between === 'away') return away;
        if (call.isForwarded) return between ? moving : asShare(sees);
        const tenants = between ? undefined : await gather(call, sees);
        if (tenants !== undefined) return { written: asList(tenants) };
        if (clock.now() >= end) return incomplete;
        await new Promise<void>((resolve) => void clock.after(pauseMs, resolve));
      }
    },
  };
}

function asList(tenants: readonly ListedTenant[]): string {
  return `{"tenants":[${tenants.map(({ entry }) => entry).join(',')}]}`;
}
