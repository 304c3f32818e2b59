import type { BridgeState } from '../../shared/bridge.ts';
import type { CommandError } from '../../shared/errors.ts';
import type { Contract } from '../../shared/ipc/contract.ts';
import type { Handlers } from '../../shared/ipc/define.ts';
import { type Result, ok } from '../../shared/result.ts';
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
