import type { TenantView } from '../../../shared/console.ts';
import type { Scene } from './scenes.ts';

/** How the data folder is kept, and what the window says of it. */
export function dataScenes(tenants: readonly TenantView[]): Readonly<Record<string, Scene>> {
  const sealed = { seal: 'sealed', recovery: 'on-paper' } as const;
  return {
    'data-left-open': { tenants, data: { seal: 'left-open' } },
    'data-not-yet': { tenants, data: { seal: 'not-yet' } },
    'data-without-code': { tenants, data: { ...sealed, opener: 'keyring', recovery: 'none' } },
    'data-renewed': { tenants, data: { ...sealed, opener: 'keyring', renewed: true } },
    'data-by-passphrase': { tenants, data: { ...sealed, opener: 'passphrase' } },
  };
}
