import { isExpired } from '../../shared/attention.ts';
import type { LinkingItem, LinkingState } from '../../shared/linking.ts';
import { mayBeLinked } from '../../shared/proof.ts';
import type { SessionSnapshot } from '../../shared/session.ts';
import type { TenantId } from '../../shared/tenant.ts';
import type { Registry } from './registry.ts';

/**
 * Linking mode: tenants one after the other, with no press between two phones. It gives the same commands as a person
 * does and judges by the same snapshots; no session knows of it. It lives in the main process, so that a window that is
 * loaded again finds it where it was.
 */
export interface LinkingQueue {
  /** `null`: there is no queue. */
  readonly state: () => LinkingState | null;
  /** Puts tenants at the end of the queue, in this order; linked ones and those in it are left out. */
  readonly begin: (tenantIds: readonly TenantId[]) => void;
  /** Takes the code away and goes on with the next tenant. */
  readonly skip: () => void;
  /** Returns to the tenant before that has no link. */
  readonly back: () => void;
  /** Takes the code away. A phone that has confirmed goes on. */
  readonly pause: () => void;
  readonly resume: () => void;
  /** Puts those that failed or were skipped in line again. */
  readonly retry: () => void;
  readonly end: () => void;
  /** To be told of every tenant that has changed. */
  readonly changed: (tenantId: TenantId) => void;
}

const open: ReadonlySet<LinkingItem['state']> = new Set(['waiting', 'failed', 'skipped']);

/** WhatsApp has let the expected number in. */
function isAccepted({ evidence, wrongNumber }: SessionSnapshot): boolean {
  return evidence['login-accepted'] !== undefined && wrongNumber === undefined;
}

function hasEnded({ phase }: SessionSnapshot): boolean {
  return phase === 'idle' || phase === 'stopped';
}

