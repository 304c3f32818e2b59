import { useEffect, useEffectEvent, useState, type ReactNode } from 'react';
import { createPortal } from 'react-dom';

import type { Print } from '../../shared/app.ts';
import type { CommandError } from '../../shared/errors.ts';
import type { Result } from '../../shared/result.ts';
import { useConsole } from '../state/services.ts';
import { ErrorLine } from './error-line.tsx';
import styles from './print-sheet.module.css';

interface PrintSheetProps {
  /** For the audit. */
  readonly what: Print;
  /** Printed, or given up. The system's refusal stays in view instead. */
  readonly onDone: () => void;
  readonly children: ReactNode;
}

/**
 * Prints what it holds, once, as soon as it is rendered, and nothing else of the window (styles/base.css). It is not seen
 * on screen but for the system's refusal.
 */
export function PrintSheet({ what, onDone, children }: PrintSheetProps) {
  const { app } = useConsole();
  const [outcome, setOutcome] = useState<Result<null, CommandError>>();
  const tell = useEffectEvent((answer: Result<null, CommandError>) => {
    setOutcome(answer);
    if (answer.ok) onDone();
  });
  const { sheet, tenantId } = what;
  useEffect(() => {
    let gone = false;
    async function print(): Promise<void> {
      const answer = await app.print({ sheet, tenantId });
      if (!gone) tell(answer);
    }
    void print();
    return () => {
      gone = true;
    };
  }, [app, sheet, tenantId]);
  return (
    <>
      {outcome === undefined &&
        createPortal(
          // Not hidden by a dialog that is open over the page.
          <main data-print-sheet data-react-aria-top-layer className={styles.sheet}>
            {children}
          </main>,
          document.body,
        )}
      {outcome?.ok === false && <ErrorLine error={outcome.error} />}
    </>
  );
}
