import { useEffect, useEffectEvent } from 'react';

import { playTone } from '../ui/tone.ts';
import { useConsole, usePreferences } from './services.ts';

/** Two quiet notes for each new link that is connected, where that was asked for. */
export function useSound(): void {
  const { journal } = useConsole();
  const { sound } = usePreferences();
  const play = useEffectEvent(() => {
    if (sound) playTone();
  });
  useEffect(() => journal.linked(() => play()), [journal]);
}
