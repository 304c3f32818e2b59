import { useEffect, useState } from 'react';

import type { PracticeState } from '../../shared/practice.ts';
import { useConsole } from './services.ts';
import { useAnswer, type Answer } from './use-answer.ts';

/** The practice phone and its network, as they are and as they change. */
export function usePractice(): Answer<PracticeState> {
  const { practice } = useConsole();
  const [latest, setLatest] = useState<PracticeState>();
  // Listened to before it is asked for: what comes by event is never older than the answer.
  useEffect(() => practice.changed(setLatest), [practice]);
  const first = useAnswer(practice.state);
  return latest === undefined ? first : { kind: 'here', value: latest };
}
