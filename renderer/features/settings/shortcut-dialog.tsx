import { shortcuts } from '../../../shared/shortcuts.ts';
import { useText } from '../../i18n/use-text.ts';
import { useServices } from '../../state/services.ts';
import { Button } from '../../ui/button.tsx';
import { DialogActions, ModalDialog } from '../../ui/modal-dialog.tsx';
import styles from './shortcut-dialog.module.css';

/** What holds in every window of this kind, and so is not the menu's. */
const elsewhere = [
  { name: 'list', keys: ['↑', '↓'] },
  { name: 'close', keys: ['Esc'] },
] as const;

/** The parts of an accelerator as they stand on the keyboard: `CmdOrCtrl+N` → `Ctrl`, `N`. */
function keysOf(accelerator: string, platform: string | undefined): readonly string[] {
  return accelerator.split('+').map((key) => (key === 'CmdOrCtrl' ? (platform === 'darwin' ? '⌘' : 'Ctrl') : key));
}

function Keys({ keys }: { readonly keys: readonly string[] }) {
  return (
    <dd dir="ltr" className={styles.keys}>
      {keys.map((key) => (
        <kbd key={key}>{key}</kbd>
      ))}
    </dd>
  );
}

/** Every shortcut on one sheet. */
export function ShortcutDialog({ onClose }: { readonly onClose: () => void }) {
  const text = useText();
  const { info } = useServices();
  const names = ['add-tenant', 'search', 'failure-log', 'diagnostics', 'settings', 'shortcuts'] as const;
  return (
    <ModalDialog title={text('shortcuts.title')} onClose={onClose}>
      <dl className={styles.sheet}>
        {names.map((name) => (
          <div key={name} className={styles.row}>
            <dt>{text(`shortcuts.${name}`)}</dt>
            <Keys keys={keysOf(shortcuts[name], info?.platform)} />
          </div>
        ))}
        {elsewhere.map(({ name, keys }) => (
          <div key={name} className={styles.row}>
            <dt>{text(`shortcuts.${name}`)}</dt>
            <Keys keys={keys} />
          </div>
        ))}
      </dl>
      <DialogActions>
        <Button onPress={onClose} autoFocus>
          {text('common.close')}
        </Button>
      </DialogActions>
    </ModalDialog>
  );
}
