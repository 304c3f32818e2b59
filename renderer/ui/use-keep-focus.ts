import { useEffect, useRef, type FocusEvent, type RefCallback } from 'react';

interface KeepFocus {
  readonly ref: RefCallback<HTMLElement>;
  readonly tabIndex: -1;
  readonly onFocus: (event: FocusEvent) => void;
  readonly onBlur: (event: FocusEvent) => void;
}

/**
 * Holds the keyboard's place in a group whose parts come and go: when `contents` changes and the button that had the
 * focus is gone, the group itself takes it, so that Tab goes on from here and not from the top of the window. A dialog
 * that such a button opens is a detour: `contents` names it while it is open, for the button may be gone once it closes.
 */
export function useKeepFocus(contents: string): KeepFocus {
  const group = useRef<HTMLElement>(null);
  /** What has the focus, or had it before it was taken away or a dialog opened. */
  const place = useRef<Element>(null);
  // Not before the dialog has given the page back, which is inert until then.
  useEffect(() => {
    const lost = document.activeElement === null || document.activeElement === document.body;
    if (lost && place.current?.isConnected === false) group.current?.focus();
  }, [contents]);
  return {
    ref: (element) => {
      group.current = element;
    },
    tabIndex: -1,
    onFocus: (event) => {
      place.current = event.target;
    },
    // A button that is taken away blurs towards nothing; one that is left blurs towards something.
    onBlur: ({ relatedTarget }) => {
      if (relatedTarget !== null && relatedTarget.closest('[role=dialog], [role=alertdialog]') === null) {
        place.current = null;
      }
    },
  };
}
