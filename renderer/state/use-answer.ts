import { useEffect, useState } from 'react';

import type { CommandError } from '../../shared/errors.ts';
import type { Result } from '../../shared/result.ts';

export type Answer<T> =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly error: CommandError }
  | { readonly kind: 'here'; readonly value: T };

/** Asks once, when the component appears. */
export function useAnswer<T>(ask: () => Promise<Result<T, CommandError>>): Answer<T> {
  const [answer, setAnswer] = useState<Answer<T>>({ kind: 'loading' });
  useEffect(() => {
    let gone = false;
    async function wait(): Promise<void> {
      const result = await ask();
      if (gone) return;
      setAnswer(result.ok ? { kind: 'here', value: result.value } : { kind: 'failed', error: result.error });
    }
    void wait();
    return () => {
      gone = true;
    };
  }, [ask]);
  return answer;
}
