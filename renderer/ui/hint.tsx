import type { ReactNode } from 'react';
import { UNSAFE_PortalProvider } from 'react-aria/PortalProvider';
import { useSlottedContext } from 'react-aria-components/slots';
import { Tooltip, TooltipContext, TooltipTrigger } from 'react-aria-components/Tooltip';

import styles from './hint.module.css';
import { KeyCaps } from './key-caps.tsx';

/** Milliseconds that a pointer rests before it is told. */
const delay = 500;
const landmarks = 'main, nav, aside, [role=dialog], [role=alertdialog]';

/** Drawn in the landmark of its button: a screen reader that goes from landmark to landmark finds the two together. */
function HintWords({ children }: { readonly children: ReactNode }) {
  const button = useSlottedContext(TooltipContext)?.triggerRef;
  return (
    <UNSAFE_PortalProvider getContainer={() => button?.current?.closest<HTMLElement>(landmarks) ?? document.body}>
      <Tooltip offset={6} placement="bottom" className={styles.hint ?? ''}>
        {children}
      </Tooltip>
    </UNSAFE_PortalProvider>
  );
}

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
      <HintWords>
        {words}
        {keys !== undefined && <KeyCaps keys={keys} />}
      </HintWords>
    </TooltipTrigger>
  );
}
