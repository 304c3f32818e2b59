import { defaultBridgeSettings } from '../../../shared/bridge.ts';
import type { TenantView } from '../../../shared/console.ts';
import type { Scene } from './scenes.ts';

const seconds = (count: number) => count * 1000;

/** The bridge in the settings, as it can be found there. */
export function bridgeScenes(now: number, others: readonly TenantView[]): Readonly<Record<string, Scene>> {
  return {
    bridge: {
      tenants: others,
      bridge: {
        settings: {
          ...defaultBridgeSettings,
          enabled: true,
          host: '10.0.0.7',
          backendUrl: 'http://10.0.0.31:8000/links',
          incomingMessages: true,
        },
        serving: { kind: 'listening', port: 3300 },
        secret: { ending: 'x7Qf', inKeyring: false },
        callers: [
          { address: '10.0.0.31', at: now - seconds(2), allowed: true },
          { address: '10.0.0.99', at: now - seconds(400), allowed: false },
        ],
        webhooks: {
          backlog: 3,
          dropped: 1,
          lastSuccessAt: now - seconds(60),
          lastError: { at: now - seconds(5), fault: { code: 'unreachable', system: 'ECONNREFUSED' } },
        },
      },
    },
    'bridge-failed': {
      tenants: others,
      bridge: {
        settings: { ...defaultBridgeSettings, enabled: true },
        serving: { kind: 'failed', code: 'EADDRINUSE' },
      },
    },
    'bridge-fixed': {
      tenants: others,
      bridge: {
        settings: { ...defaultBridgeSettings, enabled: true, backendUrl: 'https://backend.example/links' },
        fixed: { address: true, secret: true, backendUrl: true, incomingMessages: true, flapMs: true, signing: true },
        serving: { kind: 'listening', port: 3300 },
        secret: { ending: 'x7Qf', inKeyring: false },
      },
    },
    'bridge-locked': {
      tenants: others,
      bridge: {
        settings: { ...defaultBridgeSettings, enabled: true },
        serving: { kind: 'failed', code: 'secret-unreadable' },
      },
    },
  };
}
