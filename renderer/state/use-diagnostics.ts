import { useEffect, useState } from 'react';

import type { DiagnosticsState } from '../../shared/diagnostics.ts';
import { useConsole } from './services.ts';
import { useAnswer, type Answer } from './use-answer.ts';

/** What is known of this workstation, as it is and as it changes. */
export function useDiagnostics(): Answer<DiagnosticsState> {
  const { diagnostics } = useConsole();
  const [latest, setLatest] = useState<DiagnosticsState>();
  // Listened to before it is asked for: what comes by event is never older than the answer.
  useEffect(() => diagnostics.changed(setLatest), [diagnostics]);
  const first = useAnswer(diagnostics.state);
  return latest === undefined ? first : { kind: 'here', value: latest };
}
