import { ChevronDown } from 'lucide-react';
import { useLayoutEffect, useState } from 'react';
import { Button } from 'react-aria-components/Button';
import { ComboBox as AriaComboBox } from 'react-aria-components/ComboBox';
import { Input } from 'react-aria-components/Input';
import { Label } from 'react-aria-components/Label';
import { ListBox, ListBoxItem } from 'react-aria-components/ListBox';
import { Popover } from 'react-aria-components/Popover';

import styles from './combo-box.module.css';
import list from './select.module.css';

interface ComboBoxProps {
  readonly label: string;
  /** What is chosen, by its value. */
  readonly value: string | undefined;
  /** `aside` stands at the end of its line, left to right, and finds the option as its label does. */
  readonly options: readonly { readonly value: string; readonly label: string; readonly aside: string }[];
  readonly onChange: (value: string) => void;
}

/** The library's mark of what it never hides. */
const visible = 'data-react-aria-top-layer';

/**
 * The library hides the page from screen readers while the list is open, and leaves it in reach of the keyboard. A list is
 * no dialog: the page stays what it is. Marked before the library looks, and only for as long as the list is there.
 */
function useVisiblePage(listOpen: boolean): void {
  useLayoutEffect(() => {
    if (!listOpen) return undefined;
    const parts = [...document.body.children].filter((part) => !part.hasAttribute(visible));
    for (const part of parts) part.toggleAttribute(visible, true);
    return () => {
      for (const part of parts) part.removeAttribute(visible);
    };
  }, [listOpen]);
}

/** A choice of very many: typing narrows it down. */
export function ComboBox({ label, value, options, onChange }: ComboBoxProps) {
  const [open, setOpen] = useState(false);
  useVisiblePage(open);
  return (
    <AriaComboBox
      value={value ?? null}
      defaultItems={options}
      menuTrigger="focus"
      onOpenChange={setOpen}
      onChange={(chosen) => {
        if (typeof chosen === 'string') onChange(chosen);
      }}
      className={styles.box ?? ''}
    >
      <Label className={styles.label ?? ''}>{label}</Label>
      <div className={styles.field}>
        <Input className={styles.input ?? ''} spellCheck="false" autoComplete="off" />
        <Button className={styles.open ?? ''}>
          <ChevronDown size={15} aria-hidden />
        </Button>
      </div>
      <Popover className={list.popover ?? ''}>
        <section aria-label={label} className={styles.popup}>
          <ListBox<ComboBoxProps['options'][number]> className={list.list ?? ''}>
            {(option) => (
              <ListBoxItem
                id={option.value}
                textValue={`${option.label} \u2066${option.aside}\u2069`}
                className={`${list.item ?? ''} ${styles.item ?? ''}`}
              >
                <bdi>{option.label}</bdi>
                <bdi dir="ltr" className={styles.aside}>
                  {option.aside}
                </bdi>
              </ListBoxItem>
            )}
          </ListBox>
        </section>
      </Popover>
    </AriaComboBox>
  );
}
