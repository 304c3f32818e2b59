import type { TenantId } from '../../shared/tenant.ts';
import type { Clock } from './ports.ts';

const dayMs = 24 * 60 * 60_000;
/** An account is shown as in use between six and seven days after the last time, in ms. */
const restMs = 6 * dayMs;
/** How often one account at most is shown, in ms, give or take half: 5,000 accounts have their turn in a week. */
const lookMs = 2 * 60_000;

/** A link that stands. */
export interface IdleLink {
  readonly tenantId: TenantId;
  /** When the account was last shown as in use, or was linked; epoch milliseconds. */
  readonly shownAt: number;
}

export interface WeeklyPresenceOptions {
  readonly clock: Clock;
  readonly isOn: () => boolean;
  readonly links: () => readonly IdleLink[];
  /** Shows the account as in use for some seconds and notes when. */
  readonly show: (tenantId: TenantId) => void;
}

/**
 * Shows each linked account as in use for some seconds about once a week. Users report that WhatsApp warns or logs out
 * an account that has not been seen for about 14 days despite its traffic. Never two accounts at once, also after a long
 * time without the program. The returned function ends it.
 */
export function keepAccountsInUse({ clock, isOn, links, show }: WeeklyPresenceOptions): () => void {
  let cancel: () => void;

  function look(): void {
    const due = isOn()
      ? links().filter(({ tenantId, shownAt }) => clock.now() >= shownAt + restMs + shareOfDay(tenantId))
      : [];
    const chosen = due[Math.floor(clock.random() * due.length)];
    if (chosen !== undefined) show(chosen.tenantId);
    wait();
  }

  function wait(): void {
    cancel = clock.after(lookMs * (0.5 + clock.random()), look);
  }

  wait();
  return () => cancel();
}

/** A part of a day, in ms, always the same for one tenant: accounts that were linked together drift apart. */
function shareOfDay(tenantId: TenantId): number {
  let hash = 0;
  for (const character of tenantId) hash = (hash * 31 + character.charCodeAt(0)) % 1_000;
  return (hash / 1_000) * dayMs;
}
