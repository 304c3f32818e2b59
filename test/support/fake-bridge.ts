import type { BridgeState } from '../../shared/bridge.ts';
import type { CommandError } from '../../shared/errors.ts';
import type { Contract } from '../../shared/ipc/contract.ts';
import type { Handlers } from '../../shared/ipc/define.ts';
import { type Result, err, ok } from '../../shared/result.ts';
import { bridgeOff } from './fake-states.ts';

/** The bridge's settings of a fake console: each change is taken at once. */
export function createFakeBridge(
  given: Partial<BridgeState> | undefined,
  onChange: (state: BridgeState) => void,
): Handlers<Contract>['bridge'] {
  let bridge: BridgeState = { ...bridgeOff, ...given };
  const done = () => Promise.resolve(ok());
  function changeBridge(change: Partial<BridgeState>): Promise<Result<BridgeState, CommandError>> {
    bridge = { ...bridge, ...change };
    onChange(bridge);
    return Promise.resolve(ok(bridge));
  }
  return {
    state: () => Promise.resolve(ok(bridge)),
    configure: (change) => {
      const chosen = Object.entries(change).filter(([, value]) => value !== undefined);
      const settings: BridgeState['settings'] = { ...bridge.settings, ...Object.fromEntries(chosen) };
      return changeBridge({
        settings,
        serving: settings.enabled ? { kind: 'listening', port: settings.port } : { kind: 'off' },
        secret: bridge.secret ?? { ending: 'f00d', inKeyring: true },
        signing: bridge.signing ?? { ending: 'c0de', inKeyring: true },
      });
    },
    addKey: (wanted) => {
      if (bridge.keys.some(({ name }) => name === wanted.name)) return Promise.resolve(err({ code: 'key-exists' }));
      const id = String(bridge.keys.length + 1).padStart(16, '0');
      const key = { ...wanted, id, createdAt: Date.now(), lastUsed: null };
      void changeBridge({ keys: [...bridge.keys, key] });
      return Promise.resolve(ok({ key, text: `pck_${'k'.repeat(43)}` }));
    },
    revokeKey: async ({ id }) => {
      const key = bridge.keys.find((each) => each.id === id);
      if (key === undefined) return err({ code: 'unknown-key' });
      await changeBridge({ keys: bridge.keys.filter((each) => each !== key) });
      return ok({ name: key.name });
    },
    copySecret: done,
    copySigningSecret: done,
    renewSigningSecret: () => changeBridge({ signing: { ending: 'cafe', inKeyring: true } }),
    testWebhook: () => Promise.resolve(ok({ outcome: 'delivered', status: 200 })),
    renewSecret: () =>
      changeBridge({
        secret: { ending: 'beef', inKeyring: true },
        serving: bridge.settings.enabled ? { kind: 'listening', port: bridge.settings.port } : { kind: 'off' },
      }),
  };
}
