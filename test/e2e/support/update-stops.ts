import type { MessageKey } from '../../../shared/i18n/catalogue.ts';
import type { Stop } from './stops.ts';
import { openDiagnostics, openSettings, scrollTo } from './ways.ts';

const sectionOf = (scene: string, title: MessageKey): Stop => ({
  name: scene,
  scene,
  open: async (page, words) => {
    await openSettings(page, words);
    await scrollTo(page.getByRole('region', { name: words(title), exact: true }), 'start');
  },
});

/** What the settings say of new versions and of protocol packs, and what is said after a crash. */
export const updateStops: readonly Stop[] = [
  sectionOf('update-ready', 'updates.title'),
  sectionOf('pack-in-use', 'protocol.title'),
  sectionOf('pack-refused', 'protocol.title'),
  { name: 'after-a-crash', scene: 'ended-badly' },
  {
    name: 'last-end',
    scene: 'ended-badly',
    open: async (page, words) => {
      await openDiagnostics(page, words);
      await scrollTo(page.getByRole('region', { name: words('last-end.title'), exact: true }), 'start');
    },
  },
];
