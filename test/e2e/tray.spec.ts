import { expect, test } from '@playwright/test';

import { mainTexts as mainEn } from '../../shared/i18n/en/main.ts';
import { mainTexts as mainHe } from '../../shared/i18n/he/main.ts';
import { languageCodes } from '../../shared/i18n/languages.ts';
import type { MainTexts } from '../../shared/i18n/main-texts.ts';
import { mainTextsOf } from '../support/languages.ts';
import { bridgeOf, showCode, untilPhase } from './support/bridge.ts';
import { answerDialogs } from './support/launch.ts';
import { useStation } from './support/station.ts';
import { showTenant, speak } from './support/steps.ts';
import { watchTray, withTrayHost } from './support/tray.ts';

const station = useStation();

test('the tray names the state of the links and leads to the tenant that needs a person, in the chosen language', async () => {
  test.skip(process.platform !== 'linux', 'the other systems have other trays');
  const { userData, whatsapp } = station;
  const { page, app } = await station.launch({ env: await withTrayHost(userData) });
  const tray = await watchTray(app);
  await bridgeOf(page).preferences.set({ keepInTray: true });
  const phone = whatsapp.addPhone({ number: '972501234567' });
  await phone.scan((await showCode(page, 'linked')).code);
  await untilPhase(page, 'linked', 'connected');
  const lost = whatsapp.addPhone({ number: '972507654321' });
  await lost.scan((await showCode(page, 'lost')).code);
  await untilPhase(page, 'lost', 'connected');

  const actionsIn = ({ open, addTenant, quit }: MainTexts) => ['-', open, addTenant, '-', quit];
  const bothFine = mainEn.trayConnected(2);
  await expect.poll(tray.shown).toEqual({ tip: bothFine, menu: [bothFine, ...actionsIn(mainEn)] });
  lost.unlink(lost.devices[0]?.jid ?? '');

  for (const language of languageCodes) {
    const texts = mainTextsOf(language);
    const words = await speak(page, language);
    const summary = [texts.trayConnected(1), texts.trayNeedsYou(1)];
    const menu = [...summary, 'Shop lost', ...actionsIn(texts)];
    await expect.poll(tray.shown).toEqual({ tip: summary.join('\n'), menu });

    await showTenant(page, 'Shop linked');
    await tray.press('Shop lost');
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Shop lost');
    await tray.press(texts.addTenant);
    await expect(page.getByRole('dialog', { name: words('tenant.add.title') })).toBeVisible();
    await page.keyboard.press('Escape');
    await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
    const isVisible = () => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible());
    await expect.poll(isVisible).toBe(false);
    await tray.press(texts.open);
    await expect.poll(isVisible).toBe(true);
  }
  await speak(page, 'he');
  await expect.poll(async () => (await tray.shown()).menu).toContain(mainHe.quit);
  await answerDialogs(app, 1);
  const ended = new Promise((resolve) => app.process().once('exit', resolve));
  await tray.press(mainHe.quit);
  expect(await ended).toBe(0);
});
