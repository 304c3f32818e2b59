import type { JournalEntry } from '../../../shared/journal.ts';
import { useText } from '../../i18n/use-text.ts';
import { ModalDialog } from '../../ui/modal-dialog.tsx';
import { EntryDetails } from './entry-details.tsx';

interface EntryDialogProps {
  readonly entry: JournalEntry;
  readonly onShowTenant: (tenantId: string) => void;
  readonly onClose: () => void;
}

/** An entry of the log in front of it, where there is no room beside it. */
export function EntryDialog({ entry, onShowTenant, onClose }: EntryDialogProps) {
  const text = useText();
  return (
    <ModalDialog title={text('log.entry.title')} wide onClose={onClose}>
      <EntryDetails entry={entry} onShowTenant={onShowTenant} onClose={onClose} />
    </ModalDialog>
  );
}
