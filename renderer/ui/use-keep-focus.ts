import { useLayoutEffect, useRef, type FocusEvent, type RefCallback } from 'react';

interface KeepFocus {
  readonly ref: RefCallback<HTMLElement>;
  readonly tabIndex: -1;
  readonly onFocus: () => void;
  readonly onBlur: (event: FocusEvent) => void;
}

/**
 * Holds the keyboard's place in a group whose buttons come and go: when `contents` changes and the focused button is
 * gone, the group itself takes the focus, so that Tab goes on from here and not from the top of the window.
 */
export function useKeepFocus(contents: string): KeepFocus {
  const group = useRef<HTMLElement>(null);
  const inside = useRef(false);
  useLayoutEffect(() => {
    const lost = document.activeElement === null || document.activeElement === document.body;
    if (inside.current && lost) group.current?.focus();
  }, [contents]);
  return {
    ref: (element) => {
      group.current = element;
    },
    tabIndex: -1,
    onFocus: () => {
      inside.current = true;
    },
    // A button that is taken away blurs towards nothing; one that is left blurs towards something.
    onBlur: (event) => {
      if (event.relatedTarget !== null) inside.current = false;
    },
  };
}
