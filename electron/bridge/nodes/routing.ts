import type { IncomingMessage } from 'node:http';

import type { TenantId } from '../../../shared/tenant.ts';
import type { Clock } from '../../pairing/ports.ts';
import { type Problem, problem } from '../define.ts';
import { nodeHeader } from '../node-calls.ts';
import type { OtherNodes, Peer } from '../other-nodes.ts';
import { type NodeCall, type NodeCaller, isHarmless } from './node-caller.ts';

/** How long a call waits for a service to hold its tenant, and between two questions, in ms. */
const waitMs = 5_000;
const pauseMs = 200;
/** How long the service that holds a tenant may be silent before somebody asks whether it still does, in ms. */
const silentMs = 2_000;

/** Said to the node that forwards: look for the tenant elsewhere. */
export const moving = problem(503, 'moving', 'Another service is taking this tenant over. Try again.');
const standingBy = problem(
  503,
  'standing_by',
  'No service has this tenant at this moment: one is taking it over. Try again.',
);
export const away = problem(503, 'storage_away', 'The database does not answer. Try again.');

/**
 * Where a call about a tenant ends: `here`; at another node, whose answer has begun; in a problem; or nowhere, because it may
 * have been done by a node that has died (`lost`).
 */
export type Routed = 'here' | 'lost' | Problem | IncomingMessage;

/** Brings calls to the service that holds their tenant. */
export interface Routing {
  /** Known without asking. */
  readonly isHere: (tenantId: TenantId) => boolean;
  /** `again`: what was known of the tenant has just turned out to be over. */
  route(
    tenantId: TenantId,
    call: NodeCall,
    options: { readonly again: boolean; readonly signal: AbortSignal },
  ): Promise<Routed>;
  /** For a tenant that another node takes to be here, now or in a moment. */
  arrival(tenantId: TenantId): Promise<'here' | Problem>;
}

export function createRouting({
  nodes,
  caller,
  clock,
}: {
  readonly nodes: OtherNodes;
  readonly caller: Pick<NodeCaller, 'call'>;
  readonly clock: Clock;
}): Routing {
  type Place = Awaited<ReturnType<OtherNodes['holderOf']>>;
  /** Many calls may wait for the same tenant. */
  const looks = new Map<TenantId, Promise<Place>>();

  function look(tenantId: TenantId): Promise<Place> {
    if (nodes.isHere(tenantId)) return Promise.resolve('here');
    const under = looks.get(tenantId) ?? nodes.holderOf(tenantId, true).finally(() => looks.delete(tenantId));
    looks.set(tenantId, under);
    return under;
  }

  const pause = (ms: number) => new Promise<void>((resolve) => void clock.after(ms, resolve));

  /** Asks until the answer fits, or for five seconds; answers what was known last. */
  async function until(tenantId: TenantId, fits: (place: Place) => boolean, signal?: AbortSignal): Promise<Place> {
    const end = clock.now() + waitMs;
    for (;;) {
      const place = await look(tenantId);
      if (fits(place) || clock.now() >= end || signal?.aborted === true) return place;
      await pause(pauseMs);
    }
  }

  /** Calls the holder. One that is silent while another service takes its tenants over is given up. */
  async function askHolder({ address }: Peer, tenantId: TenantId, call: NodeCall, signal: AbortSignal) {
    const giveUp = new AbortController();
    let hasBegun = false;
    const watch = () => clock.after(silentMs, () => void check());
    let cancel = watch();
    async function check(): Promise<void> {
      const place = await look(tenantId);
      if (hasBegun) return;
      if (isAt(place, address) || place === 'away') cancel = watch();
      else giveUp.abort();
    }
    const outcome = await caller.call(address, call, AbortSignal.any([signal, giveUp.signal]));
    hasBegun = true;
    cancel();
    return outcome;
  }

  return {
    isHere: (tenantId) => nodes.isHere(tenantId),
    async route(tenantId, call, { again, signal }) {
      let failed: Problem = moving;
      let place = again ? await look(tenantId) : await nodes.holderOf(tenantId);
      for (let looked = 0; looked < 2; looked += 1) {
        if (place === 'nobody') place = await until(tenantId, (found) => found !== 'nobody', signal);
        if (place === 'here' || place === 'unknown') return 'here';
        if (place === 'away') return away;
        if (place === 'nobody') return standingBy;
        const { address } = place;
        const outcome = await askHolder(place, tenantId, call, signal);
        if (outcome.kind === 'answered' && outcome.answer.headers[nodeHeader] !== moving.error) return outcome.answer;
        if (outcome.kind === 'answered') outcome.answer.resume();
        else if (outcome.kind === 'lost' && !isHarmless(call.method)) return 'lost';
        if (signal.aborted) return 'lost';
        // One that is gone has the tenant until its lease ends.
        failed = outcome.kind === 'answered' ? moving : standingBy;
        place =
          outcome.kind === 'answered'
            ? await look(tenantId)
            : await until(tenantId, (now) => !isAt(now, address), signal);
      }
      return failed;
    },
    async arrival(tenantId) {
      return (await until(tenantId, (place) => place !== 'nobody')) === 'here' ? 'here' : moving;
    },
  };
}

function isAt(place: Awaited<ReturnType<OtherNodes['holderOf']>>, address: string): boolean {
  return typeof place === 'object' && place.address === address;
}
