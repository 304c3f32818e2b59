import { CircleCheck, Undo2 } from 'lucide-react';

import { useText } from '../../i18n/use-text.ts';
import { Button } from '../../ui/button.tsx';
import { DialogActions, ModalDialog } from '../../ui/modal-dialog.tsx';
import styles from './import-dialog.module.css';
import { RefusedRows } from './refused-rows.tsx';
import type { ImportStage } from './use-import.ts';

interface ImportOutcomeProps {
  readonly stage: Extract<ImportStage, { kind: 'added' | 'undone' }>;
  readonly onUndo: (ids: readonly string[]) => void;
  readonly onLink: (ids: readonly string[]) => void;
  readonly onClose: () => void;
}

/** What came of the import, and what can follow: take all of it back, or link what it added. */
export function ImportOutcome({ stage, onUndo, onLink, onClose }: ImportOutcomeProps) {
  const text = useText();
  const ids = stage.kind === 'added' ? stage.ids : [];
  return (
    <ModalDialog title={text('import.title')} wide onClose={onClose}>
      <p role="status" className={styles.done}>
        {stage.kind === 'added' ? <CircleCheck size={18} aria-hidden /> : <Undo2 size={18} aria-hidden />}
        {stage.kind === 'added'
          ? text('import.added', { count: stage.ids.length })
          : text('import.undone', { count: stage.count })}
      </p>
      {stage.kind === 'added' && stage.left > 0 && <p>{text('import.left', { count: stage.left })}</p>}
      {stage.refused.length > 0 && <RefusedRows refused={stage.refused} />}
      <DialogActions>
        {ids.length > 0 && (
          <Button look="quiet" onPress={() => onUndo(ids)}>
            {text('import.undo')}
          </Button>
        )}
        <Button look={ids.length > 0 ? 'plain' : 'primary'} onPress={onClose} autoFocus={ids.length === 0}>
          {text('common.close')}
        </Button>
        {ids.length > 0 && (
          <Button look="primary" onPress={() => onLink(ids)} autoFocus>
            {text('linking.these', { count: ids.length })}
          </Button>
        )}
      </DialogActions>
    </ModalDialog>
  );
}
