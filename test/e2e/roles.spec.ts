import { expect, test } from '@playwright/test';

import type { Crawled } from '../renderer/gallery/crawled.ts';
import { type Gallery, openGallery } from './support/gallery.ts';

// Two to four minutes.
test.describe.configure({ timeout: 600_000 });

let gallery: Gallery;
test.beforeAll(async () => {
  gallery = await openGallery();
});
test.afterAll(() => gallery.close());

test('nothing that somebody who may only look can press is refused', async () => {
  const { pressed, refused } = await gallery.page.evaluate<Crawled>(`crawl('look')`);
  expect(pressed).toBeGreaterThan(100);
  expect(refused).toEqual([]);
});
