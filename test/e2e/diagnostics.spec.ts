import { mkdir } from 'node:fs/promises';
import path from 'node:path';

import type { Page } from '@playwright/test';
import { expect, test } from '@playwright/test';

import { createLoopbackWhatsApp } from '../../electron/loopback/endpoint.ts';
import { bridgeOf } from './support/bridge.ts';
import { launchConsole } from './support/launch.ts';
import { wordsOf } from './support/stops.ts';

const screenshots = path.join(import.meta.dirname, '../../test-output/screenshots/diagnostics');
const languages = ['en', 'he'] as const;
type Language = (typeof languages)[number];

async function openPage(page: Page, language: Language) {
  await bridgeOf(page).preferences.set({ language });
  const words = wordsOf(language);
  await page.getByRole('button', { name: words('diagnostics.title') }).click();
  await page.getByRole('heading', { level: 1, name: words('diagnostics.title') }).waitFor();
  return words;
}

async function photograph(page: Page, name: string): Promise<void> {
  await mkdir(screenshots, { recursive: true });
  await page.screenshot({ path: path.join(screenshots, `${name}.png`) });
}

for (const language of languages) {
  test(`the workstation is checked against a WhatsApp that is there, and one that is not, in ${language}`, async () => {
    const whatsapp = await createLoopbackWhatsApp();
    const { page, close } = await launchConsole({ whatsappUrl: whatsapp.url });
    const words = await openPage(page, language);
    const section = page.getByRole('region', { name: words('preflight.title') });
    await section.getByRole('button', { name: words('preflight.run') }).click();
    const summary = section.getByRole('status');
    // This machine has no keyring, which is worth knowing and stands in nobody's way.
    await expect(summary).toHaveText(words('preflight.summary.attention'), { timeout: 12_000 });
    await expect(section.getByRole('list').first()).toContainText(words('finding.websocket-opened'));
    await photograph(page, `check-loopback-${language}`);

    await whatsapp.close();
    await section.getByRole('button', { name: words('preflight.again') }).click();
    await expect(summary).toHaveText(words('preflight.summary.network'), { timeout: 12_000 });
    await expect(section.getByText(words('finding.tcp-refused'))).toBeVisible();
    await photograph(page, `check-offline-${language}`);
    await close();
  });
}

test('a check that takes its time can be cancelled', async () => {
  const whatsapp = await createLoopbackWhatsApp();
  whatsapp.misbehave({ at: 'connection', kind: 'no-upgrade' });
  const { page, close } = await launchConsole({ whatsappUrl: whatsapp.url });
  const words = await openPage(page, 'en');
  const section = page.getByRole('region', { name: words('preflight.title') });
  await section.getByRole('button', { name: words('preflight.run') }).click();
  await expect(section.getByRole('progressbar')).toBeVisible();
  await section.getByRole('button', { name: words('diagnostics.cancel') }).click();
  await expect(section.getByRole('status')).toHaveText(words('preflight.summary.cancelled'));
  await close();
  await whatsapp.close();
});
