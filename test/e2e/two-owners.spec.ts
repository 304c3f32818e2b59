import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

import { expect, test } from '@playwright/test';

import { systemClock } from '../../electron/clock/system-clock.ts';
import { tenantIdSchema } from '../../shared/tenant.ts';
import { openSecondProgram } from '../support/second-program.ts';
import { useStation } from './support/station.ts';
import { addTenant, filled, inEachLanguage, linkTenant, readQr, showTenant, standing, stem } from './support/steps.ts';
import { wordsOf } from './support/stops.ts';
import { type Words, button } from './support/ways.ts';

const flowers = tenantIdSchema.parse('flowers');
const english = wordsOf('en');

const station = useStation();
test.beforeEach(() => station.launch());

const owners = (words: Words = english) => station.page.getByRole('region', { name: words('owners.title') });

test('a link that another program took stays with it, over a restart, until a person takes it over', async () => {
  const { whatsapp } = station;
  await linkTenant(station.page, whatsapp.addPhone({ number: '972501234567' }), flowers, 'Flowers');
  const elsewhere = await mkdtemp(path.join(os.tmpdir(), 'elsewhere-'));
  const other = await openSecondProgram({
    tenantId: flowers,
    original: station.userData,
    dataFolder: elsewhere,
    whatsappUrl: whatsapp.url,
    clock: systemClock,
  });
  await inEachLanguage(station.page, async (words) => {
    await expect(standing(station.page)).toHaveText(words('standing.stopped.title'));
    await expect(owners(words)).toContainText(stem(words, 'owners.evicted'));
  });

  await station.launched.close();
  const { logins } = whatsapp.counts;
  const { page } = await station.launch();
  await showTenant(page, 'Flowers');
  const question = (words: Words) =>
    page.getByRole('alertdialog', { name: filled(words('take-over.title'), { name: 'Flowers' }) });
  await inEachLanguage(page, async (words) => {
    await expect(standing(page)).toHaveText(words('standing.stopped.title'));
    await expect(page.getByRole('region', { name: words('cause.replaced.title') })).toBeVisible();
    await expect(owners(words)).toContainText(words('owners.elsewhere'));
    await button(page, words('action.take-over')).click();
    for (const part of ['other', 'back'] as const) {
      await expect(question(words)).toContainText(words(`take-over.${part}`));
    }
    await page.keyboard.press('Escape');
    await expect(button(page, words('action.take-over'))).toBeFocused();
  });
  expect(whatsapp.counts.logins).toBe(logins);

  await button(page, english('action.take-over')).click();
  await button(question(english), english('take-over.submit')).click();
  await expect(standing(page)).toHaveText(english('standing.probation.title'));
  await expect(owners()).toBeHidden();
  await expect.poll(() => other.registry.view(flowers)?.session.failure?.cause).toBe('replaced');
  await other.close();
  await rm(elsewhere, { recursive: true, force: true });
});

test('where two tenants have the same number, both pages say so and lead to each other', async () => {
  const { page, whatsapp } = station;
  const phone = whatsapp.addPhone({ number: '972501234567' });
  await linkTenant(page, phone, flowers, 'Flowers');
  await expect(owners()).toBeHidden();
  await addTenant(page, 'branch', 'Branch');
  await phone.scan(await readQr(page));
  await inEachLanguage(page, async (words) => {
    await expect(standing(page)).toHaveText(words('standing.probation.title'));
    for (const [id, name] of [
      ['flowers', 'Flowers'],
      ['branch', 'Branch'],
    ] as const) {
      await expect(owners(words)).toContainText(filled(words('owners.same-number'), { id, name }));
      await expect(owners(words)).toContainText(stem(words, 'owners.since'));
      await owners(words)
        .getByRole('button', { name: filled(words('owners.show'), { name }) })
        .click();
      await expect(page.getByRole('heading', { level: 1 })).toHaveText(name);
    }
  });
});
