import { keysOf, lockKeys } from '../../../shared/shortcuts.ts';
import { useText } from '../../i18n/use-text.ts';
import { useOperators } from '../../state/services.ts';
import { Button } from '../../ui/button.tsx';
import { KeyCaps } from '../../ui/key-caps.tsx';
import { DialogActions, ModalDialog } from '../../ui/modal-dialog.tsx';
import styles from './shortcut-dialog.module.css';

/** The menu's, in Electron's notation. */
const ofTheMenu = ['palette', 'add-tenant', 'search', 'failure-log', 'diagnostics', 'settings', 'shortcuts'] as const;
/** Single letters, and what holds in every window of this kind; several keys that do alike stand together. */
const ofTheWindow = [
  { name: 'next', keys: ['N'] },
  { name: 'code', keys: ['Q'] },
  { name: 'full-screen', keys: ['F'] },
  { name: 'step', keys: ['J', 'K'] },
  { name: 'pause', keys: ['P'] },
  { name: 'back', keys: ['B'] },
  { name: 'retry', keys: ['R'] },
  { name: 'list', keys: ['↑', '↓'] },
  { name: 'close', keys: ['Esc'] },
] as const;

/** Every shortcut on one sheet. */
export function ShortcutDialog({ onClose }: { readonly onClose: () => void }) {
  const text = useText();
  const hasOperators = useOperators().kind !== 'none';
  const rows = [
    ...ofTheMenu.map((name) => ({ name, keys: [keysOf(name, hasOperators)] })),
    ...(hasOperators ? [{ name: 'lock' as const, keys: [lockKeys] }] : []),
    ...ofTheWindow,
  ];
  return (
    <ModalDialog title={text('shortcuts.title')} onClose={onClose}>
      <dl className={styles.sheet}>
        {rows.map(({ name, keys }) => (
          <div key={name} className={styles.row}>
            <dt>{text(`shortcuts.${name}`)}</dt>
            <dd className={styles.keys}>
              {keys.map((key) => (
                <KeyCaps key={key} keys={key} />
              ))}
            </dd>
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
