import type { TenantView } from '../../../shared/console.ts';
import { defaultNetworkSettings } from '../../../shared/default-network.ts';
import { tenantView } from '../../support/tenant-view.ts';
import type { Scene } from './scenes.ts';

/** What seldom happens: attempts that wait, no network, a proxy that asks who goes through it, a phone whose number no tenant expects. */
export function momentScenes(
  now: number,
  flowers: TenantView,
  others: readonly TenantView[],
): Readonly<Record<string, Scene>> {
  const tenants = [flowers, ...others];
  const proxy = 'http://proxy.example:3128';
  return {
    'attempts-pause': {
      tenants: [{ ...flowers, attemptsPause: { scope: 'number', until: now + 1_500_000 } }, ...others],
    },
    offline: { tenants: tenants.map(cutOff), network: { offline: true } },
    'proxy-sign-in': {
      tenants,
      network: {
        settings: { ...defaultNetworkSettings, way: 'proxy', proxy },
        lastDial: { at: now - 4000, use: 'link', through: proxy, failed: 'ECONNREFUSED' },
        signIn: { proxy, refused: true },
      },
    },
    unassigned: {
      tenants,
      unassigned: [
        {
          id: tenantView('link-1').id,
          at: now - 60_000,
          maskedNumber: '972•••••••41',
          phase: 'connected',
          accepted: true,
          why: 'not-expected',
        },
      ],
    },
  };
}

/** What becomes of a link once the network is gone. */
function cutOff(tenant: TenantView): TenantView {
  const { session } = tenant;
  return session.phase === 'connected' ? { ...tenant, session: { ...session, phase: 'reconnecting' } } : tenant;
}
