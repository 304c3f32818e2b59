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
  readonly inputRef?: Ref<HTMLInputElement>;
}

/** Escape empties it. Its label is read out; sighted people have the icon and the placeholder. */
export function SearchField({ label, value, onChange, inputRef }: SearchFieldProps) {
  const text = useText();
  return (
    <AriaSearchField aria-label={label} value={value} onChange={onChange} className={styles.field ?? ''}>
      <Search size={15} aria-hidden />
      <Input
        className={styles.input ?? ''}
        placeholder={label}
        spellCheck="false"
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
