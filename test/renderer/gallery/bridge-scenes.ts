import type { AuditList } from '../../../shared/audit.ts';
import type { BridgeKey } from '../../../shared/bridge-keys.ts';
import { defaultBridgeSettings } from '../../../shared/bridge.ts';
import type { TenantView } from '../../../shared/console.ts';
import type { Scene } from './scenes.ts';

const seconds = (count: number) => count * 1000;

/** The bridge in the settings, as it can be found there. */
export function bridgeScenes(now: number, others: readonly TenantView[]): Readonly<Record<string, Scene>> {
  return {
    bridge: {
      tenants: others,
      audit: auditIn(now, others),
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
        keys: keysIn(now, others),
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

/** One for everything and in use, one for a tenant that has expired, with a name as long as names get. */
function keysIn(now: number, others: readonly TenantView[]): BridgeKey[] {
  const common = { createdAt: now - seconds(90_000), tenants: null, expiresAt: null, lastUsed: null };
  const used = { at: now - seconds(3), address: '10.0.0.31' };
  return [
    { ...common, id: '1'.repeat(16), name: 'Backend', scopes: ['read', 'link', 'send', 'media'], lastUsed: used },
    {
      ...common,
      id: '2'.repeat(16),
      name: 'Monitor of the branch in the north-west',
      scopes: ['read'],
      tenants: others.slice(0, 1).map(({ id }) => id),
      expiresAt: now - seconds(60),
    },
  ];
}

/** Acts through every door, on the other tenants, and a break. */
function auditIn(now: number, others: readonly TenantView[]): AuditList {
  const tenantId = others[0]?.id ?? null;
  const common = { tenantId, about: null, outcome: 'done' };
  return {
    entries: [
      { ...common, n: 5, at: now - seconds(2), who: null, door: 'secret', act: 'key-made', about: 'Backend' },
      { ...common, n: 4, at: now - seconds(60), who: 'dana', door: 'window', act: 'disconnect', outcome: 'busy' },
      { ...common, n: 3, at: now - seconds(90), who: 'Backend', door: 'key', act: 'link' },
      { ...common, n: 2, at: now - seconds(120), who: null, door: 'audit', act: 'break-found', about: 'missing' },
      { ...common, n: 1, at: now - seconds(500), who: 'dana', door: 'window', act: 'reveal-number' },
    ],
    breaks: [{ kind: 'missing', n: 2 }],
    unsaved: 2,
    lost: 0,
  };
}
