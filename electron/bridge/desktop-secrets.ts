import type { BridgeState } from '../../shared/bridge.ts';
import { ok } from '../../shared/result.ts';
import type { SecretStore, StoredSecret } from './secret-store.ts';

/** One of the desktop's secrets: the environment's, or the one on disk. */
export interface DesktopSecret {
  /** Makes one if there is none. What was read last is `shown`. */
  read: SecretStore['read'];
  renew: SecretStore['renew'];
  /** What the window may know of it; `null`: it was not read, or cannot be. */
  shown(): BridgeState['secret'];
}

export function createDesktopSecret(store: SecretStore, given: string | undefined): DesktopSecret {
  let known: StoredSecret | undefined;
  return {
    async read() {
      const read = given === undefined ? await store.read() : ok({ text: given, inKeyring: false });
      known = read.ok ? read.value : undefined;
      return read;
    },
    async renew() {
      const renewed = await store.renew();
      if (renewed.ok) known = renewed.value;
      return renewed;
    },
    shown: () => (known === undefined ? null : { ending: known.text.slice(-4), inKeyring: known.inKeyring }),
  };
}
