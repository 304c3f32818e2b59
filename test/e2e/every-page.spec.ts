import process from 'node:process';

import { expect, test } from '@playwright/test';

import { languageCodes } from '../../shared/i18n/languages.ts';
import { axeFindings } from './support/axe.ts';
import { type Gallery, type Look, openGallery } from './support/gallery.ts';
import { stops, wordsOf } from './support/stops.ts';

const smallest = { width: 900, height: 600 };
const usual = { width: 1280, height: 800 };
const widest = { width: 1920, height: 1080 };

/**
 * Every language, both themes, both zooms, a small and a usual size: what is tightest, from right to left and with the longest
 * words. Axe judges the first, and the contrast of the second: names and roles are the same in all of them, and contrast in all of
 * a theme.
 */
const judged: ReadonlyMap<Look, 'everything' | 'contrast'> = new Map([
  [{ language: 'en', theme: 'light' }, 'everything'],
  [{ language: 'he', theme: 'dark', zoom: 2 }, 'contrast'],
]);
const others: readonly Look[] = [
  { language: 'ar', theme: 'dark', size: smallest },
  { language: 'ru', theme: 'light', size: smallest, zoom: 2 },
];

/** With `EVERY_LOOK` set, every language in both themes, at each size and zoom that a screen has room for: half an hour. */
const more: readonly Look[] =
  process.env.EVERY_LOOK === undefined
    ? []
    : languageCodes.flatMap((language) =>
        (['light', 'dark'] as const).flatMap((theme) =>
          [smallest, usual, widest].flatMap((size) => [1, 2].map((zoom) => ({ language, theme, size, zoom }))),
        ),
      );
const nameOf = ({ language, theme, size = usual, zoom = 1 }: Look) =>
  `${language}-${theme}-${size.width}x${size.height}-${zoom * 100}`;
const looks = new Map([...more, ...others, ...judged.keys()].map((look) => [nameOf(look), look]));

// Each look has its window.
test.describe.configure({ mode: 'parallel' });

let gallery: Gallery;
test.beforeAll(async () => {
  gallery = await openGallery();
});
test.afterAll(() => gallery.close());

for (const [folder, look] of looks) {
  const { language } = look;
  test(`every page and dialog, ${folder}${judged.has(look) ? ', with axe' : ''}`, async () => {
    // There are about 150 stops.
    test.setTimeout(judged.has(look) ? 600_000 : 300_000);
    for (const { name, scene, open } of stops) {
      await gallery.show(scene, { size: usual, ...look });
      await open?.(gallery.page, wordsOf(language));
      await gallery.page.mouse.move(0, 0);
      expect.soft(await gallery.overflowing(), name).toEqual([]);
      await gallery.photograph(`${folder}/${name}`);
      const what = judged.get(look);
      if (what !== undefined) expect.soft(await axeFindings(gallery.page, what), name).toEqual([]);
    }
  });
}
