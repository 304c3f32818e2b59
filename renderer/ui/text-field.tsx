import { FieldError } from 'react-aria-components/FieldError';
import { Input } from 'react-aria-components/Input';
import { Label } from 'react-aria-components/Label';
import { Text } from 'react-aria-components/Text';
import { TextField as AriaTextField } from 'react-aria-components/TextField';

import styles from './text-field.module.css';

interface TextFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly hint?: string;
  /** Why the value is refused; shown in the hint's place. */
  readonly problem?: string | undefined;
  /** An id or the like: typed left to right in every language. */
  readonly ltr?: boolean;
  readonly maxLength?: number;
  readonly inputMode?: 'tel' | 'numeric';
  /** What is typed is not shown. */
  readonly secret?: boolean;
  readonly autoFocus?: boolean;
}

export function TextField({ label, hint, problem, ltr = false, maxLength, secret = false, ...field }: TextFieldProps) {
  return (
    <AriaTextField
      {...field}
      {...(secret ? { type: 'password' } : {})}
      {...(maxLength === undefined ? {} : { maxLength })}
      isInvalid={problem !== undefined}
      validationBehavior="aria"
      autoComplete="off"
      spellCheck="false"
      className={styles.field ?? ''}
    >
      <Label className={styles.label ?? ''}>{label}</Label>
      <Input className={styles.input ?? ''} dir={ltr ? 'ltr' : 'auto'} />
      <FieldError className={styles.problem ?? ''}>{problem}</FieldError>
      {hint !== undefined && problem === undefined && (
        <Text slot="description" className={styles.hint ?? ''}>
          {hint}
        </Text>
      )}
    </AriaTextField>
  );
}
