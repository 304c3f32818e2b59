import { mkdir, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { expect, test } from '@playwright/test';

import type { Bucket } from '../../renderer/state/tenant-list.ts';
import type { MessageKey } from '../../shared/i18n/catalogue.ts';
import { listWidths } from '../../shared/list-widths.ts';
import { bridgeOf, showCode, untilPhase } from './support/bridge.ts';
import { useStation } from './support/station.ts';
import { addTenant, filled, inEachLanguage, linkTenant, someLanguages, speak, standing } from './support/steps.ts';
import { button } from './support/ways.ts';

const station = useStation();
test.beforeEach(() => station.launch());

for (const language of someLanguages.otherWay) {
  test(`a list is imported, found, filtered, a tenant renamed, and a removal undone, in ${language}`, async () => {
    const { page, userData } = station;
    const words = await speak(page, language);
    const file = path.join(userData, 'list.csv');
    await mkdir(userData, { recursive: true });
    // As a spreadsheet on a Hebrew Windows saves it: "שם" in the old code page.
    await writeFile(file, Buffer.from('id;name\r\nroses;Rosie\r\ncon;Bad\r\nlily;\xf9\xed\r\n', 'latin1'));
    await button(page.getByRole('navigation'), words('import.open')).click();
    const dialog = page.getByRole('dialog');
    await dialog.locator('input[type=file]').setInputFiles(file);
    await expect(dialog.getByRole('row').nth(1)).toContainText(words('tenant.id.problem.reserved-name'));
    await dialog.getByRole('button').last().click();
    await button(page, words('common.close')).click();
    await expect(page.getByRole('option')).toHaveCount(2);

    await page.getByRole('searchbox').fill('שם');
    await expect(page.getByRole('option')).toHaveCount(1);
    await page.getByRole('option').click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('שם');
    await button(page, words('tenant.rename')).click();
    await page.getByRole('dialog').getByLabel(words('tenant.name')).fill('שם חדש');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('שם חדש');
    await button(page, words('tenant.remove')).click();
    await button(page, words('common.undo')).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('שם חדש');
    await button(page, words('list.clear')).click();
    await expect(page.getByRole('option')).toHaveCount(2);
  });

  test(`a linked tenant goes only after a question, and comes back with its link, in ${language}`, async () => {
    const { page, whatsapp, userData } = station;
    const words = await speak(page, language);
    await linkTenant(page, whatsapp.addPhone({ number: '972501234567' }), 'flowers', 'Flowers', words);
    await button(page, words('tenant.remove')).click();
    const question = page.getByRole('alertdialog', { name: filled(words('tenant.remove.title'), { name: 'Flowers' }) });
    for (const consequence of ['session', 'files', 'phone'] as const) {
      await expect(question).toContainText(words(`tenant.remove.${consequence}`));
    }
    await expect(button(question, words('common.cancel'))).toBeFocused();
    await page.keyboard.press('Escape');
    await expect(standing(page)).toHaveText(words('standing.probation.title'));

    await button(page, words('tenant.remove')).click();
    await button(question, words('tenant.remove.submit')).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(words('welcome.title'));
    await expect(page.getByText(filled(words('tenant.removed'), { name: 'Flowers' }))).toBeVisible();
    // The focused element left with its page; the focus moves to the next page.
    await expect(page.getByRole('main')).toBeFocused();
    expect(whatsapp.counts.live).toBe(0);
    expect(await readdir(path.join(userData, 'storage', 'whatsapp', '.quarantine'))).toEqual(['flowers']);
    await button(page, words('common.undo')).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Flowers');
    await expect(page.getByRole('main')).toBeFocused();
    await expect(standing(page)).toHaveText(words('standing.probation.title'));
  });

  test(`an id that cannot name a folder is refused in the form, with the reason, in ${language}`, async () => {
    const { page } = station;
    const words = await speak(page, language);
    await button(page, words('tenants.add')).last().click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel(words('tenant.name')).fill('Shop');
    for (const [id, reason] of [
      ['../evil', 'characters'],
      ['con', 'reserved-name'],
      ['a'.repeat(65), 'too-long'],
    ] as const) {
      await dialog.getByLabel(words('tenant.id'), { exact: true }).fill(id);
      await button(dialog, words('tenant.add.submit')).click();
      await expect(dialog).toContainText(words(`tenant.id.problem.${reason}`));
    }
    await page.keyboard.press('Escape');
    await addTenant(page, 'shop', 'Shop', words);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Shop');
  });
}

test('tenants that need a person come first, in either order, and each state can be shown alone', async () => {
  const { page, whatsapp } = station;
  const bridge = bridgeOf(page);
  const phone = whatsapp.addPhone({ number: '972501234567' });
  const other = whatsapp.addPhone({ number: '972507654321' });
  await other.scan((await showCode(page, 'linked')).code);
  await untilPhase(page, 'linked', 'connected');
  await showCode(page, 'shown');
  await phone.scan((await showCode(page, 'lost')).code);
  await untilPhase(page, 'lost', 'connected');
  phone.unlink(phone.devices[0]?.jid ?? '');
  await untilPhase(page, 'lost', 'awaiting-scan');
  whatsapp.misbehave({ at: 'connection', kind: 'silent' });
  await bridge.tenants.add({ tenantId: 'dialing', name: 'Shop dialing' });
  await bridge.session.start({ tenantId: 'dialing' });
  await bridge.tenants.add({ tenantId: 'added', name: 'Shop added' });

  const options = page.getByRole('option');
  await inEachLanguage(page, async (words) => {
    const choose = async (label: MessageKey): Promise<void> => {
      await button(page, words('list.options')).click();
      await page.getByRole('menuitemradio', { name: words(label) }).click();
      await expect(page.getByRole('menu')).toBeHidden();
    };
    const group = (name: 'attention' | 'others') => page.getByRole('group', { name: words(`list.group.${name}`) });
    const places: Record<Bucket, string> = {
      attention: 'lost',
      waiting: 'shown',
      moving: 'dialing',
      connected: 'linked',
      idle: 'added',
    };

    const rows = (...ids: readonly string[]) => ids.map((id) => new RegExp(`^Shop ${id}`));
    await expect(group('attention').getByRole('option')).toHaveText(rows('lost'));
    await expect(group('others').getByRole('option')).toHaveText(rows('added', 'dialing', 'linked', 'shown'));
    await choose('list.sort.newest');
    await expect(options).toHaveText(rows('lost', 'added', 'dialing', 'shown', 'linked'));
    await choose('list.sort.name');
    await expect(options).toHaveText(rows('lost', 'added', 'dialing', 'linked', 'shown'));

    for (const [bucket, id] of Object.entries(places)) {
      await choose(`list.only.${bucket as Bucket}`);
      await expect(options).toHaveText(rows(id));
      const status = page.getByRole('navigation').getByRole('status');
      await expect(status).toContainText(words(`list.only.${bucket as Bucket}`));
      await expect(status).toContainText(
        words('list.shown')
          .replace(/\{shown.*?\}/, '1')
          .replace(/\{total.*?\}/, '5'),
      );
      await button(page, words('list.clear')).click();
    }
    await page.getByRole('searchbox').fill('nobody');
    await expect(page.getByText(words('list.empty'))).toBeVisible();
    await button(page, words('list.clear')).click();
    await expect(options).toHaveCount(5);
  });
});

test('a press with Shift chooses tenants, and none of their letters', async () => {
  const { page } = station;
  for (const id of ['first', 'second', 'third']) await bridgeOf(page).tenants.add({ tenantId: id, name: `Shop ${id}` });
  const options = page.getByRole('option');
  await expect(options).toHaveCount(3);
  await options.first().click();
  await options.last().click({ modifiers: ['Shift'] });
  await expect(page.getByRole('option', { selected: true })).toHaveCount(3);
  expect(await page.evaluate('String(getSelection())')).toBe('');
});

for (const language of ['en', 'he'] as const) {
  test(`the list is dragged and moved with the keys, and stays as wide after a start, in ${language}`, async () => {
    const { page } = station;
    const words = await speak(page, language);
    const edge = page.getByRole('separator', { name: words('list.width') });
    const width = (value: number) => expect(edge).toHaveAttribute('aria-valuenow', String(value), { timeout: 2_000 });
    const outwards = language === 'he' ? -1 : 1;
    // A window of another test that opens meanwhile takes the pointer away, which ends a drag.
    await expect(async () => {
      await page.mouse.up();
      expect(await bridgeOf(page).preferences.set({ listWidth: listWidths.usual })).toMatchObject({ ok: true });
      await width(listWidths.usual);
      const box = await edge.boundingBox();
      if (box === null) throw new Error('the edge of the list is not in view');
      const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
      await page.mouse.move(x, y);
      await page.mouse.down();
      await page.mouse.move(x + 100 * outwards, y, { steps: 5 });
      await width(listWidths.usual + 100);
      await page.mouse.move(x + 1_000 * outwards, y);
      await width(listWidths.most);
      await page.mouse.move(x + 60 * outwards, y);
      await page.mouse.up();
      await width(listWidths.usual + 60);
      await page.mouse.move(x, y);
      await width(listWidths.usual + 60);
    }).toPass({ timeout: 20_000 });

    await edge.focus();
    await page.keyboard.press(language === 'he' ? 'ArrowLeft' : 'ArrowRight');
    await width(listWidths.usual + 76);
    await page.keyboard.press('Home');
    await width(listWidths.least);
    await expect.poll(async () => (await page.getByRole('navigation').boundingBox())?.width).toBe(listWidths.least);
    const { page: again } = await station.launch();
    await expect(again.getByRole('separator', { name: words('list.width') })).toHaveAttribute(
      'aria-valuenow',
      String(listWidths.least),
    );
  });
}
