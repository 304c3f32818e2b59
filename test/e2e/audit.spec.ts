import { readFile } from 'node:fs/promises';
import { get } from 'node:http';
import path from 'node:path';

import { expect, test } from '@playwright/test';

import { freePort } from './support/free-port.ts';
import { useStation } from './support/station.ts';
import { addTenant, speak } from './support/steps.ts';
import { button, openSettings } from './support/ways.ts';

const station = useStation();

function statusWith(port: number, key: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const headers = { 'x-internal-secret': key };
    get({ host: '127.0.0.1', port, path: '/tenants', headers }, (answer) => {
      answer.resume();
      resolve(answer.statusCode);
    }).on('error', reject);
  });
}

for (const language of ['en', 'he'] as const) {
  test(`a key is made, used and revoked, and the audit tells of it, in ${language}`, async () => {
    const { page, userData } = await station.launch();
    const words = await speak(page, language);
    await addTenant(page, 'bakery', 'Bakery', words);
    const port = await freePort();
    await openSettings(page, words);
    const section = page.getByRole('region', { name: words('bridge.title') });
    await section.getByLabel(words('bridge.port'), { exact: true }).fill(String(port));
    await section
      .getByRole('button', { name: words('bridge.apply') })
      .first()
      .click();
    await section.getByText(words('bridge.enable'), { exact: true }).click();
    await button(section, words('bridge.keys.new')).click();
    const asked = page.getByRole('dialog');
    await page.keyboard.type('Monitor');
    await page.screenshot({ path: test.info().outputPath('new-key.png') });
    await page.keyboard.press('Enter');
    const shown = page.getByRole('alertdialog', { name: words('bridge.keys.made.title') });
    const key = /pck_[\w-]{43}/.exec((await shown.textContent()) ?? '')?.[0] ?? '';
    await page.screenshot({ path: test.info().outputPath('made-key.png') });
    await expect(asked).toHaveCount(0);
    await button(shown, words('bridge.keys.done')).click();
    expect(await statusWith(port, key)).toBe(200);
    await expect(section.getByRole('listitem').filter({ hasText: 'Monitor' })).toContainText('127.0.0.1');
    await section.getByRole('listitem').filter({ hasText: 'Monitor' }).scrollIntoViewIfNeeded();
    await page.screenshot({ path: test.info().outputPath('keys.png') });
    await section.getByText(words('bridge.keys.revoke'), { exact: true }).click();
    await button(page.getByRole('alertdialog'), words('bridge.keys.revoke.confirm')).click();
    await expect(section.getByText(words('bridge.keys.none'))).toBeVisible();
    expect(await statusWith(port, key)).toBe(401);

    await button(page, words('audit.title')).click();
    const rows = page.getByRole('table').getByRole('row');
    await expect(rows.nth(1)).toContainText(words('audit.act.key-revoked'));
    await expect(rows.nth(1)).toContainText('Monitor');
    await expect(rows.filter({ hasText: 'bakery' }).first()).toContainText(words('audit.door.window'));
    await page.screenshot({ path: test.info().outputPath('audit.png') });
    const written = await readFile(path.join(userData, 'audit', 'audit.jsonl'), 'utf8');
    expect(written).toContain('"act":"key-made"');
    expect(written).not.toContain(key);
  });
}
