import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

import { expect, test } from '@playwright/test';

import type { LoopbackWhatsApp } from '../../electron/loopback/endpoint.ts';
import { createLoopbackWhatsApp } from '../../electron/loopback/endpoint.ts';
import { launchConsole } from './support/launch.ts';
import { addTenant, readQr, standing } from './support/steps.ts';

let whatsapp: LoopbackWhatsApp;
let userData: string;

test.beforeEach(async () => {
  whatsapp = await createLoopbackWhatsApp();
  userData = await mkdtemp(path.join(os.tmpdir(), 'pairing-console-'));
});
test.afterEach(async () => {
  await whatsapp.close();
  await rm(userData, { recursive: true, force: true });
});

test('a corrupt settings file is kept aside and told, and the program starts', async () => {
  await mkdir(userData, { recursive: true });
  await writeFile(path.join(userData, 'settings.json'), '{ "preferences": ');
  const { page, close } = await launchConsole({ userData, whatsappUrl: whatsapp.url });
  await expect(page.getByText('The settings could not be read')).toBeVisible();
  expect((await readdir(userData)).filter((name) => name.startsWith('settings.json.corrupt-'))).toHaveLength(1);
  await page.screenshot({ path: 'test-output/screenshots/settings-reset.png' });
  await close();
});

test('an id that cannot name a folder is refused in the form, with the reason', async () => {
  const { page, close } = await launchConsole({ userData, whatsappUrl: whatsapp.url });
  await page.getByRole('button', { name: 'Add tenant' }).last().click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Display name').fill('Shop');
  for (const [id, reason] of [
    ['../evil', 'Use letters'],
    ['con', 'Windows reserves'],
    ['a'.repeat(65), 'at most 64'],
  ] as const) {
    await dialog.getByLabel('Id').fill(id);
    await dialog.getByRole('button', { name: 'Add and show a QR code' }).click();
    await expect(dialog).toContainText(reason);
  }
  await page.screenshot({ path: 'test-output/screenshots/refused-id.png' });
  await close();
});

test('a tenant is renamed, removed with its files set aside, and brought back whole', async () => {
  const { page, close } = await launchConsole({ userData, whatsappUrl: whatsapp.url });
  await addTenant(page, 'flowers', 'Flowers');
  await page.getByRole('button', { name: 'Rename' }).click();
  await page.getByRole('dialog').getByLabel('Display name').fill('Roses');
  await page.getByRole('dialog').getByRole('button', { name: 'Rename' }).click();
  await expect(page.getByRole('heading', { name: 'Roses' })).toBeVisible();
  await page.getByRole('button', { name: 'Remove' }).click();
  await expect(page.getByRole('heading', { name: 'Link your first phone' })).toBeVisible();
  expect(await readdir(path.join(userData, 'storage', 'whatsapp', '.quarantine'))).toEqual(['flowers']);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByRole('heading', { name: 'Roses' })).toBeVisible();
  await readQr(page);
  await close();
});

test('files are private, and no number, key or QR text is in the logs', async () => {
  const { page, close } = await launchConsole({ userData, whatsappUrl: whatsapp.url });
  const phone = whatsapp.addPhone({ number: '972501234567' });
  await addTenant(page, 'flowers', 'Flowers');
  const code = await readQr(page);
  await phone.scan(code);
  await expect(standing(page)).toHaveText('Connected, on probation');
  await close();
  const fields = code.slice(code.indexOf('#') + 1).split(',');
  const secrets = ['501234567', ...fields.slice(0, 4)];
  for (const file of await readdir(userData, { recursive: true, withFileTypes: true })) {
    const full = path.join(file.parentPath, file.name);
    const isOurs = /storage|logs|journal|settings/.test(path.relative(userData, full));
    if (!isOurs) continue;
    const { mode } = await stat(full);
    expect(`${full} ${(mode & 0o077).toString(8)}`).toBe(`${full} 0`);
    if (!file.isFile() || full.includes('storage')) continue;
    const content = await readFile(full, 'utf8');
    for (const secret of secrets) expect(content.includes(secret), full).toBe(false);
  }
});

test('everything can be had in Hebrew, mirrored, at once', async () => {
  const { page, close } = await launchConsole({ userData, whatsappUrl: whatsapp.url });
  await addTenant(page, 'flowers', 'הפרחים של דנה');
  await readQr(page);
  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByText('עברית', { exact: true }).click();
  await expect(page.locator('html')).toHaveAttribute('dir', 'rtl');
  await page.getByRole('option', { name: 'הפרחים של דנה' }).click();
  await page.screenshot({ path: 'test-output/screenshots/awaiting-scan-he.png' });
  const list = await page.getByRole('listbox').boundingBox();
  expect(list?.x).toBeGreaterThan(500);
  await close();
});

test('the window comes back where it was', async () => {
  const first = await launchConsole({ userData, whatsappUrl: whatsapp.url });
  await first.app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.setBounds({ x: 40, y: 30, width: 980, height: 700 }),
  );
  await first.close();
  const second = await launchConsole({ userData, whatsappUrl: whatsapp.url });
  const bounds = await second.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getBounds());
  expect(bounds).toMatchObject({ width: 980, height: 700 });
  await second.close();
});
