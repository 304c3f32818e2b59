import type { Page } from '@playwright/test';
import { expect } from '@playwright/test';
import { PNG } from 'pngjs';
import decodeQR from 'qr/decode.js';

/** Adds a tenant as a person would; the dialog then shows its QR. */
export async function addTenant(page: Page, id: string, name: string): Promise<void> {
  await page.getByRole('button', { name: 'Add tenant' }).last().click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Id').fill(id);
  await dialog.getByLabel('Display name').fill(name);
  await dialog.getByRole('button', { name: 'Add and show a QR code' }).click();
  await expect(dialog).toBeHidden();
}

/** Reads the QR as a phone's camera does: from the pixels of the window, not from the program. */
export async function readQr(page: Page): Promise<string> {
  const picture = page.getByRole('img', { name: 'QR code to link a phone' });
  await expect(picture).toBeVisible();
  const { width, height, data } = PNG.sync.read(await picture.screenshot());
  return decodeQR({ width, height, data });
}

/** The sentence that says how a tenant stands. */
export function standing(page: Page) {
  return page.getByRole('main').getByRole('heading', { level: 2 }).first();
}
