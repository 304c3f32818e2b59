import type { TenantView } from '../../../shared/console.ts';
import type { ProtocolState } from '../../../shared/protocol-pack.ts';
import type { UpdatesState } from '../../../shared/updates.ts';
import type { Scene } from './scenes.ts';

const updates: Partial<UpdatesState> = {
  url: 'https://updates.example/console/',
  off: null,
  found: {
    kind: 'ready',
    version: '0.2.0',
    changes: {
      en: 'Links come back faster.\nThe log can be searched by number.',
      he: 'קישורים חוזרים מהר יותר.',
      ar: 'تعود الروابط أسرع.',
      ru: 'Связи восстанавливаются быстрее.',
    },
    wayBack: true,
  },
};

/** What the settings say of a version that is ready, and of protocol packs. */
export function updateScenes(now: number, tenants: readonly TenantView[]): Readonly<Record<string, Scene>> {
  const inUse: NonNullable<ProtocolState['inUse']> = {
    number: 7,
    made: '2026-11-29',
    why: { en: 'WhatsApp answers logins more slowly than last month.', he: 'WhatsApp עונה לכניסות לאט יותר.' },
    since: now - 86_400_000,
    changes: [
      { what: 'web-version', to: '2.3000.1034074495' },
      { what: 'browser', from: 'Chrome (Ubuntu)', to: 'Edge (Windows)' },
      { what: 'patience', name: 'settleMs', from: 180_000, to: 300_000 },
      { what: 'code', code: 463, cause: 'too-many-attempts' },
      { what: 'note', cause: 'too-many-attempts' },
    ],
    notes: {},
  };
  return {
    'update-ready': { tenants, updates },
    'pack-in-use': { tenants, updates, protocol: { inUse } },
    'pack-refused': {
      tenants,
      updates,
      protocol: { waiting: 8, declined: 7, refused: { code: 'pack-old', id: '6' } },
    },
  };
}
