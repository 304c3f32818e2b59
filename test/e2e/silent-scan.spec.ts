import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import type { Page } from '@playwright/test';
import { expect, test } from '@playwright/test';

import type { LoopbackWhatsApp } from '../../electron/loopback/endpoint.ts';
import { createLoopbackWhatsApp } from '../../electron/loopback/endpoint.ts';
import { bridgeOf } from './support/bridge.ts';
import type { LaunchedConsole } from './support/launch.ts';
import { launchConsole } from './support/launch.ts';
import { standing } from './support/steps.ts';
import { wordsOf } from './support/stops.ts';

let whatsapp: LoopbackWhatsApp;
let launched: LaunchedConsole;
let userData: string;
test.beforeEach(async () => {
  whatsapp = await createLoopbackWhatsApp();
  userData = await mkdtemp(path.join(tmpdir(), 'pairing-console-'));
  launched = await launchConsole({ whatsappUrl: whatsapp.url, userData });
});
test.afterEach(async () => {
  await launched.close();
  await whatsapp.close();
  await rm(userData, { recursive: true, force: true });
});

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

/** Presses a button that saves a file and gives back what it saved. */
async function saved(label: string): Promise<string> {
  const file = path.join(userData, 'saved');
  // Asked for before the press: otherwise the system's own dialog would open.
  const download = await launched.app.evaluateHandle(({ session }, target) => {
    const done = new Promise<void>((resolve) => {
      session.defaultSession.once('will-download', (_event, item) => {
        item.setSavePath(target);
        item.once('done', () => resolve());
      });
    });
    return { done };
  }, file);
  await launched.page.getByRole('button', { name: label }).click();
  await download.evaluate(({ done }) => done);
  return readFile(file, 'utf8');
}

for (const language of ['en', 'he'] as const) {
  const words = wordsOf(language);

  test(`a scan that nothing follows is told, explained by the phone, searched and saved, in ${language}`, async () => {
    test.setTimeout(90_000);
    const { page } = launched;
    const bridge = bridgeOf(page);
    await bridge.preferences.set({ language });
    await bridge.tenants.add({ tenantId: 'flowers', name: 'Flowers' });
    await bridge.session.start({ tenantId: 'flowers' });
    await page.getByRole('option', { name: /Flowers/ }).click();
    await button(page, words('claim.scanned')).click();
    // WhatsApp's own 20 seconds.
    const panel = page.getByRole('region', { name: words('cause.silent-scan.title') });
    await expect(panel).toBeVisible({ timeout: 30_000 });
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

    // A link that comes late is still one.
    await page.getByRole('option', { name: /Flowers/ }).click();
    const state = await bridge.console.state();
    const qr = state.ok ? state.value.tenants[0]?.session.qr?.text : undefined;
    await whatsapp.addPhone({ number: '972501234567' }).scan(qr ?? '');
    await expect(standing(page)).toHaveText(words('standing.probation.title'));
    await expect(panel).toBeHidden();
  });

  test(`the phone’s answer ends the wait at once and is there after a restart, in ${language}`, async () => {
    const { page } = launched;
    const bridge = bridgeOf(page);
    await bridge.preferences.set({ language });
    await bridge.tenants.add({ tenantId: 'flowers', name: 'Flowers' });
    await bridge.session.start({ tenantId: 'flowers' });
    await page.getByRole('option', { name: /Flowers/ }).click();
    await button(page, words('claim.scanned')).click();
    await button(page, words('phone.ask')).click();
    await page.getByRole('dialog').getByText(words('phone.screen.update-app')).click();
    await button(page, words('phone.submit')).click();
    await expect(page.getByRole('dialog').getByRole('listitem').first()).toContainText(
      words('suspect.phone-outdated.title'),
    );
    await button(page, words('common.close')).click();
    await expect(page.getByRole('region', { name: words('cause.silent-scan.title') })).toBeVisible();

    await launched.close();
    launched = await launchConsole({ whatsappUrl: whatsapp.url, userData });
    const again = launched.page;
    await button(again, words('log.title')).click();
    await again.getByRole('rowheader').first().click();
    await expect(again.getByRole('dialog')).toContainText(words('phone.screen.update-app'));
    await expect(again.getByRole('dialog')).toContainText(words('suspect.phone-outdated.title'));
    await again.keyboard.press('Escape');
  });
}
