import { test } from '@playwright/test';

import type { Gallery, Look } from './support/gallery.ts';
import { openGallery } from './support/gallery.ts';

let gallery: Gallery;
test.beforeAll(async () => {
  gallery = await openGallery();
});
test.afterAll(() => gallery.close());

const en: Look = { language: 'en', theme: 'light' };
test('all', async () => {
  test.setTimeout(300_000);
  const scenes = [
    'empty',
    'awaiting-scan',
    'scan-failed',
    'expired',
    'stable',
    'probation',
    'stopped',
    'reconnecting',
    'log',
    'practice',
    'practice-empty',
    'many',
    'notices',
    'storage',
  ];
  for (const scene of scenes) {
    await gallery.show(scene, en);
    if (scene === 'log') await gallery.page.getByRole('button', { name: 'Failure log' }).click();
    await gallery.page.waitForTimeout(500);
    await gallery.page.screenshot({ path: `test-output/screenshots/tmp/${scene}.png` });
  }
});
