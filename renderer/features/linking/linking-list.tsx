import { Check, CircleDashed, CircleDot, CornerUpLeft, ShieldCheck, TriangleAlert } from 'lucide-react';
import { memo, useState } from 'react';

import type { LinkingItem } from '../../../shared/linking.ts';
import { useErrorText } from '../../i18n/use-error-text.ts';
import { useText } from '../../i18n/use-text.ts';
import { excerptOf } from '../../state/queue-excerpt.ts';
import { useTenant } from '../../state/services.ts';
import { Button } from '../../ui/button.tsx';
import styles from './linking-list.module.css';

const shapes = {
  waiting: CircleDashed,
  current: CircleDot,
  accepted: Check,
  linked: ShieldCheck,
  failed: TriangleAlert,
  skipped: CornerUpLeft,
} as const;

interface LinkingListProps {
  readonly items: readonly LinkingItem[];
  readonly onShowTenant: (tenantId: string) => void;
}

type RowProps = { readonly item: LinkingItem } & Pick<LinkingListProps, 'onShowTenant'>;

/** Every change brings the whole queue anew; a row whose item says the same is not drawn again. */
function saysTheSame(before: RowProps, after: RowProps): boolean {
  return before.onShowTenant === after.onShowTenant && JSON.stringify(before.item) === JSON.stringify(after.item);
}

const Row = memo(function Row({ item, onShowTenant }: RowProps) {
  const text = useText();
  const errorText = useErrorText();
  const tenant = useTenant(item.tenantId);
  const Shape = shapes[item.state];
  const { cause, error, state } = item;
  const why = error !== undefined ? errorText(error) : cause !== undefined ? text(`cause.${cause}.title`) : undefined;
  return (
    <li className={styles.row} data-state={state} aria-current={state === 'current' ? 'step' : undefined}>
      <Shape size={16} aria-hidden />
      <span className={styles.name} title={tenant?.name}>
        <bdi>{tenant?.name ?? item.tenantId}</bdi>
      </span>
      <span className={styles.state}>
        {text(`linking.state.${state}`)}
        {why !== undefined && (state === 'waiting' || state === 'failed' || state === 'skipped') && ` · ${why}`}
      </span>
      {(state === 'failed' || state === 'skipped') && (
        <Button look="quiet" onPress={() => onShowTenant(item.tenantId)}>
          {text('log.show-tenant')}
        </Button>
      )}
    </li>
  );
}, saysTheSame);

/**
 * The queue in its order: who is linked, whose turn it is, who comes, and who must be tried again. Of hundreds, the rows that
 * say nothing yet, or nothing any more, are folded away.
 */
export function LinkingList({ items, onShowTenant }: LinkingListProps) {
  const text = useText();
  const [whole, setWhole] = useState(false);
  const excerpt = excerptOf(items);
  return (
    <section aria-labelledby="linking-list">
      <h2 id="linking-list">{text('linking.queue')}</h2>
      <ol className={styles.list}>
        {(whole ? items : excerpt).map((item) => (
          <Row key={item.tenantId} item={item} onShowTenant={onShowTenant} />
        ))}
      </ol>
      {excerpt.length < items.length && (
        <Button look="quiet" aria-expanded={whole} onPress={() => setWhole(!whole)}>
          {whole ? text('linking.queue.less') : text('linking.queue.all', { count: items.length })}
        </Button>
      )}
    </section>
  );
}