export function createLinkingQueue(options: {
  readonly registry: Pick<Registry, 'view' | 'start' | 'disconnect'>;
  readonly onChange: (state: LinkingState | null) => void;
  readonly fail: (error: unknown) => void;
}): LinkingQueue {
  const { registry, onChange, fail } = options;
  let items: LinkingItem[] | undefined;
  let paused: LinkingState['paused'] = 'no';
  /** Those whose code was on screen, in order. */
  let trail: TenantId[] = [];
  /** Its session was started, so an ended session of it has ended since. */
  let started: TenantId | undefined;
  /** The next one, started while the phone before it is being let in, so that its code is there at once. */
  let ahead: TenantId | undefined;

  const state = (): LinkingState | null => (items === undefined ? null : { items: [...items], paused });
  const tell = () => onChange(state());
  const find = (tenantId: TenantId | undefined) => items?.find((item) => item.tenantId === tenantId);
  const current = () => items?.find((item) => item.state === 'current');
  const sessionOf = (tenantId: TenantId) => registry.view(tenantId)?.session;

  function put(item: LinkingItem): void {
    items = items?.map((each) => (each.tenantId === item.tenantId ? item : each));
  }
  /** Puts an item right before the first that waits. */
  function putFirst(item: LinkingItem): void {
    const others = items?.filter(({ tenantId }) => tenantId !== item.tenantId) ?? [];
    const place = others.findIndex((each) => each.state === 'waiting');
    const at = place === -1 ? others.length : place;
    items = [...others.slice(0, at), item, ...others.slice(at)];
  }

  async function start(tenantId: TenantId): Promise<void> {
    const answer = await registry.start(tenantId);
    const item = find(tenantId);
    if (answer.ok) {
      if (item?.state === 'current') started = tenantId;
      // It may have been paused, skipped or ended while the start was under way.
      if (paused !== 'no' || (item?.state !== 'current' && ahead !== tenantId)) stop(tenantId);
      else if (item?.state === 'current') judge(item);
      return;
    }
    if (item?.state !== 'current') return;
    put({ tenantId, state: 'failed', error: answer.error });
    goOn();
  }

  /** Ends a session that shows a code; one whose phone has confirmed goes on. */
  function stop(tenantId: TenantId): void {
    const session = sessionOf(tenantId);
    if (session === undefined || hasEnded(session) || mayBeLinked(session)) return;
    registry.disconnect(tenantId).catch(fail);
  }

  function startAhead(): void {
    const next = items?.find((item) => item.state === 'waiting');
    if (next === undefined || ahead !== undefined || paused !== 'no') return;
    ahead = next.tenantId;
    start(ahead).catch(fail);
  }

  /** No code stays alive that is not on screen. */
  function stopAhead(except?: TenantId): void {
    const tenantId = ahead;
    ahead = undefined;
    if (tenantId !== undefined && tenantId !== except) stop(tenantId);
  }

  function show(tenantId: TenantId): void {
    stopAhead(tenantId);
    put({ ...find(tenantId), tenantId, state: 'current' });
    trail = [...trail.filter((id) => id !== tenantId), tenantId];
    started = undefined;
    if (paused === 'no') start(tenantId).catch(fail);
    tell();
  }

  function goOn(): void {
    const next = items?.find((item) => item.state === 'waiting');
    if (next === undefined) tell();
    else show(next.tenantId);
  }

  function judge(item: LinkingItem): void {
    const { tenantId } = item;
    const session = sessionOf(tenantId);
    if (session === undefined) {
      items = items?.filter((each) => each !== item);
      if (item.state === 'current') goOn();
      else tell();
      return;
    }
    if (item.state === 'linked') return;
    if (isAccepted(session)) {
      const reached = session.evidence.stable === undefined ? 'accepted' : 'linked';
      if (item.state === reached) return;
      put({ tenantId, state: reached });
      if (item.state === 'current') goOn();
      else tell();
      return;
    }
    if (item.state === 'accepted') judgeFallen(item, session);
    else if (item.state === 'current' && session.evidence['account-verified'] !== undefined) startAhead();
    else if (item.state === 'current' && started === tenantId && hasEnded(session)) judgeEnded(item, session);
  }

  /** A link that lost only its socket still has the phone's signature, and comes back by itself. */
  function judgeFallen({ tenantId }: LinkingItem, session: SessionSnapshot): void {
    if (session.evidence['account-verified'] !== undefined && !hasEnded(session)) return;
    const cause = session.failure?.cause;
    // Without a failure somebody has disconnected it.
    if (cause === undefined) put({ tenantId, state: 'skipped' });
    else putFirst({ tenantId, state: 'waiting', cause });
    // The code on screen stays: a phone may be scanning it.
    if (current() === undefined) goOn();
    else tell();
  }

  function judgeEnded({ tenantId }: LinkingItem, { failure }: SessionSnapshot): void {
    if (failure === undefined || isExpired(failure)) {
      if (paused !== 'no') return;
      paused = failure === undefined ? 'by-person' : 'nobody-scanned';
      tell();
      return;
    }
    put({ tenantId, state: 'failed', cause: failure.cause });
    goOn();
  }

  function leave(item: LinkingItem, next: LinkingItem['state']): void {
    const cause = sessionOf(item.tenantId)?.failure?.cause ?? item.cause;
    put({ tenantId: item.tenantId, state: next, ...(cause === undefined ? {} : { cause }) });
    stop(item.tenantId);
  }

  return {
    state,
    begin(tenantIds) {
      const known = new Set(items?.map(({ tenantId }) => tenantId));
      const fresh = tenantIds.filter((id) => {
        const session = sessionOf(id);
        return !known.has(id) && session !== undefined && !isAccepted(session);
      });
      items = [...(items ?? []), ...fresh.map((tenantId) => ({ tenantId, state: 'waiting' as const }))];
      if (current() === undefined) goOn();
      else tell();
    },
    skip() {
      const item = current();
      if (item === undefined) return;
      leave(item, 'skipped');
      goOn();
    },
    back() {
      const item = current();
      const before = trail.findLast((id) => id !== item?.tenantId && open.has(find(id)?.state ?? 'linked'));
      if (before === undefined) return;
      if (item !== undefined) {
        leave(item, 'waiting');
        const left = find(item.tenantId);
        if (left !== undefined) putFirst(left);
      }
      show(before);
    },
    pause() {
      if (items === undefined || paused !== 'no') return;
      paused = 'by-person';
      const item = current();
      stopAhead();
      if (item !== undefined) stop(item.tenantId);
      tell();
    },
    resume() {
      if (items === undefined || paused === 'no') return;
      paused = 'no';
      const item = current();
      if (item === undefined) goOn();
      else show(item.tenantId);
    },
    retry() {
      items = items?.map((item) =>
        item.state === 'failed' || item.state === 'skipped' ? { ...item, state: 'waiting' } : item,
      );
      if (current() === undefined) goOn();
      else tell();
    },
    end() {
      const item = current();
      stopAhead();
      items = undefined;
      paused = 'no';
      trail = [];
      if (item !== undefined) stop(item.tenantId);
      tell();
    },
    changed(tenantId) {
      const item = find(tenantId);
      if (item !== undefined) judge(item);
    },
  };
}
