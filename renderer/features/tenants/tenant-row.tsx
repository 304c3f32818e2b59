import { Text } from 'react-aria-components/Text';

import { isConnected } from '../../../shared/proof.ts';
import { useText } from '../../i18n/use-text.ts';
import { useTenant } from '../../state/services.ts';
import { standingOf, toneOf } from '../../state/standing.ts';
import { StandingMark } from '../pairing/standing-mark.tsx';
import styles from './tenant-row.module.css';

export function TenantRow({ id }: { readonly id: string }) {
  const text = useText();
  const tenant = useTenant(id);
  if (tenant === undefined) return null;
  const standing = standingOf(tenant.session);
  const restricted = tenant.session.restriction !== undefined && isConnected(tenant.session);
  return (
    <div className={styles.row}>
      <StandingMark standing={standing} size={18} />
      <div className={styles.words}>
        <Text slot="label" className={styles.name ?? ''} dir="auto" title={tenant.name}>
          {tenant.name}
        </Text>
        <Text slot="description" className={styles.state ?? ''} data-tone={restricted ? 'warning' : toneOf[standing]}>
          {text(restricted ? 'restriction.label' : `standing.${standing}.label`)}
        </Text>
      </div>
    </div>
  );
}
