import type { NewAuditEntry } from '../../shared/audit.ts';
import type { Clock } from '../pairing/ports.ts';

/** A program asks for the same over and over. It is recorded once in this time, in ms. */
const repeatedMs = 24 * 60 * 60 * 1000;
/** Twice as many tenants as a console has. */
const mostRemembered = 20_000;

/**
 * Whether an entry repeats another of the last day: a program that asks for a link again, with nothing else done to the
 * tenant meanwhile, or that tries again what its key does not allow. A person's acts are recorded each time.
 */
export function createRepeats(clock: Pick<Clock, 'now'>): (entry: NewAuditEntry) => boolean {
  /** When each was recorded: links by tenant, and refusals under `refused`. */
  const told = new Map<string | null, Map<string, number>>();

  return (entry) => {
    const { act, door, tenantId } = entry;
    const isRefusal = act === 'refused' && door === 'key';
    if (!isRefusal && (door === 'window' || act !== 'link')) {
      told.delete(tenantId);
      return false;
    }
    // A refused call has changed nothing: a link that is asked for after it is still the same.
    const group = isRefusal ? JSON.stringify(entry) : tenantId;
    const ofGroup = told.get(group) ?? new Map<string, number>();
    const what = JSON.stringify(entry);
    const before = ofGroup.get(what);
    const now = clock.now();
    if (before !== undefined && now - before < repeatedMs) return true;
    told.delete(group);
    told.set(group, ofGroup.set(what, now));
    const [oldest] = told.keys();
    if (told.size > mostRemembered && oldest !== undefined) told.delete(oldest);
    return false;
  };
}
