import { SwitchButton, SwitchField, Text } from 'react-aria-components/Switch';

import styles from './switch-row.module.css';

interface SwitchRowProps {
  readonly label: string;
  readonly hint?: string;
  readonly on: boolean;
  readonly disabled?: boolean;
  readonly onChange: (on: boolean) => void;
}

/** Something that is either on or off, and takes effect at once. */
export function SwitchRow({ label, hint, on, disabled = false, onChange }: SwitchRowProps) {
  return (
    <SwitchField isSelected={on} isDisabled={disabled} onChange={onChange} className={styles.row ?? ''}>
      <SwitchButton className={styles.button ?? ''}>
        <span className={styles.label}>{label}</span>
        <span className={styles.track}>
          <span className={styles.thumb} />
        </span>
      </SwitchButton>
      {hint !== undefined && (
        <Text slot="description" className={styles.hint ?? ''}>
          {hint}
        </Text>
      )}
    </SwitchField>
  );
}
