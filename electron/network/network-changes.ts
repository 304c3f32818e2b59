import type { NetworkInterfaceInfo } from 'node:os';

import type { Clock } from '../pairing/ports.ts';

/** How often the addresses of this computer are looked at, in ms. A look takes less than a tenth of a millisecond on Linux. */
const lookMs = 500;

export interface NetworkChanges {
  /** `false`: this computer has no address but its own, or the system says that it is offline. */
  readonly online: () => boolean;
  readonly stop: () => void;
}

/**
 * Watches the addresses of this computer, which change with a cable, a Wi-Fi or a VPN, and what the system says. Node has
 * no event for either.
 */
export function watchNetwork(options: {
  readonly interfaces: () => NodeJS.Dict<NetworkInterfaceInfo[]>;
  /** Chromium's word; without it addresses alone decide. */
  readonly isOnline?: (() => boolean) | undefined;
  readonly clock: Pick<Clock, 'after'>;
  /** Called after every change. */
  readonly onChange: (online: boolean) => void;
}): NetworkChanges {
  const { interfaces, isOnline = () => true, clock, onChange } = options;

  function look(): { addresses: string; online: boolean } {
    // An address of the link itself leads nowhere: each container and each cable without a network has one.
    const outward = Object.entries(interfaces()).flatMap(([name, entries = []]) =>
      entries
        .filter(({ internal, address }) => !internal && !/^(fe80:|169\.254\.)/i.test(address))
        .map(({ address }) => `${name} ${address}`),
    );
    return { addresses: outward.sort().join(), online: outward.length > 0 && isOnline() };
  }

  let known = look();
  let cancel = clock.after(lookMs, lookAgain);

  function lookAgain(): void {
    cancel = clock.after(lookMs, lookAgain);
    const before = known;
    known = look();
    if (known.addresses !== before.addresses || known.online !== before.online) onChange(known.online);
  }

  return { online: () => known.online, stop: () => cancel() };
}
