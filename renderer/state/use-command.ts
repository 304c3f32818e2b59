import { useState } from 'react';

import type { CommandError } from '../../shared/errors.ts';
import type { Result } from '../../shared/result.ts';

export type CommandState<T> =
  | { readonly kind: 'ready' }
  | { readonly kind: 'running' }
  | { readonly kind: 'done'; readonly value: T }
  | { readonly kind: 'failed'; readonly error: CommandError };

export interface Command<T> {
  readonly state: CommandState<T>;
  /** Carries one out at a time. Answers whether it succeeded; the error, if any, is in `state`. */
  readonly run: (carryOut: () => Promise<Result<T, CommandError>>) => Promise<boolean>;
}

/** A command under way, and how the last one ended: so that none fails without a word. */
export function useCommand<T = null>(): Command<T> {
  const [state, setState] = useState<CommandState<T>>({ kind: 'ready' });
  async function run(carryOut: () => Promise<Result<T, CommandError>>): Promise<boolean> {
    setState({ kind: 'running' });
    const answer = await carryOut();
    setState(answer.ok ? { kind: 'done', value: answer.value } : { kind: 'failed', error: answer.error });
    return answer.ok;
  }
  return { state, run };
}
