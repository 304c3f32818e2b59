import { UsersRound } from 'lucide-react';
import { useId } from 'react';

import type { OtherOwner, TenantView } from '../../../shared/console.ts';
import { isolate, isolateLtr } from '../../i18n/isolate.ts';
import { useMoments } from '../../i18n/use-moments.ts';
import { useText } from '../../i18n/use-text.ts';
import { Button } from '../../ui/button.tsx';
import styles from './other-owners.module.css';

interface OtherOwnersProps {
  readonly tenant: TenantView;
  readonly onShowTenant: (tenantId: string) => void;
}

function Owner({ owner, onShowTenant }: Pick<OtherOwnersProps, 'onShowTenant'> & { readonly owner: OtherOwner }) {
  const text = useText();
  const moments = useMoments();
  const named = { name: isolate(owner.name), id: isolateLtr(owner.id) };
  return (
    <li>
      <p>
        {text(owner.sameDevice ? 'owners.same-device' : 'owners.same-number', named)}{' '}
        {owner.linkedAt !== undefined && text('owners.since', { time: moments.short(owner.linkedAt) })}
      </p>
      <Button look="quiet" onPress={() => onShowTenant(owner.id)}>
        {text('owners.show', { name: named.name })}
      </Button>
    </li>
  );
}

/** The other programs and tenants with this link, or this number. Nothing where there are none. */
export function OtherOwners({ tenant, onShowTenant }: OtherOwnersProps) {
  const text = useText();
  const moments = useMoments();
  const id = useId();
  const { otherOwners = [], session } = tenant;
  const { evictedAt } = session;
  if (evictedAt === undefined && otherOwners.length === 0) return null;
  const copied = otherOwners.some(({ sameDevice }) => sameDevice);
  return (
    <section className={styles.note} aria-labelledby={id}>
      <h2 id={id} className={styles.title}>
        <UsersRound size={18} aria-hidden />
        {text('owners.title')}
      </h2>
      {evictedAt !== undefined && <p>{text('owners.evicted', { time: moments.full(evictedAt) })}</p>}
      {evictedAt !== undefined && !copied && <p>{text('owners.elsewhere')}</p>}
      {otherOwners.length > 0 && (
        <ul className={styles.owners}>
          {otherOwners.map((owner) => (
            <Owner key={owner.id} owner={owner} onShowTenant={onShowTenant} />
          ))}
        </ul>
      )}
    </section>
  );
}
