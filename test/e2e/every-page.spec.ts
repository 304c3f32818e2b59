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
 * Every language in both themes and at both zooms, in a small and in a usual size, and every pair of those three, and one
 * look on a wide screen: eight looks instead of the forty-eight of the full product. Axe judges the first, and the contrast of the
 * second: names and roles are the same in all of them, and contrast in all of a theme. With `EVERY_LOOK` set, every language is
 * seen in both themes and all three sizes.
 */
const judged: ReadonlyMap<Look, 'everything' | 'contrast'> = new Map([
  [{ language: 'en', theme: 'light' }, 'everything'],
  [{ language: 'he', theme: 'dark', zoom: 2 }, 'contrast'],
]);
const others: readonly Look[] = [
  { language: 'ar', theme: 'dark', size: smallest },
  { language: 'ru', theme: 'light', size: smallest, zoom: 2 },
  { language: 'en', theme: 'dark', size: smallest, zoom: 2 },
  { language: 'he', theme: 'light', size: smallest },
  { language: 'ar', theme: 'light', zoom: 2 },
  { language: 'ru', theme: 'dark', size: widest },
];

/** What the looks above leave out of four languages, two themes and three sizes. */
const left: readonly Look[] =
  process.env.EVERY_LOOK === undefined
    ? []
    : languageCodes.flatMap((language) =>
        (['light', 'dark'] as const).flatMap((theme) =>
          [smallest, usual, widest].map((size) => ({ language, theme, size })),
        ),
      );
const nameOf = ({ language, theme, size = usual, zoom = 1 }: Look) =>
  `${language}-${theme}-${size.width}x${size.height}-${zoom * 100}`;
const looks = new Map([...left, ...others, ...judged.keys()].map((look) => [nameOf(look), look]));

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
