import { AxeBuilder } from '@axe-core/playwright';
import { expect, test } from '@playwright/test';

import { languageCodes } from '../../shared/i18n/languages.ts';
import { type Gallery, type Look, openGallery } from './support/gallery.ts';
import { stops, wordsOf } from './support/stops.ts';

const smallest = { width: 900, height: 600 };

/**
 * Every language in both themes, at both zooms and in both sizes, and every pair of those three: eight looks instead of
 * the thirty-two of the full product. Two of them, one a theme and a direction, are judged by axe, whose subjects (names,
 * roles, contrast) are the same in the others.
 */
const judged: readonly Look[] = [
  { language: 'en', theme: 'light' },
  { language: 'he', theme: 'dark', zoom: 2 },
];
const others: readonly Look[] = [
  { language: 'ar', theme: 'dark', size: smallest },
  { language: 'ru', theme: 'light', size: smallest, zoom: 2 },
  { language: 'en', theme: 'dark', size: smallest, zoom: 2 },
  { language: 'he', theme: 'light', size: smallest },
  { language: 'ar', theme: 'light', zoom: 2 },
  { language: 'ru', theme: 'dark' },
];

test.describe.configure({ mode: 'parallel' });

let gallery: Gallery;
test.beforeAll(async () => {
  gallery = await openGallery();
});
test.afterAll(() => gallery.close());

/** Axe's findings on the page, of any severity. */
async function findings(): Promise<unknown> {
  // The default mode opens another page, which Electron refuses.
  const { violations } = await new AxeBuilder({ page: gallery.page }).setLegacyMode(true).analyze();
  return violations.map(({ id, impact, nodes }) => [id, impact, nodes.map(({ html }) => html.slice(0, 200))]);
}

for (const look of [...judged, ...others]) {
  const { language, theme, size = { width: 1200, height: 800 }, zoom = 1 } = look;
  const folder = `${language}-${theme}-${size.width}x${size.height}-${zoom * 100}`;
  test(`every page and dialog, ${folder}${judged.includes(look) ? ', with axe' : ''}`, async () => {
    // Axe takes a second or two a stop, and there are about ninety.
    test.setTimeout(judged.includes(look) ? 600_000 : 300_000);
    for (const { name, scene, open } of stops) {
      await gallery.show(scene, look);
      await open?.(gallery.page, wordsOf(language));
      await gallery.page.mouse.move(0, 0);
      expect.soft(await gallery.overflowing(), name).toEqual([]);
      await gallery.photograph(`${folder}/${name}`);
      if (judged.includes(look)) expect.soft(await findings(), name).toEqual([]);
    }
  });
}

for (const language of languageCodes) {
  test(`a code to scan is whole in the smallest window, in ${language}`, async () => {
    for (const { name, scene, open } of stops) {
      if (!['awaiting-scan', 'linking-mode', 'practice'].includes(name)) continue;
      await gallery.show(scene, { language, theme: 'light', size: smallest });
      await open?.(gallery.page, wordsOf(language));
      const code = gallery.page.getByRole('img', { name: wordsOf(language)('qr.label') });
      await gallery.photograph(`smallest-${language}/${name}`);
      await expect.soft(code, name).toBeInViewport({ ratio: 1 });
    }
  });
}

for (const language of languageCodes) {
  test(`a wall of codes is whole in a window of 1280×800, in ${language}`, async () => {
    for (const { name, scene, open } of stops) {
      if (!['wall-4', 'wall-9'].includes(name)) continue;
      await gallery.show(scene, { language, theme: 'light', size: { width: 1280, height: 800 } });
      await open?.(gallery.page, wordsOf(language));
      const tiles = gallery.page.getByRole('list', { name: wordsOf(language)('wall.title') }).getByRole('listitem');
      await expect.soft(tiles.last(), name).toBeInViewport({ ratio: 1 });
    }
  });
}
