import { useEffect, useEffectEvent, useState } from 'react';

import type { CommandError } from '../../shared/errors.ts';
import type { Result } from '../../shared/result.ts';
import { useText } from '../i18n/use-text.ts';
import { useCommand } from '../state/use-command.ts';
import { Button } from './button.tsx';
import { ErrorLine } from './error-line.tsx';
import styles from './undo-toast.module.css';

/** Milliseconds; long enough to read it, look up and reach the button. */
const shownFor = 12_000;

interface UndoToastProps {
  /** What was done. */
  readonly message: string;
  readonly undo: () => Promise<Result<null, CommandError>>;
  readonly onUndone: () => void;
  readonly onClose: () => void;
}

/** Says what was done and offers to undo it for a while. It stays while someone is at it, and while it has failed. */
export function UndoToast({ message, undo, onUndone, onClose }: UndoToastProps) {
  const text = useText();
  const command = useCommand();
  const [attended, setAttended] = useState(false);
  const waiting = !attended && command.state.kind === 'ready';
  const close = useEffectEvent(onClose);
  useEffect(() => {
    if (!waiting) return undefined;
    const timer = window.setTimeout(close, shownFor);
    return () => {
      window.clearTimeout(timer);
    };
  }, [waiting]);

  async function carryOut(): Promise<void> {
    if (command.state.kind === 'running' || !(await command.run(undo))) return;
    onUndone();
    onClose();
  }
  const attend = () => {
    setAttended(true);
  };
  const leave = () => {
    setAttended(false);
  };
  return (
    <div className={styles.toast} onPointerEnter={attend} onPointerLeave={leave} onFocus={attend} onBlur={leave}>
      <p role="status" className={styles.message}>
        {message}
      </p>
      <Button onPress={() => void carryOut()}>{text('common.undo')}</Button>
      <Button look="quiet" onPress={onClose}>
        {text('common.close')}
      </Button>
      {command.state.kind === 'failed' && <ErrorLine error={command.state.error} />}
    </div>
  );
}
