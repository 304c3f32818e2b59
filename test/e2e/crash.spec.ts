import { type Page, expect, test } from '@playwright/test';

import { useStation } from './support/station.ts';
import { wordsOf } from './support/stops.ts';
import { type Words, button } from './support/ways.ts';

const station = useStation();

async function showDiagnostics(page: Page, words: Words): Promise<void> {
  await button(page, words('diagnostics.title')).click();
  await page.getByRole('heading', { level: 1, name: words('diagnostics.title') }).waitFor();
}

for (const language of ['en', 'ar'] as const) {
  test(`after a crash of the program the next start says what happened, in ${language}`, async () => {
    const words = wordsOf(language);
    const { app, page } = await station.launch();
    await page.evaluate(`pairingConsole.preferences.set({ language: '${language}' })`);
    const ended = new Promise((resolve) => app.process().once('exit', resolve));
    await app.evaluate(() => setTimeout(() => process.crash(), 0));
    await ended;

    const next = (await station.launch()).page;
    await expect(next.getByText(words('notice.ended-badly'))).toBeVisible();
    await showDiagnostics(next, words);
    const section = next.getByRole('region', { name: words('last-end.title'), exact: true });
    await expect(section.getByText(words('last-end.crashed'))).toBeVisible();
    await expect(section.getByText(/\.dmp$/)).toHaveCount(1);
    await expect(next.getByRole('switch', { name: words('bundle.dumps') })).not.toBeChecked();
    await next.screenshot({ path: `test-output/screenshots/what-happened-${language}.png` });

    const closed = (await station.launch()).page;
    await showDiagnostics(closed, words);
    await expect(button(closed, words('bundle.save'))).toBeVisible();
    await expect(closed.getByRole('region', { name: words('last-end.title'), exact: true })).toHaveCount(0);
  });
}
