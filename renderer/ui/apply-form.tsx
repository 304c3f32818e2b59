import type { ReactNode } from 'react';

import { useText } from '../i18n/use-text.ts';
import type { CommandState } from '../state/use-command.ts';
import styles from './apply-form.module.css';
import { Button } from './button.tsx';
import { ErrorLine } from './error-line.tsx';

interface ApplyFormProps {
  /** A second, shorter field stands beside the first. */
  readonly hasSecond?: boolean;
  /** What is typed differs from what holds, and may be applied. */
  readonly isReady: boolean;
  /** Of the last time that it was applied. */
  readonly state: CommandState<unknown>;
  readonly onApply: () => Promise<void>;
  readonly children: ReactNode;
}

/** Fields that count once they are applied, so that nothing half typed is used; and why they could not be. */
export function ApplyForm({ hasSecond = false, isReady, state, onApply, children }: ApplyFormProps) {
  const text = useText();
  const isPending = state.kind === 'running';
  return (
    <form
      noValidate
      className={styles.form}
      data-second={hasSecond || undefined}
      onSubmit={(event) => {
        event.preventDefault();
        if (isReady && !isPending) void onApply();
      }}
    >
      {children}
      <Button type="submit" isDisabled={!isReady} isPending={isPending}>
        {text('bridge.apply')}
      </Button>
      {state.kind === 'failed' && <ErrorLine error={state.error} />}
    </form>
  );
}
