import { Label } from 'react-aria-components/Label';
import { Text } from 'react-aria-components/Text';
import { TextArea as AriaTextArea } from 'react-aria-components/TextArea';
import { TextField as AriaTextField } from 'react-aria-components/TextField';

import styles from './text-field.module.css';

interface TextAreaProps {
  readonly label: string;
  readonly hint: string;
  readonly value: string;
  readonly rows: number;
  readonly onChange: (value: string) => void;
  readonly autoFocus?: boolean;
}

/** Several lines of ids and names, in a font that keeps columns apart. */
export function TextArea({ label, hint, rows, ...field }: TextAreaProps) {
  return (
    <AriaTextField {...field} autoComplete="off" spellCheck="false" className={styles.field ?? ''}>
      <Label className={styles.label ?? ''}>{label}</Label>
      <AriaTextArea className={styles.area ?? ''} rows={rows} dir="auto" />
      <Text slot="description" className={styles.hint ?? ''}>
        {hint}
      </Text>
    </AriaTextField>
  );
}
