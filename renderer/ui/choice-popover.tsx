import { Check } from 'lucide-react';
import type { ReactNode, RefObject } from 'react';
import { Header } from 'react-aria-components/Header';
import { Menu, MenuItem, MenuSection } from 'react-aria-components/Menu';
import { Popover } from 'react-aria-components/Popover';

import styles from './choice-menu.module.css';

export interface Choice {
  readonly title: string;
  readonly selected: string;
  readonly options: readonly { readonly value: string; readonly label: string; readonly count?: ReactNode }[];
  readonly onChoose: (value: string) => void;
}

interface ChoicePopoverProps {
  readonly label: string;
  readonly choices: readonly Choice[];
  /** The button that opens it. */
  readonly button: RefObject<HTMLButtonElement | null>;
  readonly isOpen: boolean;
  readonly onOpenChange: (isOpen: boolean) => void;
}

/** The choices themselves, in front of the page. */
export function ChoicePopover({ label, choices, button, isOpen, onOpenChange }: ChoicePopoverProps) {
  return (
    <Popover
      aria-label={label}
      trigger="MenuTrigger"
      triggerRef={button}
      isOpen={isOpen}
      onOpenChange={onOpenChange}
      placement="bottom end"
      className={styles.popover ?? ''}
    >
      <Menu aria-label={label} autoFocus onClose={() => onOpenChange(false)} className={styles.menu ?? ''}>
        {choices.map(({ title, selected, options, onChoose }) => (
          <MenuSection
            key={title}
            aria-label={title}
            selectionMode="single"
            disallowEmptySelection
            selectedKeys={[selected]}
            onSelectionChange={(keys) => {
              const [key] = keys;
              if (typeof key === 'string') onChoose(key);
            }}
            className={styles.section ?? ''}
          >
            <Header className={styles.title ?? ''}>{title}</Header>
            {options.map(({ value, label: name, count }) => (
              <MenuItem key={value} id={value} textValue={name} className={styles.item ?? ''}>
                {({ isSelected }) => (
                  <>
                    <Check size={15} aria-hidden style={isSelected ? undefined : { visibility: 'hidden' }} />
                    <span>{name}</span>
                    {count !== undefined && <span className={styles.count}>{count}</span>}
                  </>
                )}
              </MenuItem>
            ))}
          </MenuSection>
        ))}
      </Menu>
    </Popover>
  );
}
