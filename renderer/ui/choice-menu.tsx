import { Check } from 'lucide-react';
import type { ReactNode } from 'react';
import { Header } from 'react-aria-components/Header';
import { Menu, MenuItem, MenuSection, MenuTrigger } from 'react-aria-components/Menu';
import { Popover } from 'react-aria-components/Popover';

import { Button } from './button.tsx';
import styles from './choice-menu.module.css';

export interface Choice {
  readonly title: string;
  readonly selected: string;
  readonly options: readonly { readonly value: string; readonly label: string; readonly count?: ReactNode }[];
  readonly onChoose: (value: string) => void;
}

interface ChoiceMenuProps {
  readonly label: string;
  readonly icon: ReactNode;
  /** Something other than the usual is chosen. */
  readonly active: boolean;
  readonly choices: readonly Choice[];
}

/** A few choices behind one icon, each with one of its options ticked. */
export function ChoiceMenu({ label, icon, active, choices }: ChoiceMenuProps) {
  return (
    <MenuTrigger>
      <Button look={active ? 'plain' : 'quiet'} icon aria-label={label}>
        {icon}
      </Button>
      <Popover placement="bottom end" className={styles.popover ?? ''}>
        <Menu aria-label={label} className={styles.menu ?? ''}>
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
    </MenuTrigger>
  );
}
