import type { ReactNode } from 'react';
import { Tooltip, TooltipTrigger } from 'react-aria-components/Tooltip';

import styles from './hint.module.css';
import { KeyCaps } from './key-caps.tsx';

/** Milliseconds that a pointer rests before it is told. */
const delay = 500;

interface HintProps {
  /** Absent: the button has words, and only its keys are told. */
  readonly words?: string | undefined;
  /** In Electron's notation. */
  readonly keys?: string | undefined;
  readonly children: ReactNode;
}

/** A button with what it does, for one that shows an icon only, and the keys that press it. */
export function Hint({ words, keys, children }: HintProps) {
  return (
    <TooltipTrigger delay={delay}>
      {children}
      <Tooltip offset={6} placement="bottom" className={styles.hint ?? ''}>
        {words}
        {keys !== undefined && <KeyCaps keys={keys} />}
      </Tooltip>
    </TooltipTrigger>
  );
}
