import type { TenantView } from '../../../shared/console.ts';
import { useMoments } from '../../i18n/use-moments.ts';
import { useText } from '../../i18n/use-text.ts';
import { kindOf } from '../../state/platform.ts';
import { usePreferences } from '../../state/services.ts';
import { Ltr } from '../../ui/ltr.tsx';
import { PrintSheet } from '../../ui/print-sheet.tsx';
import styles from './slip.module.css';

interface SlipProps {
  readonly tenant: TenantView;
  /** When it was linked, epoch ms; absent where that was longer ago than the console remembers. */
  readonly linkedAt: number | undefined;
  readonly onDone: () => void;
}

/** A slip for the customer: what was linked, when, and how to unlink it on the phone. The number stays masked. */
export function Slip({ tenant, linkedAt, onDone }: SlipProps) {
  const text = useText();
  const moments = useMoments();
  const { phoneKind } = usePreferences();
  const { account } = tenant.session;
  const kind = kindOf(account?.platform) ?? phoneKind;
  return (
    <PrintSheet what={{ sheet: 'slip', tenantId: tenant.id }} onDone={onDone}>
      <h1>{text('slip.title')}</h1>
      <dl className={styles.facts}>
        <div>
          <dt>{text('slip.for')}</dt>
          <dd>
            <bdi>{tenant.name}</bdi>
          </dd>
        </div>
        {account !== undefined && (
          <div>
            <dt>{text('account.number')}</dt>
            <dd>
              <Ltr mono>{account.maskedNumber}</Ltr>
            </dd>
          </div>
        )}
        {linkedAt !== undefined && (
          <div>
            <dt>{text('slip.when')}</dt>
            <dd>{moments.full(linkedAt)}</dd>
          </div>
        )}
      </dl>
      <p>{text('slip.meaning')}</p>
      <h2>{text('slip.unlink')}</h2>
      <ol className={styles.steps}>
        <li>{text(`guide.${kind}.menu`)}</li>
        <li>{text(`guide.${kind}.devices`)}</li>
        {linkedAt !== undefined && <li>{text('slip.step.device')}</li>}
        <li>{text('slip.step.log-out')}</li>
      </ol>
    </PrintSheet>
  );
}
