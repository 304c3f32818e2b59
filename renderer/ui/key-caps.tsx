import { useServices } from '../state/services.ts';
import styles from './key-caps.module.css';

/** The parts of an accelerator as they stand on the keyboard: `CmdOrCtrl+N` → `Ctrl`, `N`. */
function capsOf(accelerator: string, platform: string | undefined): readonly string[] {
  return accelerator.split('+').map((key) => (key === 'CmdOrCtrl' ? (platform === 'darwin' ? '⌘' : 'Ctrl') : key));
}

/** Keys as they look, left to right in every language; in Electron's notation, `CmdOrCtrl+N`. */
export function KeyCaps({ keys }: { readonly keys: string }) {
  const { info } = useServices();
  return (
    <span dir="ltr" className={styles.keys}>
      {capsOf(keys, info?.platform).map((key) => (
        <kbd key={key}>{key}</kbd>
      ))}
    </span>
  );
}
