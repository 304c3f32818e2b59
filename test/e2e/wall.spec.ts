import process from 'node:process';

import { type Page, expect, test } from '@playwright/test';

import { tenantIdSchema } from '../../shared/tenant.ts';
import { axeFindings } from './support/axe.ts';
import { bridgeOf, tenantOf } from './support/bridge.ts';
import { useStation } from './support/station.ts';

/** Phones in one queue. */
const phones = 20;
/** Their codes, on a wall of so many tiles. */
const tiles = 9;

/** The last file: its longest tests side by side, not one after the other while other workers have nothing to do. */
test.describe.configure({ mode: 'parallel' });

const station = useStation();

const names = Array.from({ length: phones }, (_, index) => `Shop ${String(index + 1).padStart(2, '0')}`);
const idOf = (name: string) => tenantIdSchema.parse(name.toLowerCase().replace(' ', '-'));
const numberOf = (index: number) => `97250123${String(4500 + index)}`;

async function addAll(page: Page): Promise<void> {
  const rows = names.map((name, index) => ({ tenantId: idOf(name), name, expectedNumber: numberOf(index) }));
  expect(await bridgeOf(page).tenants.import({ rows })).toMatchObject({ ok: true, value: { added: phones } });
}

/** Begins the queue with the pointer; answers the presses. */
async function beginAll(page: Page): Promise<number> {
  await page.getByRole('option', { name: names[0] ?? '' }).click();
  await page.keyboard.press('Control+a');
  await page.getByRole('button', { name: `Link these ${String(phones)}` }).click();
  await page.getByRole('heading', { level: 1, name: 'Linking mode' }).waitFor();
  return 3;
}

async function expectRightPhones(page: Page): Promise<void> {
  let wrong = 0;
  for (const [index, name] of names.entries()) {
    const linked = (await tenantOf(page, idOf(name)))?.session.account?.maskedNumber;
    if (linked?.endsWith(numberOf(index).slice(-2)) !== true) wrong += 1;
  }
  expect(wrong).toBe(0);
}

function report(way: string, began: number, presses: number): void {
  const seconds = (Date.now() - began) / 1000;
  process.stdout.write(
    `${way}: ${(seconds / phones).toFixed(1)} s and ${(presses / phones).toFixed(2)} presses a phone, 0 wrong tenants\n`,
  );
}

for (const way of ['pointer', 'keyboard'] as const) {
  test(`${String(phones)} phones scan the codes of a wall with the ${way}, each of another tenant`, async () => {
    test.setTimeout(500_000);
    await station.launch();
    const { page, whatsapp, app } = station;
    await addAll(page);
    const began = Date.now();
    let presses = await beginAll(page);
    if (way === 'pointer') {
      await page.getByText('3 × 3').click();
      presses += 1;
    } else {
      await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.focus());
      await page.getByRole('radio', { name: 'One by one' }).focus();
      for (let step = 0; step < 3; step += 1) await page.keyboard.press('ArrowRight');
      presses += 3;
    }
    await expect(page.getByRole('list', { name: 'Codes' }).getByRole('listitem')).toHaveCount(tiles);
    const wall = page.getByRole('list', { name: 'Codes' });
    await expect(wall.getByRole('img', { name: 'QR code' }).first()).toBeVisible({ timeout: 30_000 });
    expect(await axeFindings(page)).toEqual([]);
    if (way === 'keyboard') {
      // N skips the tile that has the focus; at the end it is tried again.
      await wall.getByRole('button', { name: /^Skip .*Shop 03/ }).focus();
      await page.keyboard.press('n');
      presses += 1;
      await expect(wall.getByRole('listitem').nth(2)).toBeFocused();
      await expect(wall.getByRole('listitem', { name: names[2] ?? '' })).toBeHidden({ timeout: 15_000 });
    }

    const scanned = new Set<number>();
    const customers = names.map((_, index) => whatsapp.addPhone({ number: numberOf(index) }));
    await expect(async () => {
      for (const [index, name] of names.entries()) {
        const tile = wall.getByRole('listitem', { name });
        if (scanned.has(index) || !(await tile.isVisible())) continue;
        const text = (await tenantOf(page, idOf(name)))?.session.qr?.text;
        if (text === undefined) continue;
        scanned.add(index);
        await customers[index]?.scan(text);
      }
      const retry = page.getByRole('button', { name: 'Try it again' });
      if (await retry.isVisible()) {
        await retry.press('Enter');
        presses += 1;
      }
      expect(scanned.size).toBe(phones);
    }).toPass({ timeout: 300_000, intervals: [100] });
    await expect(page.getByText(`All ${String(phones)} tenants are linked`)).toBeVisible({ timeout: 90_000 });
    report(`wall, ${way}`, began, presses);
    expect(presses / phones).toBeLessThan(1);
    await expectRightPhones(page);
  });
}

