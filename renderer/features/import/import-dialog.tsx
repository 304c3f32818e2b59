import { FileText } from 'lucide-react';
import { useDeferredValue, useMemo, useState } from 'react';
import { FileTrigger } from 'react-aria-components/FileTrigger';
import { useIntl } from 'react-intl';

import { useText } from '../../i18n/use-text.ts';
import { useRoster } from '../../state/services.ts';
import { Button } from '../../ui/button.tsx';
import { ComboBox } from '../../ui/combo-box.tsx';
import { ErrorLine } from '../../ui/error-line.tsx';
import { DialogActions, ModalDialog } from '../../ui/modal-dialog.tsx';
import { ProgressBar } from '../../ui/progress-bar.tsx';
import { TextArea } from '../../ui/text-area.tsx';
import { countriesIn } from '../phone-number/countries.ts';
import { decodeCsv } from './csv.ts';
import { ImportOutcome } from './import-outcome.tsx';
import { ImportPreview } from './import-preview.tsx';
import { readImport } from './read-import.ts';
import { useImport } from './use-import.ts';

interface ImportDialogProps {
  /** Begins to link the tenants that were added. */
  readonly onLink: (tenantIds: readonly string[]) => void;
  readonly onClose: () => void;
}

/** Takes a list of tenants from a file or the clipboard, shows what it makes of every line, and adds the good ones. */
export function ImportDialog({ onLink, onClose }: ImportDialogProps) {
  const text = useText();
  const { locale } = useIntl();
  const roster = useRoster();
  const { stage, add, cancel, undo } = useImport();
  const [typed, setTyped] = useState('');
  const [country, setCountry] = useState<string>();
  const source = useDeferredValue(typed);
  const reading = useMemo(
    () =>
      readImport(
        source,
        roster.map(({ id }) => id),
        country,
      ),
    [source, roster, country],
  );
  const countries = useMemo(
    () => countriesIn(locale).map(({ code, name, callingCode }) => ({ value: code, label: name, aside: callingCode })),
    [locale],
  );
  const count = reading.rows.length;

  if (stage.kind === 'added' || stage.kind === 'undone') {
    return <ImportOutcome stage={stage} onUndo={(ids) => void undo(ids)} onLink={onLink} onClose={onClose} />;
  }
  // Frozen meanwhile: the rows that are being added exist already, and are no errors.
  if (stage.kind === 'adding' || stage.kind === 'undoing') {
    const total = stage.kind === 'adding' ? stage.reading.rows.length : stage.total;
    return (
      <ModalDialog title={text('import.title')} wide onClose={cancel}>
        <ProgressBar
          label={text(stage.kind === 'adding' ? 'import.adding' : 'import.undoing', { done: stage.done, total })}
          done={stage.done}
          total={total}
        />
        <DialogActions>
          {stage.kind === 'adding' && (
            <Button onPress={cancel} autoFocus>
              {text('common.cancel')}
            </Button>
          )}
        </DialogActions>
      </ModalDialog>
    );
  }

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
      <ComboBox label={text('import.country')} value={country} options={countries} onChange={setCountry} />
      <ImportPreview reading={reading} />
      {stage.error !== undefined && <ErrorLine error={stage.error} />}
      <DialogActions>
        <Button onPress={onClose}>{text('common.cancel')}</Button>
        <Button look="primary" isDisabled={count === 0} onPress={() => void add(reading)}>
          {text('import.submit', { count })}
        </Button>
      </DialogActions>
    </ModalDialog>
  );
}
