import type { TenantView } from '../../../shared/console.ts';
import { isAuthPaired, isConnected } from '../../../shared/proof.ts';
import { useMoments } from '../../i18n/use-moments.ts';
import { useText } from '../../i18n/use-text.ts';
import styles from './last-seen.module.css';

/**
 * When WhatsApp was last heard from, for a link that is not connected. A connected one was heard from within 45 s: the
 * console replaces a connection that is silent for longer.
 */
export function LastSeen({ tenant: { session, lastSeenAt } }: { readonly tenant: TenantView }) {
  const text = useText();
  const moments = useMoments();
  if (lastSeenAt === undefined || isConnected(session) || !isAuthPaired(session)) return null;
  return <p className={styles.line}>{text('link.last-seen', { time: moments.short(lastSeenAt) })}</p>;
}
