import { mkdir, readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

import { type Page, expect, test } from '@playwright/test';

import { createLoopbackWhatsApp } from '../../electron/loopback/endpoint.ts';
import type { Language } from '../../shared/i18n/languages.ts';
import { readZip } from '../support/read-zip.ts';
import { launchConsole } from './support/launch.ts';
import { addTenant, inEachLanguage, showTenant, someLanguages, speak } from './support/steps.ts';
import { button, openSettings } from './support/ways.ts';

const screenshots = path.join(import.meta.dirname, '../../test-output/screenshots/diagnostics');

async function openPage(page: Page, language: Language) {
  const words = await speak(page, language);
  await page.getByRole('button', { name: words('diagnostics.title') }).click();
  await page.getByRole('heading', { level: 1, name: words('diagnostics.title') }).waitFor();
  return words;
}

async function photograph(page: Page, name: string): Promise<void> {
  await mkdir(screenshots, { recursive: true });
  await page.screenshot({ path: path.join(screenshots, `${name}.png`) });
}

for (const language of someLanguages.oneWay) {
  test(`the check finds a WhatsApp that answers, and names one that does not, in ${language}`, async () => {
    const whatsapp = await createLoopbackWhatsApp();
    const { page, close } = await launchConsole({ whatsappUrl: whatsapp.url });
    const words = await openPage(page, language);
    const section = page.getByRole('region', { name: words('preflight.title') });
    await section.getByRole('button', { name: words('preflight.run') }).click();
    const summary = section.getByRole('status');
    // This machine has no keyring: a finding, but no obstacle.
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

test('a slow check can be cancelled', async () => {
  const whatsapp = await createLoopbackWhatsApp();
  whatsapp.misbehave({ at: 'connection', kind: 'no-upgrade' });
  const { page, close } = await launchConsole({ whatsappUrl: whatsapp.url });
  const words = await openPage(page, 'en');
  const section = page.getByRole('region', { name: words('preflight.title') });
  await section.getByRole('button', { name: words('preflight.run') }).click();
  await expect(section.getByRole('progressbar')).toBeVisible();
  await section.getByRole('button', { name: words('diagnostics.cancel') }).click();
  await inEachLanguage(page, async (spoken) => {
    const status = page.getByRole('region', { name: spoken('preflight.title') }).getByRole('status');
    await expect(status).toHaveText(spoken('preflight.summary.cancelled'));
  });
  await close();
  await whatsapp.close();
});

for (const language of someLanguages.otherWay) {
  test(`the built program tests itself offline and a diagnosis is saved, in ${language}`, async () => {
    const { app, page, userData, close } = await launchConsole();
    const words = await openPage(page, language);
    const selfTest = page.getByRole('region', { name: words('self-test.title') });
    await selfTest.getByRole('button', { name: words('self-test.run') }).click();
    await expect(selfTest.getByRole('status')).toHaveText(words('self-test.summary.passed'), { timeout: 20_000 });
    await expect(selfTest.getByRole('img', { name: words('diagnostics.level.ok') })).toHaveCount(9);
    expect(await readdir(userData)).not.toContain('self-test');
    await selfTest.scrollIntoViewIfNeeded();
    await photograph(page, `self-test-${language}`);

    const zip = path.join(userData, 'diagnosis.zip');
    await app.evaluate(({ dialog, shell }, filePath) => {
      dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath });
      shell.showItemInFolder = (shown) => void Object.assign(globalThis, { shown });
    }, zip);
    const bundle = page.getByRole('region', { name: words('bundle.title') });
    await bundle.getByRole('button', { name: words('bundle.save') }).click();
    await expect(bundle.getByRole('status')).toContainText(zip);
    const files = await readZip(await readFile(zip));
    expect(JSON.parse(files.get('self-test.json')?.toString() ?? '')).toMatchObject({
      results: Array.from({ length: 9 }, () => ({ outcome: 'passed' })),
    });
    expect(files.get('preflight.json')?.toString()).toContain('not run');
    expect(files.get('logs/console.log')?.toString()).toContain('the self-test has ended');
    await bundle.scrollIntoViewIfNeeded();
    await photograph(page, `bundle-${language}`);
    await bundle.getByRole('button', { name: words('bundle.show') }).click();
    await expect.poll(() => app.evaluate(() => Reflect.get(globalThis, 'shown') as unknown)).toBe(zip);

    await app.evaluate(({ dialog }) => {
      dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath: '/dev/null/diagnosis.zip' });
    });
    await bundle.getByRole('button', { name: words('bundle.save') }).click();
    await expect(bundle.getByRole('alert')).toContainText('/dev/null');
    await close();
  });
}

test('the card of a failure and the menu lead to the check', async () => {
  const { app, page, close } = await launchConsole();
  await addTenant(page, 'flowers', 'Flowers');
  await inEachLanguage(page, async (words) => {
    const title = page.getByRole('heading', { level: 1, name: words('diagnostics.title') });
    await showTenant(page, 'Flowers');
    await button(page.getByRole('main'), words('diagnostics.title')).click();
    await expect(title).toBeVisible();
    await openSettings(page, words);
    await expect(title).toBeHidden();
    await app.evaluate(({ Menu }) => void Menu.getApplicationMenu()?.getMenuItemById('diagnostics')?.click());
    await expect(title).toBeVisible();
  });
  await close();
});
