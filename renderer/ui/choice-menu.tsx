import { lazy, Suspense, useRef, useState, type ReactNode } from 'react';

import { Button } from './button.tsx';
import type { Choice } from './choice-popover.tsx';

const ChoicePopover = lazy(async () => ({ default: (await import('./choice-popover.tsx')).ChoicePopover }));

interface ChoiceMenuProps {
  readonly label: string;
  readonly icon: ReactNode;
  /** Something other than the usual is chosen. */
  readonly active: boolean;
  readonly choices: readonly Choice[];
}

/** A few choices behind one icon, each with one of its options ticked. Menus are loaded when the first one is opened. */
export function ChoiceMenu({ label, icon, active, choices }: ChoiceMenuProps) {
  const button = useRef<HTMLButtonElement>(null);
  const [isOpen, setOpen] = useState(false);
  const [wasOpened, setWasOpened] = useState(false);
  if (isOpen && !wasOpened) setWasOpened(true);
  return (
    <>
      <Button
        ref={button}
        look={active ? 'plain' : 'quiet'}
        icon
        aria-label={label}
        aria-haspopup="menu"
        aria-expanded={isOpen}
        onPress={() => setOpen(true)}
        onKeyDown={({ key }) => {
          if (key === 'ArrowDown' || key === 'ArrowUp') setOpen(true);
        }}
      >
        {icon}
      </Button>
      {wasOpened && (
        <Suspense fallback={null}>
          <ChoicePopover label={label} choices={choices} button={button} isOpen={isOpen} onOpenChange={setOpen} />
        </Suspense>
      )}
    </>
  );
}
