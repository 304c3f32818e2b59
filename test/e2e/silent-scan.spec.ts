import { readFile } from 'node:fs/promises';
import path from 'node:path';

import { expect, test } from '@playwright/test';

import { bridgeOf } from './support/bridge.ts';
import { useStation } from './support/station.ts';
import { showTenant, someLanguages, speak, standing, stem } from './support/steps.ts';
import { holdTime } from './support/time.ts';
import { button } from './support/ways.ts';

const station = useStation();
test.beforeEach(() => station.launch());

/** Presses a button that saves a file, and answers the file's text. */
async function saved(label: string): Promise<string> {
  const file = path.join(station.userData, 'saved');
  // Listens before the press; otherwise the system's dialog would open.
  const download = await station.app.evaluateHandle(({ session }, target) => {
    const done = new Promise<void>((resolve) => {
      session.defaultSession.once('will-download', (_event, item) => {
        item.setSavePath(target);
        item.once('done', () => resolve());
      });
    });
    return { done };
  }, file);
  await station.page.getByRole('button', { name: label }).click();
  await download.evaluate(({ done }) => done);
  return readFile(file, 'utf8');
}

for (const language of someLanguages.oneWay) {
  test(`a silent scan is reported, explained with what the phone shows, found and saved, in ${language}`, async () => {
    const { page } = station;
    const time = await holdTime(station.launched);
    const bridge = bridgeOf(page);
    const words = await speak(page, language);
    await bridge.tenants.add({ tenantId: 'flowers', name: 'Flowers' });
    await bridge.session.start({ tenantId: 'flowers' });
    await showTenant(page, 'Flowers');
    await button(page, words('claim.scanned')).click();
    await expect(page.getByText(stem(words, 'claim.waiting'))).toBeVisible();
    // WhatsApp's own 20 seconds.
    await time.jump(20_000);
    const panel = page.getByRole('region', { name: words('cause.silent-scan.title') });
    await expect(panel).toBeVisible();
    await panel.getByText(words('cause.silent-scan.title')).click();
    await expect(panel.getByRole('listitem').first()).toContainText(words('suspect.phone-offline.title'));
    await expect(page.getByRole('img', { name: words('qr.label') })).toBeVisible();

    await panel.getByRole('button', { name: words('phone.ask') }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText(words('guide.iphone'), { exact: true }).click();
    await dialog.getByText(words('phone.screen.device-limit')).click();
    await button(page, words('phone.submit')).click();
    await expect(dialog.getByRole('listitem').first()).toContainText(words('suspect.device-limit.title'));
    await button(page, words('common.close')).click();
    await expect(panel.getByRole('listitem').first()).toContainText(words('suspect.device-limit.title'));

    await button(page, words('log.title')).click();
    await page.getByRole('searchbox', { name: words('log.search') }).fill('silent');
    await expect(page.getByRole('rowheader')).toHaveCount(1);
    expect(await saved(words('log.save').replace('{format}', 'CSV'))).toContain(',iphone,device-limit,');
    const [entry] = JSON.parse(await saved(words('log.save').replace('{format}', 'JSON'))) as unknown[];
    expect(entry).toMatchObject({
      claim: { by: 'operator' },
      failure: { cause: 'silent-scan' },
      phone: { kind: 'iphone', screen: 'device-limit', suspects: expect.arrayContaining(['device-limit']) as unknown },
    });

    // A late link still counts.
    await showTenant(page, 'Flowers');
    const state = await bridge.console.state();
    const qr = state.ok ? state.value.tenants[0]?.session.qr?.text : undefined;
    await station.whatsapp.addPhone({ number: '972501234567' }).scan(qr ?? '');
    await expect(standing(page)).toHaveText(words('standing.probation.title'));
    await expect(panel).toBeHidden();
  });

  test(`the phone’s answer ends the wait at once and is kept over a restart, in ${language}`, async () => {
    const { page } = station;
    const bridge = bridgeOf(page);
    const words = await speak(page, language);
    await bridge.tenants.add({ tenantId: 'flowers', name: 'Flowers' });
    await bridge.session.start({ tenantId: 'flowers' });
    await showTenant(page, 'Flowers');
    await button(page, words('claim.scanned')).click();
    await button(page, words('phone.ask')).click();
    await page.getByRole('dialog').getByText(words('phone.screen.update-app')).click();
    await button(page, words('phone.submit')).click();
    await expect(page.getByRole('dialog').getByRole('listitem').first()).toContainText(
      words('suspect.phone-outdated.title'),
    );
    await button(page, words('common.close')).click();
    await expect(page.getByRole('region', { name: words('cause.silent-scan.title') })).toBeVisible();

    const { page: again } = await station.launch();
    await button(again, words('log.title')).click();
    await again.getByRole('rowheader').first().click();
    await expect(again.getByRole('dialog')).toContainText(words('phone.screen.update-app'));
    await expect(again.getByRole('dialog')).toContainText(words('suspect.phone-outdated.title'));
    await again.keyboard.press('Escape');
  });
}
