import type { Locator, Page } from '@playwright/test';

import type { MessageKey } from '../../../shared/i18n/catalogue.ts';

export type Words = (key: MessageKey) => string;
export type Open = (page: Page, words: Words) => Promise<void>;

export const button = (page: Page | Locator, name: string) => page.getByRole('button', { name, exact: true });

async function showTenant(page: Page): Promise<void> {
  // As the menu and a notification do it: in a small window the tenant's row may be out of view.
  await page.evaluate(`fake.publish.app.command({ name: 'show-tenant', tenantId: 'flower-shop' })`);
  await page.getByRole('heading', { level: 1, name: 'הפרחים של רונית' }).waitFor();
}

export function onTenant(open?: Open): Open {
  return async (page, words) => {
    await showTenant(page);
    await open?.(page, words);
  };
}

export async function waitForCode(page: Page): Promise<void> {
  await page.getByText('K7QM-3XHT').waitFor();
}

/** The form for a linking code, with a number typed in. */
export async function fillIn(page: Page, words: Words, number: string): Promise<void> {
  await button(page, words('code.use')).click();
  await page.getByRole('textbox', { name: words('phone.number') }).fill(number);
}

/** In a small window the list and the way to other pages are behind a button. */
export async function showList(page: Page, words: Words): Promise<void> {
  const back = button(page.getByRole('main'), words('tenants.title'));
  if (await back.isVisible()) await back.click();
}

export async function openLog(page: Page, words: Words): Promise<void> {
  await showList(page, words);
  await button(page, words('log.title')).click();
  await page.getByRole('grid').waitFor();
}

export async function openSettings(page: Page, words: Words): Promise<void> {
  await showList(page, words);
  await button(page, words('settings.title')).click();
  await page.getByRole('heading', { level: 1, name: words('settings.title') }).waitFor();
}

export async function scrollTo(section: Locator, block: 'start' | 'end'): Promise<void> {
  // The tests' own types have no DOM.
  await section.evaluate((element: unknown, place) => {
    (element as { scrollIntoView: (options: object) => void }).scrollIntoView({ block: place });
  }, block);
}

export async function openBridge(page: Page, words: Words): Promise<void> {
  await openSettings(page, words);
  const section = page.getByRole('region', { name: words('bridge.title') });
  await section.getByRole('switch', { name: words('bridge.enable') }).waitFor();
  await scrollTo(section, 'start');
}

export const webhooksOf = (page: Page, words: Words) => page.getByRole('region', { name: words('bridge.webhooks') });

export async function openWebhooks(page: Page, words: Words): Promise<void> {
  await openBridge(page, words);
  await scrollTo(webhooksOf(page, words), 'start');
}

export async function openDiagnostics(page: Page, words: Words): Promise<void> {
  await page.evaluate(`fake.publish.app.command({ name: 'diagnostics' })`);
  await page.getByRole('heading', { level: 1, name: words('diagnostics.title') }).waitFor();
}
