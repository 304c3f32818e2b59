import { memo } from 'react';

import { isConnected } from '../../../shared/proof.ts';
import { useText } from '../../i18n/use-text.ts';
import { useTenant } from '../../state/services.ts';
import { standingOf, toneOf } from '../../state/standing.ts';
import { StandingMark } from '../pairing/standing-mark.tsx';
import styles from './tenant-row.module.css';

interface TenantRowProps {
  readonly tenantId: string;
  /** The id of its element. */
  readonly id: string;
  /** Pixels from the top of its group. */
  readonly top: number;
  /** Its number in the whole list, from 1. */
  readonly place: number;
  readonly total: number;
  readonly selected: boolean;
  /** Tab comes to this row. */
  readonly current: boolean;
}

/** A tenant with its state. Drawn again only when it, or its place in the list, is another. */
export const TenantRow = memo(function TenantRow(props: TenantRowProps) {
  const { tenantId, id, top, place, total, selected, current } = props;
  const text = useText();
  const tenant = useTenant(tenantId);
  if (tenant === undefined) return null;
  const standing = standingOf(tenant.session);
  const restricted = tenant.session.restriction !== undefined && isConnected(tenant.session);
  return (
    <div
      role="option"
      id={id}
      data-tenant={tenantId}
      aria-selected={selected}
      aria-posinset={place}
      aria-setsize={total}
      aria-labelledby={`${id}-name`}
      aria-describedby={`${id}-state`}
      tabIndex={current ? 0 : -1}
      className={styles.row}
      style={{ insetBlockStart: top }}
    >
      <StandingMark standing={standing} size={18} />
      <div className={styles.words}>
        <span id={`${id}-name`} className={styles.name} dir="auto" title={tenant.name}>
          {tenant.name}
        </span>
        <span id={`${id}-state`} className={styles.state} data-tone={restricted ? 'warning' : toneOf[standing]}>
          {text(restricted ? 'restriction.label' : `standing.${standing}.label`)}
        </span>
      </div>
    </div>
  );
});
