import { expect, test } from '@playwright/test';

import { listenForIce } from './support/ice-listener.ts';
import { useStation } from './support/station.ts';
import { addTenant, readQr, standing } from './support/steps.ts';
import { wordsOf } from './support/stops.ts';
import { ceremonyOf, createPasskey } from './support/virtual-authenticator.ts';
import { button } from './support/ways.ts';

const words = wordsOf('en');
const station = useStation();
test.beforeEach(async () => {
  await station.launch();
});

test('a script in either window reaches no server by WebRTC', async () => {
  const { page, app, whatsapp } = station;
  const ice = await listenForIce();
  await ice.askFrom(page);
  expect(ice.heard()).toEqual({ datagrams: 0, connections: 0 });

  const phone = whatsapp.addPhone({ number: '972501234567', name: 'Dana' });
  const passkey = createPasskey();
  phone.setPasskey(passkey);
  whatsapp.misbehave({ at: 'scan', kind: 'passkey' }, { times: 1 });
  await addTenant(page, 'flowers', 'Dana’s Flowers', words);
  void phone.scan(await readQr(page, words));
  await expect(standing(page)).toHaveText(words('standing.awaiting-passkey.title'));
  const open = () => button(page, words('passkey.continue')).click();
  const ceremony = await ceremonyOf(app, open, { passkey, touched: false });
  await ice.askFrom(ceremony);
  expect(ice.heard()).toEqual({ datagrams: 0, connections: 0 });
  await ceremony.close();
  await ice.close();
});

for (const [way, script] of [
  ['an empty page', `location.href = 'about:blank'`],
  ['an address of ours without a page', `location.href = '/nothing'`],
  ['the name of its file', `location.href = '/index.html'`],
  ['a page of its making', `location.href = URL.createObjectURL(new Blob(['<h1>Mine</h1>'], { type: 'text/html' }))`],
] as const) {
  test(`a script cannot leave the window on ${way}`, async () => {
    const { page, app } = station;
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    // Asked through the main process: Playwright's page waits for a navigation that was refused.
    const run = (code: string) =>
      app.evaluate(({ webContents }, what) => {
        const [contents] = webContents.getAllWebContents();
        return contents?.executeJavaScript(what).then((answer: unknown) => ({ url: contents.getURL(), answer }));
      }, code);
    await run(`setTimeout(() => { ${script} }); 0`);
    await expect
      .poll(() => run(`document.querySelector('h1')?.textContent`))
      .toEqual({ url: 'app://console/', answer: expect.stringMatching(/./) as unknown });
  });
}

test('a window whose address a script has changed comes back to its page when it is loaded again', async () => {
  const { page, app } = station;
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await page.evaluate(`history.replaceState(null, '', '/elsewhere')`);
  await app.evaluate(({ webContents }) => webContents.getAllWebContents()[0]?.reload());
  await page.waitForURL('app://console/');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
});

test('a script can open no window onto the files of this machine', async () => {
  const { page } = station;
  expect(
    await page.evaluate(
      `['showOpenFilePicker', 'showSaveFilePicker', 'showDirectoryPicker'].filter((name) => name in window)`,
    ),
  ).toEqual([]);
});
