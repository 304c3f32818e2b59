import { isExpired } from '../../shared/attention.ts';
import type { CommandError } from '../../shared/errors.ts';
import type { LinkingItem, LinkingState, LinkingWay, WallSize } from '../../shared/linking.ts';
import { mayBeLinked } from '../../shared/proof.ts';
import { type Result, ok } from '../../shared/result.ts';
import { type SessionSnapshot, isConnected } from '../../shared/session.ts';
import type { TenantId } from '../../shared/tenant.ts';
import type { Clock } from './ports.ts';
import type { Registry } from './registry.ts';

/**
 * Linking mode: tenants one after the other, several at once on a wall, or all by one code, with no press between two
 * phones. It gives the same commands as a person does and judges by the same snapshots; no session knows of it. It lives
 * in the main process, so that a window that is loaded again finds it where it was.
 */
export interface LinkingQueue {
  /** `null`: there is no queue. */
  readonly state: () => LinkingState | null;
  /** Puts tenants at the end of the queue, in this order; linked ones and those in it are left out. */
  readonly begin: (tenantIds: readonly TenantId[]) => void;
  /** How the codes are shown from here on. A phone that has confirmed goes on. */
  readonly setWay: (way: LinkingWay, tiles: WallSize) => void;
  /** Takes a tenant's code away, or the first one's, and goes on with the next tenant. */
  readonly skip: (tenantId?: TenantId) => void;
  /** Returns to the tenant before that has no link. One after the other only. */
  readonly back: () => void;
  /** Takes every code away. A phone that has confirmed goes on. */
  readonly pause: () => void;
  readonly resume: () => void;
  /** Puts those that failed or were skipped in line again. */
  readonly retry: () => void;
  /** Shows a new code for every phone, with whole budgets. */
  readonly renewShared: () => void;
  readonly end: () => void;
  /** To be told of every tenant that has changed. */
  readonly changed: (tenantId: TenantId) => void;
  /** To be told when the shared code has changed. */
  readonly sharedChanged: () => void;
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
  readonly registry: Pick<Registry, 'view' | 'start' | 'disconnect' | 'sharedCode' | 'attemptsPause'>;
  readonly onChange: (state: LinkingState | null) => void;
  /** A tenant's turn has come: its session was started or refused, or its phone has confirmed the shared code. */
  readonly onTurn?: ((tenantId: TenantId, answer: Result<null, CommandError>) => void) | undefined;
  readonly clock: Clock;
  readonly fail: (error: unknown) => void;
}): LinkingQueue {
  const { registry, onChange, onTurn, clock, fail } = options;
  const { sharedCode } = registry;
  let items: LinkingItem[] | undefined;
  let way: LinkingWay = 'one';
  let tiles: WallSize = 4;
  let paused: LinkingState['paused'] = 'no';
  let pausedUntil: number | undefined;
  let cancelResume: () => void = () => undefined;
  /** Those whose code was on screen, in order. */
  let trail: TenantId[] = [];
  /** Their sessions were started, so that an ended session of one has ended since. */
  const started = new Set<TenantId>();
  /** The next one, started while the phone before it is being let in, so that its code is there at once. */
  let ahead: TenantId | undefined;

  const state = (): LinkingState | null =>
    items === undefined
      ? null
      : {
          items: [...items],
          way,
          tiles,
          paused,
          ...(pausedUntil === undefined ? {} : { pausedUntil }),
          ...(way === 'any-phone' ? { shared: sharedCode.snapshot() } : {}),
        };
  const tell = () => onChange(state());
  const find = (tenantId: TenantId | undefined) => items?.find((item) => item.tenantId === tenantId);
  const current = () => items?.filter((item) => item.state === 'current') ?? [];
  const next = () => items?.find((item) => item.state === 'waiting');
  const sessionOf = (tenantId: TenantId) => registry.view(tenantId)?.session;

  /** How many tenants have their own code on screen at once. */
  function places(): number {
    if (way === 'one') return 1;
    return way === 'wall' ? tiles : 0;
  }

  function put(item: LinkingItem): void {
    const place = item.place ?? find(item.tenantId)?.place;
    const kept = place === undefined ? item : { ...item, place };
    items = items?.map((each) => (each.tenantId === item.tenantId ? kept : each));
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
    if (item?.state === 'current') onTurn?.(tenantId, answer.ok ? ok() : answer);
    if (answer.ok) {
      if (item?.state === 'current') started.add(tenantId);
      // It may have been paused, skipped or ended while the start was under way.
      if (paused !== 'no' || (item?.state !== 'current' && ahead !== tenantId)) stop(tenantId);
      else if (item?.state === 'current') judge(item);
      return;
    }
    if (item?.state === 'current') refused(item, answer.error);
  }

  function refused({ tenantId }: LinkingItem, error: CommandError): void {
    if (error.code === 'attempts-paused' && error.scope === 'workstation') {
      pauseFor('attempts', error.until);
      return;
    }
    put({ tenantId, state: 'failed', error });
    goOn();
  }

  /** Ends a session that shows a code; one whose phone has confirmed goes on. */
  function stop(tenantId: TenantId): void {
    const session = sessionOf(tenantId);
    if (session === undefined || hasEnded(session) || mayBeLinked(session)) return;
    registry.disconnect(tenantId).catch(fail);
  }

  function startAhead(): void {
    const following = next();
    if (way !== 'one' || following === undefined || ahead !== undefined || paused !== 'no') return;
    ahead = following.tenantId;
    start(ahead).catch(fail);
  }

  /** No code stays alive that is not on screen. */
  function stopAhead(except?: TenantId): void {
    const tenantId = ahead;
    ahead = undefined;
    if (tenantId !== undefined && tenantId !== except) stop(tenantId);
  }

  function show(tenantId: TenantId, place = 0): void {
    stopAhead(tenantId);
    put({ ...find(tenantId), tenantId, state: 'current', place });
    trail = [...trail.filter((id) => id !== tenantId), tenantId];
    started.delete(tenantId);
    if (paused === 'no') start(tenantId).catch(fail);
  }

  function freePlace(): number | undefined {
    const taken = new Set(current().map(({ place }) => place));
    return Array.from({ length: places() }, (_, place) => place).find((place) => !taken.has(place));
  }

  /** Fills what is free with those that wait. */
  function goOn(): void {
    for (;;) {
      const following = next();
      const place = freePlace();
      if (following === undefined || place === undefined) break;
      show(following.tenantId, place);
    }
    followShared();
    tell();
  }

  /** The shared code is on screen for as long as somebody waits for it. */
  function followShared(): void {
    const wanted = way === 'any-phone' && paused === 'no' && (next() !== undefined || current().length > 0);
    const ended = hasEnded(sharedCode.snapshot());
    const pause = wanted ? registry.attemptsPause() : undefined;
    if (pause !== undefined) {
      pauseFor('attempts', pause.until);
      return;
    }
    if (wanted && ended) sharedCode.start();
    if (!wanted && !ended) sharedCode.stop().catch(fail);
  }

  function judge(item: LinkingItem): void {
    const { tenantId } = item;
    const session = sessionOf(tenantId);
    if (session === undefined) {
      items = items?.filter((each) => each !== item);
      goOn();
      return;
    }
    if (item.state === 'linked') return;
    // A tile is given to the next one only with proof.
    const isThrough = way === 'wall' && item.state === 'current' ? isConnected(session) : isAccepted(session);
    if (isThrough) {
      const reached = session.evidence.stable === undefined ? 'accepted' : 'linked';
      if (item.state === reached) return;
      put({ tenantId, state: reached });
      goOn();
      return;
    }
    const hasConfirmed = session.evidence['account-verified'] !== undefined;
    if (item.state === 'accepted') judgeFallen(item, session);
    else if (way === 'any-phone') judgeShared(item, session, hasConfirmed);
    else if (item.state === 'current' && hasConfirmed) startAhead();
    else if (item.state === 'current' && started.has(tenantId) && hasEnded(session)) judgeEnded(item, session);
  }

  /** Where one code is for all, a tenant's turn begins when its phone has confirmed. */
  function judgeShared(
    { tenantId, state: before }: LinkingItem,
    session: SessionSnapshot,
    hasConfirmed: boolean,
  ): void {
    if (hasConfirmed && open.has(before)) {
      put({ tenantId, state: 'current' });
      onTurn?.(tenantId, ok());
      tell();
    }
    if (hasConfirmed || before !== 'current') return;
    const cause = session.failure?.cause;
    put({ tenantId, state: 'waiting', ...(cause === undefined ? {} : { cause }) });
    // The fresh code of its session is not on screen.
    stop(tenantId);
    goOn();
  }

  /** A link that lost only its socket still has the phone's signature, and comes back by itself. */
  function judgeFallen({ tenantId }: LinkingItem, session: SessionSnapshot): void {
    if (session.evidence['account-verified'] !== undefined && !hasEnded(session)) return;
    const cause = session.failure?.cause;
    // Without a failure somebody has disconnected it.
    if (cause === undefined) put({ tenantId, state: 'skipped' });
    else putFirst({ tenantId, state: 'waiting', cause });
    // The codes on screen stay: phones may be scanning them.
    goOn();
  }

  function judgeEnded(item: LinkingItem, { failure }: SessionSnapshot): void {
    const { tenantId } = item;
    const pause = registry.view(tenantId)?.attemptsPause;
    if (pause !== undefined) {
      refused(item, { code: 'attempts-paused', ...pause });
      return;
    }
    if (failure === undefined && current().length > 1) {
      // Somebody has stopped one of several.
      put({ tenantId, state: 'skipped' });
      goOn();
      return;
    }
    if (failure === undefined || isExpired(failure)) {
      if (paused === 'no') pauseFor(failure === undefined ? 'by-person' : 'nobody-scanned');
      return;
    }
    put({ tenantId, state: 'failed', cause: failure.cause });
    goOn();
  }

  function leave(item: LinkingItem, state: LinkingItem['state']): void {
    const cause = sessionOf(item.tenantId)?.failure?.cause ?? item.cause;
    put({ tenantId: item.tenantId, state, ...(cause === undefined ? {} : { cause }) });
    stop(item.tenantId);
  }

  /** Takes every code away. `until`: when it goes on by itself. */
  function pauseFor(why: Exclude<LinkingState['paused'], 'no'>, until?: number): void {
    paused = why;
    pausedUntil = until;
    stopAhead();
    for (const { tenantId } of current()) stop(tenantId);
    followShared();
    cancelResume();
    if (until !== undefined) cancelResume = clock.after(Math.max(0, until - clock.now()), resume);
    tell();
  }

  function resume(): void {
    if (items === undefined || paused === 'no') return;
    cancelResume();
    paused = 'no';
    pausedUntil = undefined;
    for (const { tenantId, place } of current()) if (place !== undefined) show(tenantId, place);
    goOn();
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
      goOn();
    },
    setWay(nextWay, nextTiles) {
      [way, tiles] = [nextWay, nextTiles];
      stopAhead();
      for (const [place, item] of current().entries()) {
        if (place < places()) {
          put({ ...item, place });
        } else {
          leave(item, 'waiting');
          const left = find(item.tenantId);
          if (left !== undefined) putFirst(left);
        }
      }
      goOn();
    },
    skip(tenantId) {
      const item = tenantId === undefined ? current()[0] : current().find((each) => each.tenantId === tenantId);
      if (item === undefined) return;
      leave(item, 'skipped');
      goOn();
    },
    back() {
      const [item] = current();
      const before = trail.findLast((id) => id !== item?.tenantId && open.has(find(id)?.state ?? 'linked'));
      if (way !== 'one' || before === undefined) return;
      if (item !== undefined) {
        leave(item, 'waiting');
        const left = find(item.tenantId);
        if (left !== undefined) putFirst(left);
      }
      show(before);
      tell();
    },
    pause() {
      if (items !== undefined && paused === 'no') pauseFor('by-person');
    },
    resume,
    retry() {
      items = items?.map((item) => (item.state === 'failed' || item.state === 'skipped' ? again(item) : item));
      goOn();
    },
    renewShared() {
      if (way === 'any-phone') sharedCode.renew();
    },
    end() {
      const left = current();
      stopAhead();
      items = undefined;
      [way, paused, pausedUntil] = ['one', 'no', undefined];
      cancelResume();
      trail = [];
      for (const { tenantId } of left) stop(tenantId);
      followShared();
      tell();
    },
    changed(tenantId) {
      const item = find(tenantId);
      if (item !== undefined) judge(item);
    },
    sharedChanged() {
      if (items === undefined || way !== 'any-phone') return;
      const { phase, failure } = sharedCode.snapshot();
      const expired = phase === 'stopped' && failure !== undefined && isExpired(failure);
      if (expired && paused === 'no') pauseFor('nobody-scanned');
      else tell();
    },
  };
}

/** In line once more; why it failed stays to be seen. */
function again({ tenantId, cause }: LinkingItem): LinkingItem {
  return { tenantId, state: 'waiting', ...(cause === undefined ? {} : { cause }) };
}
