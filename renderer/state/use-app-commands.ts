import { useEffect, useEffectEvent } from 'react';

import type { AppCommand } from '../../shared/app.ts';
import { useConsole } from './services.ts';

/** What menu, tray and notifications ask of this window. */
export function useAppCommands(carryOut: (command: AppCommand) => void): void {
  const { app } = useConsole();
  const receive = useEffectEvent(carryOut);
  useEffect(() => app.command((command) => receive(command)), [app]);
}
