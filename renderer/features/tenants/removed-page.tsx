import { useCallback, useState } from 'react';

import type { CommandError } from '../../../shared/errors.ts';
import type { RemovedTenant } from '../../../shared/tenant.ts';
import { isolate } from '../../i18n/isolate.ts';
import { useMoments } from '../../i18n/use-moments.ts';
import { useText } from '../../i18n/use-text.ts';
import { useConsole } from '../../state/services.ts';
import { useAnswer } from '../../state/use-answer.ts';
import { useCommand } from '../../state/use-command.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorLine } from '../../ui/error-line.tsx';
import { Ltr } from '../../ui/ltr.tsx';
import styles from './removed-page.module.css';

const day = 24 * 60 * 60 * 1000;

interface RemovedPageProps {
  readonly onRestored: (tenantId: string) => void;
}

function Row({ removed, onRestored }: RemovedPageProps & { readonly removed: RemovedTenant }) {
  const text = useText();
  const moments = useMoments();
  const { tenants } = useConsole();
  const command = useCommand();
  const { id, name, removedAt, keptUntil } = removed;
  const [now] = useState(() => Date.now());

  async function restore(): Promise<void> {
    if (await command.run(() => tenants.restore({ tenantId: id }))) onRestored(id);
  }
  return (
    <li className={styles.row}>
      <div className={styles.words}>
        <p className={styles.name}>
          <bdi>{name}</bdi> <Ltr mono>{id}</Ltr>
        </p>
        <p className={styles.quiet}>
          {text('removed.when', { time: moments.short(removedAt) })} ·{' '}
          {text('removed.until', { days: Math.max(0, Math.ceil((keptUntil - now) / day)) })}
        </p>
        {command.state.kind === 'failed' && <ErrorLine error={command.state.error} />}
      </div>
      <Button
        needs="administer"
        isPending={command.state.kind === 'running'}
        aria-label={text('removed.restore.name', { name: isolate(name) })}
        onPress={() => void restore()}
      >
        {text('removed.restore')}
      </Button>
    </li>
  );
}

function List({ removed, onRestored }: RemovedPageProps & { readonly removed: readonly RemovedTenant[] }) {
  const text = useText();
  if (removed.length === 0) {
    return (
      <EmptyState picture="removed">
        <p>{text('removed.none')}</p>
      </EmptyState>
    );
  }
  return (
    <ul className={styles.list}>
      {removed.map((each) => (
        <Row key={each.id} removed={each} onRestored={onRestored} />
      ))}
    </ul>
  );
}

/** What was removed in the last seven days. It follows every removal, so that a second press meets nothing. */
export function RemovedPage({ onRestored }: RemovedPageProps) {
  const text = useText();
  const { tenants } = useConsole();
  const answer = useAnswer<RemovedTenant[]>(useCallback(() => tenants.removed(), [tenants]));
  const failure: CommandError | undefined = answer.kind === 'failed' ? answer.error : undefined;
  return (
    <article className={styles.page}>
      <h1>{text('removed.title')}</h1>
      <p className={styles.quiet}>{text('removed.lead')}</p>
      {failure !== undefined && <ErrorLine error={failure} />}
      {answer.kind === 'here' && <List removed={answer.value} onRestored={onRestored} />}
    </article>
  );
}
