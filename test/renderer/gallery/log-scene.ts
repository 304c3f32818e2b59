import type { JournalEntry, NewLink } from '../../../shared/journal.ts';
import { tenantView } from '../../support/tenant-view.ts';

const seconds = (count: number) => count * 1000;

const manyCauses = [
  'qr-expired',
  'connection-lost',
  'rejected-after-scan',
  'dns-failed',
  'storage-full',
  'device-removed',
] as const;

/** Three hundred failures over a month, more of them lately. */
export function longJournal(now: number): readonly JournalEntry[] {
  const places = ['flower-shop', 'bakery-north', 'clinic_7', 'garage'];
  return Array.from({ length: 300 }, (_, index): JournalEntry => ({
    id: String(1000 - index),
    tenantId: tenantView(places[(index * 7) % 4] ?? 'garage').id,
    failure: {
      at: now - Math.round((index / 300) ** 1.7 * 29 * seconds(86_400)),
      cause: manyCauses[(index + Math.floor(index / 4)) % 6] ?? 'unknown',
      ...(index % 3 === 0 ? {} : { statusCode: 401 + (index % 3) * 7 }),
      credentials: 'kept',
      retry: 'reconnect',
    },
    phase: index % 2 === 0 ? 'awaiting-scan' : 'reconnecting',
    evidence: {},
    qrShown: index % 2 === 0,
  }));
}

/** Four new links a day over a month. */
export function monthOfLinks(now: number): NewLink[] {
  const { id: tenantId } = tenantView('flower-shop');
  return Array.from({ length: 116 }, (_, index) => ({ tenantId, at: now - (115 - index) * seconds(21_600) }));
}
