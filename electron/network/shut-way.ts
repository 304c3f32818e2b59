import type { Clock } from '../pairing/ports.ts';

/** How long after a look the next one comes, in ms. One connection of the whole computer, as against each link's own attempts. */
const everyMs = 3_000;
/** How long no look comes where the last has found nothing to wait for, in ms: as long as the links' longest pause. */
const restMs = 60_000;

/**
 * What one look at the way to WhatsApp has found. `portal`: a sign-in page of the network, with the status of its answer.
 * `shut`: nothing gets through. `other`: something that no sign-in takes away, or that a link has to find out.
 */
export type WayFound =
  { readonly code: 'open' | 'shut' | 'other' } | { readonly code: 'portal'; readonly status: number };

export interface ShutWayWatch {
  /** To be called whenever a link may have changed. */
  readonly changed: () => void;
  readonly stop: () => void;
}

/**
 * Looks whether the way to WhatsApp opens again, for the whole computer at once, while no link of it gets through: after the
 * sign-in on a page of the network nothing else says so. Nothing runs while a link stands, or without a network.
 */
export function watchShutWay(options: {
  /** Whether what runs sees nothing but a way that is shut. */
  readonly isShutOut: () => boolean;
  readonly isOffline: () => boolean;
  /** Never rejects; takes a few seconds at most. */
  readonly look: (signal: AbortSignal) => Promise<WayFound>;
  /** Told of every page that a look finds, and with `undefined` once there is none any more. */
  readonly onPortal: (status: number | undefined) => void;
  /** The links that wait may try at once. */
  readonly onOpen: () => void;
  readonly clock: Pick<Clock, 'now' | 'after'>;
}): ShutWayWatch {
  const { isShutOut, isOffline, look, onPortal, onOpen, clock } = options;
  const stopped = new AbortController();
  let portal: number | undefined;
  let cancel: (() => void) | undefined;
  let isLooking = false;
  let restsUntil = 0;
  const isWanted = () => !stopped.signal.aborted && !isOffline() && isShutOut();

  function changed(): void {
    if (isLooking) return;
    if (isWanted()) cancel ??= clock.after(Math.max(everyMs, restsUntil - clock.now()), () => void lookOnce());
    else rest();
  }

  function rest(): void {
    cancel?.();
    cancel = undefined;
    restsUntil = 0;
    tell(undefined);
  }

  async function lookOnce(): Promise<void> {
    cancel = undefined;
    // A network that has gone is no change of a link.
    if (!isWanted()) {
      rest();
      return;
    }
    isLooking = true;
    const found = await look(stopped.signal);
    if (isWanted()) {
      if (found.code === 'open' || found.code === 'other') restsUntil = clock.now() + restMs;
      tell(found.code === 'portal' ? found.status : undefined);
      if (found.code === 'open') onOpen();
    }
    isLooking = false;
    changed();
  }

  /** A page is told again and again: a link may have begun since. */
  function tell(status: number | undefined): void {
    if (status === undefined && portal === undefined) return;
    portal = status;
    onPortal(status);
  }

  return {
    changed,
    stop() {
      stopped.abort();
      cancel?.();
    },
  };
}
