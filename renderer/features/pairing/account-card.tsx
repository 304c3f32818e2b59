import type { ReactNode } from 'react';

import type { LinkedAccount } from '../../../shared/session.ts';
import { useText } from '../../i18n/use-text.ts';
import { platformName } from '../../state/platform.ts';
import { Ltr } from '../../ui/ltr.tsx';
import styles from './account-card.module.css';

interface AccountCardProps {
  readonly account: LinkedAccount;
  /** What can be done with it. */
  readonly children?: ReactNode;
}

/** Who is linked. The number arrives masked. */
export function AccountCard({ account, children }: AccountCardProps) {
  const text = useText();
  return (
    <section className={styles.card} aria-labelledby="account-title">
      <h2 id="account-title">{text('account.title')}</h2>
      <p className={styles.name}>{account.name === undefined ? text('account.unnamed') : <bdi>{account.name}</bdi>}</p>
      <dl className={styles.facts}>
        <dt>{text('account.number')}</dt>
        <dd>
          <Ltr mono>{account.maskedNumber}</Ltr>
        </dd>
        {account.platform !== undefined && (
          <>
            <dt>{text('account.platform')}</dt>
            <dd>
              <Ltr>{platformName(account.platform)}</Ltr>
            </dd>
          </>
        )}
      </dl>
      {children}
    </section>
  );
}
