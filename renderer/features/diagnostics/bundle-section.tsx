import { FolderOpen } from 'lucide-react';
import { useState } from 'react';

import type { DiagnosticsState } from '../../../shared/diagnostics.ts';
import { isolateLtr } from '../../i18n/isolate.ts';
import { useText } from '../../i18n/use-text.ts';
import { useConsole } from '../../state/services.ts';
import { useCommand } from '../../state/use-command.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorLine } from '../../ui/error-line.tsx';
import { SwitchRow } from '../../ui/switch-row.tsx';
import styles from './diagnostics-page.module.css';
import { Job } from './job.tsx';

const inside = ['versions', 'tenants', 'failures'] as const;

/** Everything that helps to help, in one file. What is inside is said before it is made. */
export function BundleSection({ state }: { readonly state: DiagnosticsState }) {
  const text = useText();
  const { diagnostics } = useConsole();
  const show = useCommand();
  const [nameDumps, setNameDumps] = useState(false);
  const dumps = state.lastEnd?.dumps.length ?? 0;
  const { bundle, preflight, selfTest } = state;
  const complete = preflight?.endedAt !== undefined && selfTest?.endedAt !== undefined;

  function summary(): string | undefined {
    if (bundle?.kind === 'saved') return text('bundle.saved', { path: isolateLtr(bundle.path) });
    return bundle?.kind === 'cancelled' ? text('bundle.cancelled') : undefined;
  }
  return (
    <Job
      title={text('bundle.title')}
      lead={text('bundle.lead')}
      start={text('bundle.save')}
      needs="administer"
      onStart={() => diagnostics.saveBundle({ nameDumps: nameDumps && dumps > 0 })}
      onCancel={() => diagnostics.cancel({ job: 'bundle' })}
      progress={bundle?.kind === 'saving' ? { label: text('bundle.saving'), ...bundle } : undefined}
      summary={summary()}
    >
      {bundle?.kind === 'failed' && <ErrorLine error={bundle.error} />}
      {bundle?.kind === 'saved' && (
        <div>
          <Button needs="administer" onPress={() => void show.run(diagnostics.showBundle)}>
            <FolderOpen size={16} aria-hidden />
            {text('bundle.show')}
          </Button>
        </div>
      )}
      <div>
        <p>{text('bundle.inside')}</p>
        <ul className={styles.inside}>
          {inside.map((name) => (
            <li key={name}>{text(`bundle.inside.${name}`)}</li>
          ))}
        </ul>
        <p>{text('bundle.outside')}</p>
      </div>
      {dumps > 0 && (
        <SwitchRow
          label={text('bundle.dumps')}
          hint={text('bundle.dumps.hint')}
          on={nameDumps}
          onChange={setNameDumps}
        />
      )}
      {!complete && <p className={styles.note}>{text('bundle.missing')}</p>}
    </Job>
  );
}