test(`${String(phones)} phones scan one code in any order, and each is filed under its tenant`, async () => {
  test.setTimeout(500_000);
  await station.launch();
  const { page, whatsapp } = station;
  await addAll(page);
  const began = Date.now();
  const presses = (await beginAll(page)) + 1;
  await page.getByText('One code for all').click();
  await expect(page.getByRole('img', { name: 'QR code' })).toBeVisible({ timeout: 30_000 });
  expect(await axeFindings(page)).toEqual([]);
  const shared = async () => {
    const state = await bridgeOf(page).linking.state();
    return state.ok ? state.value?.shared?.qr?.text : undefined;
  };
  let last: string | undefined;
  for (let turn = 0; turn < phones; turn += 1) {
    const index = (turn * 7) % phones;
    let code: string | undefined;
    await expect
      .poll(async () => (code = await shared()) !== undefined && code !== last, { timeout: 30_000 })
      .toBe(true);
    expect(await whatsapp.addPhone({ number: numberOf(index) }).scan(code ?? '')).toMatchObject({ outcome: 'linked' });
    last = code;
  }
  await expect(page.getByText(`All ${String(phones)} tenants are linked`)).toBeVisible({ timeout: 90_000 });
  report('one code', began, presses);
  await expectRightPhones(page);
});

test('a number that no tenant expects waits on every page, and is assigned or logged out', async () => {
  test.setTimeout(120_000);
  await station.launch();
  const { page, whatsapp } = station;
  const bridge = bridgeOf(page);
  const [first = '', second = ''] = names;
  for (const name of [first, second]) await bridge.tenants.add({ tenantId: idOf(name), name });
  await bridge.linking.begin({ tenantIds: [idOf(first), idOf(second)] });
  await bridge.linking.setWay({ way: 'any-phone', tiles: 4 });
  const shared = async () => {
    const state = await bridge.linking.state();
    return state.ok ? state.value?.shared?.qr?.text : undefined;
  };
  await expect.poll(shared, { timeout: 20_000 }).toBeDefined();
  const kept = await shared();
  await whatsapp.addPhone({ number: numberOf(1) }).scan(kept ?? '');
  const waiting = page.getByRole('region', { name: /A phone waits for you/ });
  await expect(waiting).toBeVisible({ timeout: 20_000 });
  expect(await axeFindings(page)).toEqual([]);
  await waiting.getByRole('button', { name: 'Assign to a tenant…' }).click();
  await page.getByRole('combobox', { name: 'Tenant without a link' }).click();
  await page
    .getByRole('option', { name: new RegExp(first) })
    .last()
    .click();
  expect(await axeFindings(page)).toEqual([]);
  await page.getByRole('button', { name: 'Assign', exact: true }).click();
  await expect(waiting).toBeHidden({ timeout: 20_000 });
  await expect
    .poll(async () => (await tenantOf(page, idOf(first)))?.session.phase, { timeout: 20_000 })
    .toBe('connected');

  await expect.poll(async () => (await shared()) !== kept && (await shared()) !== undefined).toBe(true);
  const stranger = whatsapp.addPhone({ number: numberOf(2) });
  await stranger.scan((await shared()) ?? '');
  await expect(waiting.getByRole('button', { name: 'Log out' })).toBeEnabled({ timeout: 20_000 });
  await waiting.getByRole('button', { name: 'Log out' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Log out' }).click();
  await expect(page.getByText(/WhatsApp confirmed the logout/)).toBeVisible({ timeout: 20_000 });
  expect(stranger.devices).toHaveLength(0);
});
