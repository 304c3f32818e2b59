import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { expect, test } from '@playwright/test';

import { useStation } from './support/station.ts';
import { addTenant, inEachLanguage, readQr, standing } from './support/steps.ts';
import { wordsOf } from './support/stops.ts';
import { button } from './support/ways.ts';

const station = useStation();

test('a corrupt settings file is set aside and named, and the program starts', async () => {
  const { userData } = station;
  await writeFile(path.join(userData, 'settings.json'), '{ "preferences": ');
  const { page } = await station.launch();
  await inEachLanguage(page, async (words) => {
    await expect(page.getByText(words('notice.settings-reset'))).toBeVisible();
  });
  expect((await readdir(userData)).filter((name) => name.startsWith('settings.json.corrupt-'))).toHaveLength(1);
  await page.screenshot({ path: 'test-output/screenshots/settings-reset.png' });
  await button(page, wordsOf('en')('common.dismiss')).click();
  await expect(page.getByText(wordsOf('en')('notice.settings-reset'))).toBeHidden();
});

test('files are private, and no number, key or QR text is in the logs', async () => {
  const { userData, whatsapp } = station;
  const { page, close } = await station.launch();
  const phone = whatsapp.addPhone({ number: '972501234567' });
  await addTenant(page, 'flowers', 'Flowers');
  const code = await readQr(page);
  await phone.scan(code);
  await expect(standing(page)).toHaveText(wordsOf('en')('standing.probation.title'));
  await close();
  const fields = code.slice(code.indexOf('#') + 1).split(',');
  const secrets = ['501234567', ...fields.slice(0, 4)];
  for (const file of await readdir(userData, { recursive: true, withFileTypes: true })) {
    const full = path.join(file.parentPath, file.name);
    const isOurs = /storage|logs|journal|settings/.test(path.relative(userData, full));
    if (!isOurs) continue;
    const { mode } = await stat(full);
    expect(`${full} ${(mode & 0o077).toString(8)}`).toBe(`${full} 0`);
    if (!file.isFile() || full.includes('storage')) continue;
    const content = await readFile(full, 'utf8');
    for (const secret of secrets) expect(content.includes(secret), full).toBe(false);
  }
});

test('the window comes back where it was', async () => {
  const first = await station.launch();
  await first.app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.setBounds({ x: 40, y: 30, width: 980, height: 700 }),
  );
  const second = await station.launch();
  const bounds = await second.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getBounds());
  expect(bounds).toMatchObject({ width: 980, height: 700 });
});
