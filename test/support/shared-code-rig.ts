import type { ConsoleListener } from '../../electron/console/console.ts';
import type { Registry } from '../../electron/pairing/registry.ts';
import type { UnassignedLink } from '../../shared/linking.ts';
import { type Rig, createRig } from './console-rig.ts';

export interface SharedCodeRig extends Rig {
  registry(): Registry;
  /** Resolves with the text of the shared code once it shows another one than `not`. */
  sharedQr(not?: string): Promise<string>;
  /** Resolves with the links that wait for a person, once they fit. */
  untilUnassigned(fits: (links: readonly UnassignedLink[]) => boolean): Promise<readonly UnassignedLink[]>;
}

/** A rig whose console shows one code for every phone. */
export async function createSharedCodeRig(
  options: Parameters<typeof createRig>[0] = {},
  listener: Omit<ConsoleListener, 'onShared'> = {},
): Promise<SharedCodeRig> {
  const waiters = new Set<() => void>();
  const rig = await createRig(options, { ...listener, onShared: () => [...waiters].forEach((waiter) => waiter()) });
  const registry = () => rig.console().registry;

  function until<T>(read: () => T | undefined): Promise<T> {
    return new Promise((resolve) => {
      const check = () => {
        const found = read();
        if (found === undefined) return;
        waiters.delete(check);
        resolve(found);
      };
      waiters.add(check);
      check();
    });
  }

  return {
    ...rig,
    registry,
    sharedQr: (not) =>
      until(() => {
        const text = registry().sharedCode.snapshot().qr?.text;
        return text === not ? undefined : text;
      }),
    untilUnassigned: (fits) =>
      until(() => {
        const links = registry().unassigned();
        return fits(links) ? links : undefined;
      }),
  };
}
