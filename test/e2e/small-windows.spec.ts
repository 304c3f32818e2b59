import { expect, test } from '@playwright/test';

import { languageCodes } from '../../shared/i18n/languages.ts';
import { type Gallery, openGallery } from './support/gallery.ts';
import { stops, wordsOf } from './support/stops.ts';
import { button } from './support/ways.ts';

const smallest = { width: 900, height: 600 };

let gallery: Gallery;
test.beforeAll(async () => {
  gallery = await openGallery();
});
test.afterAll(() => gallery.close());

for (const language of languageCodes) {
  test(`a code to scan is whole in the smallest window, with its clock and its action, in ${language}`, async () => {
    for (const { name, scene, open } of stops) {
      if (!['awaiting-scan', 'rescan', 'failed-scan-failed', 'linking-mode', 'practice'].includes(name)) continue;
      await gallery.show(scene, { language, theme: 'light', size: smallest });
      await open?.(gallery.page, wordsOf(language));
      const code = gallery.page.getByRole('img', { name: wordsOf(language)('qr.label') });
      await gallery.photograph(`smallest-${language}/${name}`);
      await expect.soft(code, name).toBeInViewport({ ratio: 1 });
      const page = gallery.page.getByRole('main');
      await expect.soft(page.getByRole('timer'), name).toBeInViewport({ ratio: 1 });
      const scanned = button(page, wordsOf(language)('claim.scanned'));
      if (name !== 'practice') await expect.soft(scanned, name).toBeInViewport({ ratio: 1 });
    }
  });
}

test('what waits for a person is in view in the smallest window, also after a failure', async () => {
  const answers = {
    passkey: 'passkey.continue',
    'passkey-code': 'passkey.code.match',
    'wrong-number': 'wrong-number.refuse',
  } as const;
  for (const language of languageCodes) {
    for (const [name, answer] of Object.entries(answers)) {
      const stop = stops.find((each) => each.name === name);
      await gallery.show(name, { language, theme: 'light', size: smallest });
      await stop?.open?.(gallery.page, wordsOf(language));
      await gallery.photograph(`smallest-${language}/${name}`);
      await expect
        .soft(button(gallery.page, wordsOf(language)(answer)), `${name}, ${language}`)
        .toBeInViewport({ ratio: 1 });
    }
  }
});

for (const language of languageCodes) {
  test(`what stands beside a large code can be read from its beginning in the smallest window, in ${language}`, async () => {
    const words = wordsOf(language);
    await gallery.show('scan-failed', { language, theme: 'light', size: smallest });
    await stops.find(({ name }) => name === 'full-screen-failed')?.open?.(gallery.page, words);
    const guide = gallery.page.getByRole('dialog').getByText(words('standing.awaiting-scan.detail'));
    await expect(guide).toBeInViewport({ ratio: 1 });
  });
}

for (const language of languageCodes) {
  test(`the tiles of a wall hold their names and words in small windows, in ${language}`, async () => {
    const { page } = gallery;
    const words = wordsOf(language);
    const names = Array.from({ length: 9 }, (_, index) => `tenant-${String(index)}`);
    for (const size of [smallest, { width: 1280, height: 800 }]) {
      await gallery.show('many', { language, theme: 'light', size });
      await page.evaluate(`fake.client.linking.begin({ tenantIds: ${JSON.stringify(names)} })`);
      await page.getByText(words('wall.way.9'), { exact: true }).click();
      const wall = page.getByRole('list', { name: words('wall.title') });
      await wall
        .getByRole('img', { name: words('qr.label') })
        .first()
        .waitFor();
      const lost = await wall.evaluate((list: unknown) => {
        interface Box {
          readonly scrollHeight: number;
          readonly clientHeight: number;
          readonly textContent: string;
          readonly getBoundingClientRect: () => { readonly bottom: number; readonly top: number };
          readonly querySelectorAll: (selector: string) => Iterable<Box>;
        }
        const cut = [...(list as Box).querySelectorAll('h2')].filter((name) => name.scrollHeight > name.clientHeight);
        const outside = [...(list as Box).querySelectorAll('li')].flatMap((tile) => {
          const { top, bottom } = tile.getBoundingClientRect();
          return [...tile.querySelectorAll('button, p, h2')].filter((part) => {
            const box = part.getBoundingClientRect();
            return box.top < top || box.bottom > bottom;
          });
        });
        return [...cut, ...outside].map(({ textContent }) => textContent);
      });
      expect.soft(lost, String(size.width)).toEqual([]);
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

test('the field for the PIN can be seen in the smallest window at twice the size', async () => {
  for (const language of languageCodes) {
    await gallery.show('locked', { language, theme: 'dark', size: smallest, zoom: 2 });
    const field = gallery.page.getByLabel(wordsOf(language)('lock.pin'), { exact: true });
    await expect(field).toBeFocused();
    await gallery.photograph(`smallest-${language}/lock-twice`);
    const isUncovered = `(({ x, y, width, height }) =>
      document.elementFromPoint(x + width / 2, y + height / 2) === document.activeElement
    )(document.activeElement.getBoundingClientRect())`;
    expect.soft(await gallery.page.evaluate(isUncovered), language).toBe(true);
  }
});
