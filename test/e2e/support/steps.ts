import { type Locator, type Page, expect } from '@playwright/test';
import { PNG } from 'pngjs';
import decodeQR from 'qr/decode.js';

import type { Phone } from '../../../electron/loopback/phone.ts';
import type { MessageKey } from '../../../shared/i18n/catalogue.ts';
import { type Language, languageCodes } from '../../../shared/i18n/languages.ts';
import { bridgeOf } from './bridge.ts';
import type { LaunchedConsole } from './launch.ts';
import { wordsOf } from './stops.ts';
import { type Words, button } from './ways.ts';

const english = wordsOf('en');

/**
 * The languages of a flow: one of each direction. Half of the flows take the one pair and half the other, so that together
 * they speak every language without running four times each; every page in every language is `every-page.spec.ts`, and
 * the first link of all runs in each (`link.spec.ts`).
 */
export const someLanguages = { oneWay: ['en', 'ar'], otherWay: ['ru', 'he'] } as const satisfies Record<
  string,
  readonly Language[]
>;

/** Switches the open window to a language, and answers that language's texts. */
export async function speak(page: Page, language: Language): Promise<Words> {
  await page.locator('main').waitFor();
  await bridgeOf(page).preferences.set({ language });
  await expect(page.locator('html')).toHaveAttribute('lang', language);
  return wordsOf(language);
}

/** Runs `look` in each language by switching live; afterwards the window is English. */
export async function inEachLanguage(page: Page, look: (words: Words) => Promise<void>): Promise<void> {
  const others = languageCodes.filter((language) => language !== 'en');
  for (const language of [...others, 'en'] as const) await look(await speak(page, language));
}

/** The beginning of a text, up to its first value or quotation: enough to find it. */
export function stem(words: Words, key: MessageKey): string {
  return (
    words(key)
      .split(/[{“”"«»]/)[0]
      ?.trim() ?? ''
  );
}

/** A text with its values put in. */
export function filled(text: string, values: Readonly<Record<string, string>>): RegExp {
  const parts = text.split(/(\{\w+\})/).map((part) => {
    const name = /^\{(\w+)\}$/.exec(part)?.[1];
    const literal = (name === undefined ? undefined : values[name]) ?? part;
    // A name may be isolated from the sentence around it.
    return `[\u2066-\u2069]?${literal.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}[\u2066-\u2069]?`;
  });
  return new RegExp(parts.join(''));
}

/** Adds a tenant as a person would; the dialog then shows its QR. */
export async function addTenant(page: Page, id: string, name: string, words = english, number?: string): Promise<void> {
  await button(page, words('tenants.add')).last().click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel(words('tenant.id'), { exact: true }).fill(id);
  await dialog.getByLabel(words('tenant.name'), { exact: true }).fill(name);
  if (number !== undefined) await dialog.getByLabel(words('tenant.expected')).fill(number);
  await dialog.getByRole('button', { name: words('tenant.add.submit') }).click();
  await expect(dialog).toBeHidden();
}

/** Reads the QR as a phone's camera does: from the pixels of the window, not from the program. */
export async function readQr(within: Page | Locator, words = english): Promise<string> {
  const picture = within.getByRole('img', { name: words('qr.label') });
  await expect(picture).toBeVisible();
  const { width, height, data } = PNG.sync.read(await picture.screenshot());
  return decodeQR({ width, height, data });
}

/** The sentence that says how a tenant stands. */
export function standing(page: Page): Locator {
  return page.getByRole('main').getByRole('heading', { level: 2 }).first();
}

/** Adds a tenant and lets a phone scan its code; the link is on probation then. */
export async function linkTenant(page: Page, phone: Phone, id: string, name: string, words = english): Promise<void> {
  await addTenant(page, id, name, words);
  await phone.scan(await readQr(page, words));
  await expect(standing(page)).toHaveText(words('standing.probation.title'));
}

/** Shows a tenant's page by a press on its row. */
export async function showTenant(page: Page, name: string): Promise<void> {
  await page.getByRole('option', { name: new RegExp(name) }).click();
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
}

/** The practice window, once its page is there. */
export async function openPractice({ app, page }: Pick<LaunchedConsole, 'app' | 'page'>): Promise<Page> {
  const opened = app.waitForEvent('window');
  expect(await bridgeOf(page).practice.open()).toEqual({ ok: true, value: null });
  const practice = await opened;
  await practice.getByRole('main').waitFor();
  return practice;
}
