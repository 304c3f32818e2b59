import { Search, X } from 'lucide-react';
import type { Ref } from 'react';
import { Button } from 'react-aria-components/Button';
import { Input } from 'react-aria-components/Input';
import { SearchField as AriaSearchField } from 'react-aria-components/SearchField';

import { useText } from '../i18n/use-text.ts';
import styles from './search-field.module.css';

interface SearchFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** Enter, with what is in the field. */
  readonly onSubmit?: (value: string) => void;
  readonly inputRef?: Ref<HTMLInputElement>;
}

/** Escape empties it. Lines that are pasted become one, with their words apart. Its label is read out; sighted people have the icon and the placeholder. */
export function SearchField({ label, value, onChange, onSubmit, inputRef }: SearchFieldProps) {
  const text = useText();
  return (
    <AriaSearchField
      aria-label={label}
      value={value}
      onChange={onChange}
      {...(onSubmit !== undefined && { onSubmit })}
      className={styles.field ?? ''}
    >
      <Search size={15} aria-hidden />
      <Input
        className={styles.input ?? ''}
        placeholder={label}
        spellCheck="false"
        onPaste={(event) => {
          const pasted = event.clipboardData.getData('text');
          if (!/[\r\n]/.test(pasted)) return;
          event.preventDefault();
          onChange(pasted.replace(/\s+/g, ' ').trim());
        }}
        {...(inputRef === undefined ? {} : { ref: inputRef })}
      />
      {value !== '' && (
        <Button className={styles.clear ?? ''} aria-label={text('common.clear')}>
          <X size={14} aria-hidden />
        </Button>
      )}
    </AriaSearchField>
  );
}
