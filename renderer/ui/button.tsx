import { Button as AriaButton, type ButtonProps as AriaButtonProps } from 'react-aria-components/Button';

import styles from './button.module.css';

interface ButtonProps extends Omit<AriaButtonProps, 'className' | 'style'> {
  /** `quiet` has no frame; use one `primary` a screen. */
  readonly look?: 'plain' | 'primary' | 'danger' | 'quiet' | 'quiet-danger';
  /** A square button that shows an icon only; needs an `aria-label`. */
  readonly icon?: boolean;
  /** What it began goes on: it keeps the focus and cannot be pressed. */
  readonly isPending?: boolean;
}

/**
 * A button of ours. Pending is not left to the library, which announces the button once more when it ends: by then many
 * a button has gone, with the name that the announcement points to. What came of a command is announced by itself.
 */
export function Button({ look = 'plain', icon = false, isPending = false, ...props }: ButtonProps) {
  const { onPress, type = 'button', ...rest } = props;
  return (
    <AriaButton
      {...rest}
      type={isPending ? 'button' : type}
      {...(isPending || onPress === undefined ? {} : { onPress })}
      {...(isPending && { 'aria-disabled': true })}
      className={styles.button ?? ''}
      data-look={look}
      data-icon={icon || undefined}
      data-pending={isPending || undefined}
    />
  );
}
