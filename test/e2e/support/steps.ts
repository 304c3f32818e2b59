import type { Page } from '@playwright/test';
import { expect } from '@playwright/test';
import { PNG } from 'pngjs';
import decodeQR from 'qr/decode.js';

import { wordsOf } from './stops.ts';

const english = wordsOf('en');

/** Adds a tenant as a person would; the dialog then shows its QR. */
export async function addTenant(page: Page, id: string, name: string, words = english): Promise<void> {
  await page
    .getByRole('button', { name: words('tenants.add'), exact: true })
    .last()
    .click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel(words('tenant.id'), { exact: true }).fill(id);
  await dialog.getByLabel(words('tenant.name'), { exact: true }).fill(name);
  await dialog.getByRole('button', { name: words('tenant.add.submit') }).click();
  await expect(dialog).toBeHidden();
}

/** Reads the QR as a phone's camera does: from the pixels of the window, not from the program. */
export async function readQr(page: Page, words = english): Promise<string> {
  const picture = page.getByRole('img', { name: words('qr.label') });
  await expect(picture).toBeVisible();
  const { width, height, data } = PNG.sync.read(await picture.screenshot());
  return decodeQR({ width, height, data });
}

/** The sentence that says how a tenant stands. */
export function standing(page: Page) {
  return page.getByRole('main').getByRole('heading', { level: 2 }).first();
}
