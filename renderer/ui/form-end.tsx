import type { ReactNode } from 'react';

import { useText } from '../i18n/use-text.ts';
import type { CommandState } from '../state/use-command.ts';
import { Button } from './button.tsx';
import { ErrorLine } from './error-line.tsx';
import { DialogActions } from './modal-dialog.tsx';

interface FormEndProps {
  /** Of what the form does. */
  readonly state: CommandState<unknown>;
  /** What the button says that sends the form. */
  readonly submit: string;
  readonly isDisabled?: boolean;
  /** More than `state` is under way. */
  readonly isPending?: boolean;
  /** Absent: the form stands in a page, and nothing closes it. */
  readonly onCancel?: (() => void) | undefined;
  /** Further buttons, in front of the others. */
  readonly children?: ReactNode;
}

/** The end of a form: why its command was refused, and its buttons. */
export function FormEnd({ state, submit, isDisabled = false, isPending, onCancel, children }: FormEndProps) {
  const text = useText();
  return (
    <>
      {state.kind === 'failed' && <ErrorLine error={state.error} />}
      <DialogActions>
        {children}
        {onCancel !== undefined && <Button onPress={onCancel}>{text('common.cancel')}</Button>}
        <Button type="submit" look="primary" isDisabled={isDisabled} isPending={isPending ?? state.kind === 'running'}>
          {submit}
        </Button>
      </DialogActions>
    </>
  );
}
