import { Button as AriaButton, type ButtonProps as AriaButtonProps } from 'react-aria-components/Button';

import styles from './button.module.css';

interface ButtonProps extends Omit<AriaButtonProps, 'className' | 'style'> {
  /** `quiet` has no frame; use one `primary` a screen. */
  readonly look?: 'plain' | 'primary' | 'danger' | 'quiet';
  /** A square button that shows an icon only; needs an `aria-label`. */
  readonly icon?: boolean;
}

export function Button({ look = 'plain', icon = false, ...props }: ButtonProps) {
  return <AriaButton {...props} className={styles.button ?? ''} data-look={look} data-icon={icon || undefined} />;
}
