import { useState } from 'react';

import type { CommandError } from '../../shared/errors.ts';
import type { Result } from '../../shared/result.ts';
import { useCommand } from '../state/use-command.ts';
import { ApplyForm } from './apply-form.tsx';
import { TextField } from './text-field.tsx';

interface ApplyFieldProps {
  readonly label: string;
  readonly hint: string;
  /** What holds; empty: nothing. */
  readonly kept: string;
  readonly isValid: (value: string) => boolean;
  /** What is wrong with it, in words; absent while it is none or may still become one. */
  readonly problemOf: (value: string) => string | undefined;
  readonly maxLength: number;
  readonly apply: (value: string) => Promise<Result<unknown, CommandError>>;
}

/** One address or name, left to right in every language, that counts once it is applied. */
export function ApplyField({ label, hint, kept, isValid, problemOf, maxLength, apply }: ApplyFieldProps) {
  const command = useCommand<unknown>();
  const [typed, setTyped] = useState<string>();
  const value = typed ?? kept;
  return (
    <ApplyForm
      isReady={value !== kept && isValid(value)}
      state={command.state}
      onApply={async () => {
        if (await command.run(() => apply(value))) setTyped(undefined);
      }}
    >
      <TextField
        label={label}
        hint={hint}
        problem={problemOf(value)}
        value={value}
        onChange={(next) => setTyped(next.trim())}
        maxLength={maxLength}
        ltr
      />
    </ApplyForm>
  );
}
