import type { Ref } from 'react';
import { Button as AriaButton, type ButtonProps as AriaButtonProps } from 'react-aria-components/Button';

import type { Role } from '../../shared/operator-rules.ts';
import { useText } from '../i18n/use-text.ts';
import { useMay } from '../state/rights.ts';
import styles from './button.module.css';
import { Hint } from './hint.tsx';

interface ButtonProps extends Omit<AriaButtonProps, 'className' | 'style'> {
  readonly ref?: Ref<HTMLButtonElement>;
  /** `quiet` has no frame; use one `primary` a screen. */
  readonly look?: 'plain' | 'primary' | 'danger' | 'quiet' | 'quiet-danger';
  /** A square button that shows an icon only; needs an `aria-label`, which is its tooltip, too. */
  readonly icon?: boolean;
  /** What it began goes on: it keeps the focus and cannot be pressed. */
  readonly isPending?: boolean;
  /**
   * The keys that press it, told by a tooltip. One letter: the window presses the button for it
   * (renderer/state/use-window-keys.ts). In Electron's notation: the menu has it.
   */
  readonly keys?: string | undefined;
  /** What somebody must be to press it; for others it is greyed out and says why. */
  readonly needs?: Role;
  /** Its words name the keys already. */
  readonly keysInView?: boolean;
}

/**
 * A button of ours. Pending is not left to the library, which announces the button once more when it ends: by then many
 * a button has gone, with the name that the announcement points to. What came of a command is announced by itself.
 */
export function Button({ needs, ...props }: ButtonProps) {
  const may = useMay();
  return needs === undefined || may(needs) ? <PlainButton {...props} /> : <RefusedButton {...props} />;
}

/** It keeps the focus, so that the keyboard reaches its reason, too. */
function RefusedButton({ look = 'plain', icon = false, children, ...props }: Omit<ButtonProps, 'needs'>) {
  const text = useText();
  return (
    <Hint words={text('operators.refused')}>
      <AriaButton
        {...(props['aria-label'] === undefined ? {} : { 'aria-label': props['aria-label'] })}
        aria-disabled
        className={styles.button ?? ''}
        data-look={look}
        data-icon={icon || undefined}
        data-refused
      >
        {children}
      </AriaButton>
    </Hint>
  );
}

function PlainButton({
  look = 'plain',
  icon = false,
  isPending = false,
  keys,
  keysInView,
  ...props
}: Omit<ButtonProps, 'needs'>) {
  const { onPress, type = 'button', ...rest } = props;
  const button = (
    <AriaButton
      {...rest}
      type={isPending ? 'button' : type}
      {...(isPending || onPress === undefined ? {} : { onPress })}
      {...(isPending && { 'aria-disabled': true })}
      className={styles.button ?? ''}
      data-keys={keys}
      data-look={look}
      data-icon={icon || undefined}
      data-pending={isPending || undefined}
    />
  );
  const told = keysInView === true ? undefined : keys;
  if (!icon && told === undefined) return button;
  return (
    <Hint words={icon ? rest['aria-label'] : undefined} keys={told}>
      {button}
    </Hint>
  );
}
