import type { MessageKey } from '../../../shared/i18n/catalogue.ts';
import type { Stop } from './stops.ts';
import { openSettings, scrollTo } from './ways.ts';

const sectionOf = (scene: string, title: MessageKey): Stop => ({
  name: scene,
  scene,
  open: async (page, words) => {
    await openSettings(page, words);
    await scrollTo(page.getByRole('region', { name: words(title), exact: true }), 'start');
  },
});

/** What the settings say of new versions, and of protocol packs. */
export const updateStops: readonly Stop[] = [
  sectionOf('update-ready', 'updates.title'),
  sectionOf('pack-in-use', 'protocol.title'),
  sectionOf('pack-refused', 'protocol.title'),
];
