import { ArrowRight } from 'lucide-react';
import { useCallback, useMemo, useSyncExternalStore } from 'react';
import { useIntl } from 'react-intl';

import { isolate } from '../../i18n/isolate.ts';
import { useText } from '../../i18n/use-text.ts';
import { useRoster, useServices } from '../../state/services.ts';
import { nextToLink, sortRoster } from '../../state/tenant-list.ts';
import { Button } from '../../ui/button.tsx';
import styles from './next-tenant.module.css';

interface NextTenantProps {
  readonly current: string;
  readonly onShowTenant: (tenantId: string) => void;
}

/** After a link: on to the next tenant that has none. Nothing where none is left. */
export function NextTenant({ current, onShowTenant }: NextTenantProps) {
  const text = useText();
  const { store } = useServices();
  const { locale } = useIntl();
  const roster = useRoster();
  const sorted = useMemo(() => sortRoster(roster, 'name', locale), [roster, locale]);
  const read = useCallback(() => nextToLink(store, sorted, current), [store, sorted, current]);
  const next = useSyncExternalStore(store.subscribe, read);
  if (next === undefined) return null;
  return (
    <Button look="primary" keys="N" onPress={() => onShowTenant(next.id)}>
      <span className={styles.label}>{text('action.next-tenant', { name: isolate(next.name) })}</span>
      <ArrowRight size={16} aria-hidden className={styles.arrow} />
    </Button>
  );
}
