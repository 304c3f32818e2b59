import { expect, test } from '@playwright/test';

import { needs } from '../../shared/ipc/needs.ts';
import type { Role } from '../../shared/operator-rules.ts';
import type { Crawled } from '../renderer/gallery/crawled.ts';
import { type Gallery, openGallery } from './support/gallery.ts';

test.describe.configure({ mode: 'parallel', timeout: 600_000 });

let gallery: Gallery;
test.beforeAll(async () => {
  gallery = await openGallery();
});
test.afterAll(() => gallery.close());

/** Presses everything that somebody of this role can press, on every page. */
const crawlAs = (role: Role) => gallery.page.evaluate<Crawled>(`crawl('${role}')`);

/** The calls that need this role, and not only some of what they may be asked. */
const callsFor = (role: Role) =>
  Object.entries(needs).flatMap(([group, members]) =>
    Object.entries(members).flatMap(([name, need]) => (need === role ? [`${group}.${name}`] : [])),
  );

for (const role of ['look', 'link'] as const) {
  test(`nothing that ${role} can press is refused`, async () => {
    const { pressed, refused } = await crawlAs(role);
    expect(pressed).toBeGreaterThan(100);
    expect(refused).toEqual([]);
  });
}

test('who administers comes to what the others must not press, by the same presses', async () => {
  const { called } = await crawlAs('administer');
  const reached = new Set(called);
  const missed = (role: Role) => callsFor(role).filter((call) => !reached.has(call));
  expect({ link: missed('link'), administer: missed('administer') }).toEqual({ link: [], administer: [] });
});
