import type { PowerMonitor } from 'electron';

import type { Power } from '../../shared/app.ts';
import type { Clock } from '../pairing/ports.ts';

/** Tells windows and sessions when the machine goes to sleep and when it has woken up. */
export function followPower(
  monitor: Pick<PowerMonitor, 'on'>,
  options: { readonly clock: Clock; readonly publish: (power: Power) => void; readonly slept: () => void },
): void {
  const { clock, publish, slept } = options;
  monitor.on('suspend', () => publish({ state: 'asleep', at: clock.now() }));
  monitor.on('resume', () => {
    publish({ state: 'awake', at: clock.now() });
    slept();
  });
}
