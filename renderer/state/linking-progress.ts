import type { LinkingState } from '../../shared/linking.ts';

/** How many tenants of a queue are where. */
export interface LinkingProgress {
  /** Linked, with proof. */
  readonly linked: number;
  /** Let in by WhatsApp, and on probation. */
  readonly accepted: number;
  /** To be tried again. */
  readonly open: number;
  /** Their turn is over: linked or on probation. */
  readonly done: number;
  readonly total: number;
}

export function progressOf({ items }: LinkingState): LinkingProgress {
  const count = (...states: readonly string[]) => items.filter(({ state }) => states.includes(state)).length;
  const [linked, accepted] = [count('linked'), count('accepted')];
  return { linked, accepted, open: count('failed', 'skipped'), done: linked + accepted, total: items.length };
}
