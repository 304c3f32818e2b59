import { type BridgeState, defaultBridgeSettings } from '../../shared/bridge.ts';
import { err, ok } from '../../shared/result.ts';
import type { DesktopBridge } from '../bridge/desktop-bridge.ts';

/** The bridge as practice has it: off for good, so that no backend takes a practice phone for a customer's. */
export function createBridgeRefusals(): DesktopBridge {
  const off: BridgeState = {
    settings: defaultBridgeSettings,
    fixed: { address: true, secret: true, backendUrl: true, incomingMessages: true },
    serving: { kind: 'off' },
    secret: null,
    callers: [],
  };
  const refuse = () => Promise.resolve(err({ code: 'invalid-request' } as const));
  return {
    handlers: { state: () => Promise.resolve(ok(off)), configure: refuse, copySecret: refuse, renewSecret: refuse },
    open: () => Promise.resolve(),
    changed: () => undefined,
    incoming: () => undefined,
    roomForMessages: () => undefined,
    close: () => Promise.resolve(),
    settle: () => Promise.resolve(),
  };
}
