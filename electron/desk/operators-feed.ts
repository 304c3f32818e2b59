import { needsAttention } from '../../shared/attention.ts';
import type { LinkCounts, OperatorsState } from '../../shared/operators.ts';
import { isConnected } from '../../shared/proof.ts';
import type { Attendance } from '../operators/attendance.ts';
import type { Clock } from '../pairing/ports.ts';
import type { Registry } from '../pairing/registry.ts';

/** Sessions change many times a second; a locked window gets new figures at most once in this time, in ms. */
const tellMs = 500;

/** How things stand, in figures that name nobody. */
export function linkCountsOf(registry: Pick<Registry, 'tenantIds' | 'view'>): LinkCounts {
  const sessions = registry.tenantIds().flatMap((id) => registry.view(id)?.session ?? []);
  return {
    tenants: sessions.length,
    connected: sessions.filter(isConnected).length,
    attention: sessions.filter(needsAttention).length,
  };
}

/** Tells the window who may use it, and while it is locked how things stand. */
export function createOperatorsFeed(options: {
  readonly attendance: Pick<Attendance, 'state' | 'onChange' | 'rights'>;
  readonly links: () => LinkCounts;
  readonly publish: (state: OperatorsState) => void;
  readonly clock: Clock;
}): { readonly linksChanged: () => void; readonly close: () => void } {
  const { attendance, links, publish, clock } = options;
  let sent = '';
  let cancel: (() => void) | undefined;

  function tell(): void {
    cancel = undefined;
    const state = attendance.state(links());
    const text = JSON.stringify(state);
    if (text === sent) return;
    sent = text;
    publish(state);
  }
  const stop = attendance.onChange(tell);

  return {
    linksChanged() {
      if (attendance.rights().locked) cancel ??= clock.after(tellMs, tell);
    },
    close() {
      stop();
      cancel?.();
    },
  };
}
