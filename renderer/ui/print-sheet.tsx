import { useEffect, useEffectEvent, useState, type ReactNode } from 'react';
import { createPortal } from 'react-dom';

import { useConsole } from '../state/services.ts';
import { useCommand } from '../state/use-command.ts';
import { ErrorLine } from './error-line.tsx';
import styles from './print-sheet.module.css';

interface PrintSheetProps {
  /** Printed, or given up. The system's refusal stays in view instead. */
  readonly onDone: () => void;
  readonly children: ReactNode;
}

/**
 * Prints what it holds, once, as soon as it is rendered, and nothing else of the window (styles/base.css). It is not seen
 * on screen but for the system's refusal.
 */
export function PrintSheet({ onDone, children }: PrintSheetProps) {
  const { app } = useConsole();
  const command = useCommand();
  const [over, setOver] = useState(false);
  const print = useEffectEvent(async () => {
    const done = await command.run(app.print);
    setOver(true);
    if (done) onDone();
  });
  useEffect(() => void print(), []);
  return (
    <>
      {!over &&
        createPortal(
          <div data-print-sheet className={styles.sheet}>
            {children}
          </div>,
          document.body,
        )}
      {command.state.kind === 'failed' && <ErrorLine error={command.state.error} />}
    </>
  );
}
