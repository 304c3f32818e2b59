import type { CommandError } from '../../shared/errors.ts';
import type { Result } from '../../shared/result.ts';
import { useText } from '../i18n/use-text.ts';
import { useCommand } from '../state/use-command.ts';
import { Button } from './button.tsx';
import styles from './confirm-dialog.module.css';
import { ErrorLine } from './error-line.tsx';
import { DialogActions, ModalDialog } from './modal-dialog.tsx';

interface ConfirmDialogProps {
  readonly title: string;
  /** What will happen, one sentence each. */
  readonly consequences: readonly string[];
  readonly confirm: string;
  /** Nothing is lost by it. */
  readonly harmless?: boolean;
  readonly carryOut: () => Promise<Result<unknown, CommandError>>;
  readonly onClose: () => void;
}

/** Asks before something that cannot simply be undone, says what it does, and stays open to say why it failed. */
export function ConfirmDialog({
  title,
  consequences,
  confirm,
  harmless = false,
  carryOut,
  onClose,
}: ConfirmDialogProps) {
  const text = useText();
  const command = useCommand<unknown>();
  async function answer(): Promise<void> {
    if (await command.run(carryOut)) onClose();
  }
  return (
    <ModalDialog role="alertdialog" title={title} onClose={onClose}>
      <ul className={styles.consequences}>
        {consequences.map((consequence) => (
          <li key={consequence}>{consequence}</li>
        ))}
      </ul>
      {command.state.kind === 'failed' && <ErrorLine error={command.state.error} />}
      <DialogActions>
        <Button onPress={onClose} autoFocus>
          {text('common.cancel')}
        </Button>
        <Button
          look={harmless ? 'primary' : 'danger'}
          isPending={command.state.kind === 'running'}
          onPress={() => void answer()}
        >
          {confirm}
        </Button>
      </DialogActions>
    </ModalDialog>
  );
}
