import type { AttemptsPause } from '../../shared/console.ts';
import { canonicalNumber } from './machine/numbers.ts';
import type { Clock } from './ports.ts';

/** A phone has been asked to link this workstation: a scan that got anywhere, or a linking code. */
export interface LinkAttempt {
  /** Epoch milliseconds. */
  readonly at: number;
  /** Stands for the number, where it was known; not the number itself. */
  readonly number?: string | undefined;
}

/** Attempts, kept: a restart must not make the console forget how many there were. Never throws. */
export interface AttemptStore {
  /** Those of the last hour or so, oldest first. */
  list(): readonly LinkAttempt[];
  add(attempt: LinkAttempt): void;
  /** The same number always has the same mark; the number cannot be read from it at a glance. */
  markOf(canonicalNumber: string): string;
}

export interface AttemptLimits {
  /** Attempts on one number, in all tenants and rounds, within `windowMs`. */
  readonly perNumber: number;
  /** Attempts from this workstation within `windowMs`. */
  readonly perWorkstation: number;
  readonly windowMs: number;
}

/**
 * Where the console stops by itself. WhatsApp does not say where its own limits are. Known is that there are some: linking
 * codes are answered with 429 `rate-overlimit` (WhiskeySockets/Baileys #2008, wwebjs/whatsapp-web.js #3763), and phones
 * say "Can't link new devices at this time" for hours (WhiskeySockets/Baileys #1443, #1672). The figures are a belief: no
 * report tells of a refusal after so few attempts, and twenty phones in ten minutes stay below them.
 */
export const cautiousLimits: AttemptLimits = { perNumber: 5, perWorkstation: 150, windowMs: 60 * 60_000 };

/** Counts attempts to link, and says when the next one is to wait. */
export interface LinkAttempts {
  /** `number`: digits only, where it is known. */
  note(number: string | undefined): void;
  /** Until when no further attempt is to be made, and for whose sake; nothing while there is room. */
  pause(number: string | undefined): AttemptsPause | undefined;
}

/** No limits: the other end is not WhatsApp. */
export const unlimitedAttempts: LinkAttempts = { note: () => undefined, pause: () => undefined };

export function createLinkAttempts(options: {
  readonly store: AttemptStore;
  readonly limits: AttemptLimits;
  readonly clock: Clock;
}): LinkAttempts {
  const { store, limits, clock } = options;
  const markOf = (number: string | undefined) =>
    number === undefined || number === '' ? undefined : store.markOf(canonicalNumber(number));
  return {
    note: (number) => store.add({ at: clock.now(), number: markOf(number) }),
    pause: (number) => pauseOf(store.list(), { number: markOf(number), now: clock.now(), limits }),
  };
}

/** The pause that lasts longest, where both are due. */
export function pauseOf(
  attempts: readonly LinkAttempt[],
  { number, now, limits }: { number: string | undefined; now: number; limits: AttemptLimits },
): AttemptsPause | undefined {
  // A clock that was set back leaves attempts in the future, which do not count for longer than others.
  const lately = attempts.filter(({ at }) => at > now - limits.windowMs && at <= now);
  const pauses: AttemptsPause[] = [];
  const due = (scope: AttemptsPause['scope'], counted: readonly LinkAttempt[], most: number) => {
    const oldest = counted[counted.length - most];
    if (oldest !== undefined) pauses.push({ scope, until: oldest.at + limits.windowMs });
  };
  if (number !== undefined) {
    due(
      'number',
      lately.filter((attempt) => attempt.number === number),
      limits.perNumber,
    );
  }
  due('workstation', lately, limits.perWorkstation);
  return pauses.sort((a, b) => b.until - a.until)[0];
}
