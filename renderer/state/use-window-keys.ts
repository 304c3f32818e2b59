import { useEffect, useEffectEvent } from 'react';

import { createKeyReader } from './key-reader.ts';

interface WindowKeys {
  /** What a letter does where no button in view carries it, by the letter. */
  readonly own: Readonly<Record<string, () => void>>;
  /** What a barcode scanner has typed. */
  readonly onScan: (text: string) => void;
}

const typing = 'input:not([type=radio], [type=checkbox]), textarea, [contenteditable], [role=menu], [data-trigger]';
const asking = '[role=dialog], [role=alertdialog]';

/**
 * The button of the page that a letter presses; none where it cannot be pressed now. One inside `data-own-keys`, of which
 * a page has several, is pressed while the focus is in there.
 */
export function buttonWith(letter: string): HTMLElement | null {
  const named = `button[data-keys="${letter}"]:not(:disabled)`;
  const own = document.activeElement?.closest('main [data-own-keys]')?.querySelector<HTMLElement>(named);
  return own ?? document.querySelector<HTMLElement>(`main ${named}:not([data-own-keys] *)`);
}

/**
 * Single letters for the whole window. A letter presses the button of the page that carries it (`data-keys`), so that
 * a button keeps its own say in whether it can be pressed; what is left goes to `own`. By the key's place, so that they
 * serve in every layout, and never while somebody types or a dialog is open.
 */
export function useWindowKeys({ own, onScan }: WindowKeys): void {
  const press = useEffectEvent((code: string) => {
    const letter = code.replace('Key', '');
    const button = buttonWith(letter);
    if (button === null) own[letter]?.();
    else button.click();
  });
  const scan = useEffectEvent(onScan);
  const taken = useEffectEvent((code: string) => {
    const letter = /^Key([A-Z])$/.exec(code)?.[1];
    return letter !== undefined && (own[letter] !== undefined || buttonWith(letter) !== null);
  });
  useEffect(() => {
    const reader = createKeyReader({
      onKey: (code) => press(code),
      onScan: (text) => scan(text),
      after: (ms, task) => {
        const timer = window.setTimeout(task, ms);
        return () => {
          window.clearTimeout(timer);
        };
      },
    });
    function listen(event: KeyboardEvent): void {
      const { target, code, key, timeStamp } = event;
      const elsewhere = target instanceof Element && target.closest(typing) !== null;
      if (elsewhere || document.querySelector(asking) !== null || event.isComposing) {
        reader.reset();
        return;
      }
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      // A key that is held counts once, and is still not the beginning of a name.
      const isScan = !event.repeat && reader.down({ code, key, at: timeStamp });
      if (!isScan && !taken(code)) return;
      event.preventDefault();
      event.stopPropagation();
    }
    // Before the list, which takes letters as the beginning of a name.
    window.addEventListener('keydown', listen, { capture: true });
    return () => {
      reader.reset();
      window.removeEventListener('keydown', listen, { capture: true });
    };
  }, []);
}
