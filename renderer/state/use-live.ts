import { useEffect, useState } from 'react';

import type { CommandError } from '../../shared/errors.ts';
import type { Result } from '../../shared/result.ts';
import { type Answer, useAnswer } from './use-answer.ts';

/** A group of the contract that has a state and tells of its changes. */
interface Live<T> {
  readonly state: () => Promise<Result<T, CommandError>>;
  readonly changed: (listener: (value: T) => void) => () => void;
}

/** A state of the main process, as it is and as it changes. */
export function useLive<T>({ state, changed }: Live<T>): Answer<T> {
  const [latest, setLatest] = useState<{ readonly value: T }>();
  // Listened to before it is asked for: what comes by event is never older than the answer.
  useEffect(() => changed((value) => setLatest({ value })), [changed]);
  const first = useAnswer(state);
  return latest === undefined ? first : { kind: 'here', value: latest.value };
}
