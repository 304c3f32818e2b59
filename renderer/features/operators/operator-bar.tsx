import { Lock } from 'lucide-react';

import { lockKeys } from '../../../shared/shortcuts.ts';
import { isolate } from '../../i18n/isolate.ts';
import { useText } from '../../i18n/use-text.ts';
import { useConsole, useOperators } from '../../state/services.ts';
import { Button } from '../../ui/button.tsx';
import styles from './operators.module.css';

/** Who is signed in, and the lock; nothing where there are no operators. */
export function OperatorBar() {
  const text = useText();
  const { operators } = useConsole();
  const state = useOperators();
  if (state.kind !== 'signed-in') return null;
  return (
    <Button look="quiet" keys={lockKeys} onPress={() => void operators.lock()}>
      <Lock size={17} aria-hidden />
      {text('operators.lock', { name: isolate(state.current.name) })}
    </Button>
  );
}

/** Says to somebody who may only look why so much is greyed out. */
export function LookingNote() {
  const text = useText();
  const state = useOperators();
  if (state.kind !== 'signed-in' || state.current.role !== 'look') return null;
  return <p className={styles.looking}>{text('operators.looking', { name: isolate(state.current.name) })}</p>;
}
