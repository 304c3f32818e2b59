import { type ElectronApplication, expect, test } from '@playwright/test';

import { mainTextsOf } from '../support/languages.ts';
import { showCode, untilPhase } from './support/bridge.ts';
import { useStation } from './support/station.ts';
import { showTenant, someLanguages, speak, standing } from './support/steps.ts';
import { holdTime } from './support/time.ts';

const station = useStation();
test.beforeEach(() => station.launch());

interface Shown {
  readonly title: string;
  readonly body: string;
}
type WithShown = typeof globalThis & { readonly shown: Electron.Notification[] };

/** Takes the focus from the window, and collects the system's notifications. */
async function lookAway(app: ElectronApplication): Promise<{
  readonly shown: () => Promise<readonly Shown[]>;
  readonly clickLast: () => Promise<void>;
}> {
  await app.evaluate(({ BrowserWindow, Notification }) => {
    Object.assign(globalThis, { shown: [] });
    Notification.isSupported = () => true;
    Notification.prototype.show = function (this: Electron.Notification) {
      (globalThis as WithShown).shown.push(this);
    };
    const [window] = BrowserWindow.getAllWindows();
    if (window !== undefined) window.isFocused = () => false;
  });
  return {
    shown: () => app.evaluate(() => (globalThis as WithShown).shown.map(({ title, body }) => ({ title, body }))),
    clickLast: () => app.evaluate(() => void (globalThis as WithShown).shown.at(-1)?.emit('click')),
  };
}

for (const language of someLanguages.oneWay) {
  const texts = mainTextsOf(language);
  test(`a stable link and a tenant that needs a person are notified, by name only, in ${language}`, async () => {
    const { page, app, whatsapp } = station;
    const time = await holdTime(station.launched);
    const words = await speak(page, language);
    const away = await lookAway(app);
    const phone = whatsapp.addPhone({ number: '972501234567' });
    const { code } = await showCode(page, 'flowers');
    await showCode(page, 'roses');
    await showTenant(page, 'Shop roses');
    await phone.scan(code);
    await untilPhase(page, 'flowers', 'connected');
    // Before the link is stable there is no notification.
    expect(await away.shown()).toEqual([]);
    await time.jump(30_000);
    const name = '\u2068Shop flowers\u2069';
    const linked = { title: texts.linkedTitle, body: texts.linkedBody(name) };
    await expect.poll(away.shown).toEqual([linked]);
    await away.clickLast();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Shop flowers');
    await expect(standing(page)).toHaveText(words('standing.stable.title'));

    await showTenant(page, 'Shop roses');
    phone.unlink(phone.devices[0]?.jid ?? '');
    const needsYou = { title: texts.needsYouTitle, body: texts.needsYouBody(name) };
    await expect.poll(away.shown).toEqual([linked, needsYou]);
    await away.clickLast();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Shop flowers');
    await expect(page.getByRole('region', { name: words('cause.device-removed.title') })).toBeVisible();
    for (const { title, body } of await away.shown()) expect(`${title} ${body}`).not.toMatch(/\d/);
  });
}
