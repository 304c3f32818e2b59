import { CircleCheck, FileText } from 'lucide-react';
import { useDeferredValue, useMemo, useState } from 'react';
import { FileTrigger } from 'react-aria-components/FileTrigger';

import { useText } from '../../i18n/use-text.ts';
import type { ConsoleClient } from '../../state/console-client.ts';
import { useConsole, useRoster } from '../../state/services.ts';
import { useCommand } from '../../state/use-command.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorLine } from '../../ui/error-line.tsx';
import { DialogActions, ModalDialog } from '../../ui/modal-dialog.tsx';
import { TextArea } from '../../ui/text-area.tsx';
import { decodeCsv } from './csv.ts';
import styles from './import-dialog.module.css';
import { ImportPreview } from './import-preview.tsx';
import { readImport } from './read-import.ts';
import { RefusedRows } from './refused-rows.tsx';

type Outcome = Extract<Awaited<ReturnType<ConsoleClient['tenants']['import']>>, { ok: true }>['value'];

function ImportDone({ outcome, onClose }: { readonly outcome: Outcome; readonly onClose: () => void }) {
  const text = useText();
  return (
    <ModalDialog title={text('import.title')} wide onClose={onClose}>
      <p role="status" className={styles.done}>
        <CircleCheck size={18} aria-hidden />
        {text('import.added', { count: outcome.added })}
      </p>
      {outcome.refused.length > 0 && <RefusedRows refused={outcome.refused} />}
      <DialogActions>
        <Button look="primary" onPress={onClose} autoFocus>
          {text('common.close')}
        </Button>
      </DialogActions>
    </ModalDialog>
  );
}

/** Takes a list of tenants from a file or the clipboard, shows what it makes of every line, and adds the good ones. */
export function ImportDialog({ onClose }: { readonly onClose: () => void }) {
  const text = useText();
  const { tenants } = useConsole();
  const roster = useRoster();
  const command = useCommand<Outcome>();
  const [typed, setTyped] = useState('');
  const source = useDeferredValue(typed);
  const reading = useMemo(
    () =>
      readImport(
        source,
        roster.map(({ id }) => id),
      ),
    [source, roster],
  );
  const count = reading.rows.length;
  if (command.state.kind === 'done') return <ImportDone outcome={command.state.value} onClose={onClose} />;

  async function choose(files: FileList | null): Promise<void> {
    const file = files?.[0];
    if (file !== undefined) setTyped(decodeCsv(await file.arrayBuffer()));
  }
  return (
    <ModalDialog title={text('import.title')} wide onClose={onClose}>
      <TextArea
        label={text('import.source')}
        hint={text('import.hint')}
        value={typed}
        rows={6}
        onChange={setTyped}
        autoFocus
      />
      <div>
        <FileTrigger
          acceptedFileTypes={['.csv', '.txt', 'text/csv', 'text/plain']}
          onSelect={(files) => void choose(files)}
        >
          <Button>
            <FileText size={16} aria-hidden />
            {text('import.choose-file')}
          </Button>
        </FileTrigger>
      </div>
      <ImportPreview reading={reading} />
      {command.state.kind === 'failed' && <ErrorLine error={command.state.error} />}
      <DialogActions>
        <Button onPress={onClose}>{text('common.cancel')}</Button>
        <Button
          look="primary"
          isDisabled={count === 0}
          isPending={command.state.kind === 'running'}
          onPress={() => void command.run(() => tenants.import({ rows: [...reading.rows] }))}
        >
          {text('import.submit', { count })}
        </Button>
      </DialogActions>
    </ModalDialog>
  );
}
