import { Download, ListChecks, Play, Square, Trash2 } from 'lucide-react';
import { useState, useSyncExternalStore } from 'react';

import type { TenantView } from '../../../shared/console.ts';
import { isAuthPaired, mayBeLinked } from '../../../shared/proof.ts';
import { ok } from '../../../shared/result.ts';
import { useText } from '../../i18n/use-text.ts';
import { useServices } from '../../state/services.ts';
import { Button } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { ErrorLine } from '../../ui/error-line.tsx';
import { saveFile } from '../../ui/save-file.ts';
import { UndoToast } from '../../ui/undo-toast.tsx';
import { rosterCsv } from './roster-csv.ts';
import styles from './selection-page.module.css';
import { useBulk } from './use-bulk.ts';

interface SelectionPageProps {
  readonly tenantIds: readonly string[];
  /** Begins linking mode with these. */
  readonly onLink: (tenantIds: readonly string[]) => void;
  readonly onClear: () => void;
}

const done = { start: 'selection.started', stop: 'selection.stopped', remove: 'selection.removed' } as const;

function rests({ session }: TenantView): boolean {
  return session.phase === 'idle' || session.phase === 'stopped';
}
const idsOf = (tenants: readonly TenantView[]) => tenants.map(({ id }) => id);

/** What can be done with several tenants at once; each of it can be undone. */
export function SelectionPage({ tenantIds, onLink, onClear }: SelectionPageProps) {
  const text = useText();
  const { store } = useServices();
  // Drawn again when one of them comes, goes or changes.
  useSyncExternalStore(store.subscribe, () => tenantIds.map((id) => store.tenant(id)?.session.phase).join(' '));
  const { stage, run, undo, dismiss } = useBulk();
  const [asking, setAsking] = useState(false);
  const tenants = tenantIds.flatMap((id) => store.tenant(id) ?? []);
  const unlinked = tenants.filter(({ session }) => !isAuthPaired(session));
  const resting = tenants.filter((tenant) => rests(tenant) && tenant.session.evictedAt === undefined);
  // A linked phone would be logged out by a stop.
  const stoppable = tenants.filter((tenant) => !rests(tenant) && !mayBeLinked(tenant.session));
  const running = stage.kind === 'running';

  return (
    <article className={styles.page}>
      <h1>{text('selection.title', { count: tenants.length })}</h1>
      <p className={styles.quiet}>{text('selection.hint')}</p>
      <div className={styles.buttons}>
        <Button needs="link" look="primary" isDisabled={unlinked.length === 0} onPress={() => onLink(idsOf(unlinked))}>
          <ListChecks size={16} aria-hidden />
          {text('linking.these', { count: unlinked.length })}
        </Button>
        <Button
          needs="link"
          isDisabled={resting.length === 0}
          isPending={running}
          onPress={() => void run('start', idsOf(resting))}
        >
          <Play size={16} aria-hidden />
          {text('selection.start', { count: resting.length })}
        </Button>
        <Button
          needs="link"
          isDisabled={stoppable.length === 0}
          isPending={running}
          onPress={() => void run('stop', idsOf(stoppable))}
        >
          <Square size={16} aria-hidden />
          {text('selection.stop', { count: stoppable.length })}
        </Button>
        <Button needs="administer" onPress={() => saveFile('tenants.csv', 'text/csv', rosterCsv(tenants))}>
          <Download size={16} aria-hidden />
          {text('selection.export')}
        </Button>
        <Button
          needs="administer"
          look="quiet-danger"
          isDisabled={tenants.length === 0}
          isPending={running}
          onPress={() => setAsking(true)}
        >
          <Trash2 size={16} aria-hidden />
          {text('selection.remove', { count: tenants.length })}
        </Button>
        <Button look="quiet" onPress={onClear}>
          {text('selection.clear')}
        </Button>
      </div>
      <p className={styles.quiet}>{text('selection.stop.hint')}</p>
      {stage.kind === 'done' && stage.error !== undefined && (
        <div role="status">
          <p>{text('selection.refused', { count: stage.refused })}</p>
          <ErrorLine error={stage.error} />
        </div>
      )}
      <ul className={styles.names}>
        {tenants.map(({ id, name }) => (
          <li key={id}>
            <bdi>{name}</bdi>
          </li>
        ))}
      </ul>
      {stage.kind === 'done' && stage.ids.length > 0 && (
        <div className={styles.toast}>
          <UndoToast
            key={`${stage.deed} ${stage.ids.join(' ')}`}
            message={text(done[stage.deed], { count: stage.ids.length })}
            undo={undo}
            onUndone={() => undefined}
            onClose={dismiss}
          />
        </div>
      )}
      {asking && (
        <ConfirmDialog
          title={text('selection.remove.title', { count: tenants.length })}
          consequences={[text('tenant.remove.session'), text('tenant.remove.files'), text('tenant.remove.phone')]}
          confirm={text('tenant.remove.submit')}
          carryOut={async () => {
            await run('remove', idsOf(tenants));
            return ok();
          }}
          onClose={() => setAsking(false)}
        />
      )}
    </article>
  );
}
