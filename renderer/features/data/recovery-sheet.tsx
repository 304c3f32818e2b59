import { useText } from '../../i18n/use-text.ts';
import { useServices } from '../../state/services.ts';
import { Ltr } from '../../ui/ltr.tsx';
import { PrintSheet } from '../../ui/print-sheet.tsx';
import styles from './recovery-code.module.css';

interface RecoverySheetProps {
  readonly code: string;
  readonly onDone: () => void;
}

/** The code on paper, with what it is for and of which folder. */
export function RecoverySheet({ code, onDone }: RecoverySheetProps) {
  const text = useText();
  const { info } = useServices();
  return (
    <PrintSheet what={{ sheet: 'recovery-sheet', tenantId: null }} onDone={onDone}>
      <h1>{text('data.recovery.sheet')}</h1>
      <p className={styles.printed}>
        <Ltr mono>{code}</Ltr>
      </p>
      <p>{text('data.recovery.sheet.use')}</p>
      {info !== undefined && (
        <p>
          <Ltr mono>{info.dataFolder}</Ltr>
        </p>
      )}
    </PrintSheet>
  );
}
