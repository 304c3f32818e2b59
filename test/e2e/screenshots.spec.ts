import { expect, test } from '@playwright/test';

import type { Gallery, Look } from './support/gallery.ts';
import { openGallery } from './support/gallery.ts';
import { stops, wordsOf } from './support/stops.ts';

const smallest = { width: 900, height: 600 };

const looks: readonly Look[] = [
  ...(['en', 'he'] as const).flatMap((language) =>
    (['light', 'dark'] as const).flatMap((theme) => [1, 2].map((zoom) => ({ language, theme, zoom }))),
  ),
  { language: 'he', theme: 'light', size: smallest },
  { language: 'he', theme: 'light', size: smallest, zoom: 2 },
];

test.describe.configure({ mode: 'parallel' });

let gallery: Gallery;
test.beforeAll(async () => {
  gallery = await openGallery();
});
test.afterAll(() => gallery.close());

for (const look of looks) {
  const { language, theme, size = { width: 1200, height: 800 }, zoom = 1 } = look;
  const folder = `${language}-${theme}-${size.width}x${size.height}-${zoom * 100}`;
  test(`every page, ${folder}`, async () => {
    test.setTimeout(240_000);
    for (const { name, scene, open } of stops) {
      await gallery.show(scene, look);
      await open?.(gallery.page, wordsOf(language));
      await gallery.page.mouse.move(0, 0);
      expect.soft(await gallery.overflowing(), name).toEqual([]);
      await gallery.photograph(`${folder}/${name}`);
    }
  });
}
