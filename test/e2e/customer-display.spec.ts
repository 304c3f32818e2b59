import { expect, test } from '@playwright/test';

import { tenantIdSchema } from '../../shared/tenant.ts';
import { axeFindings } from './support/axe.ts';
import { bridgeOf, tenantOf } from './support/bridge.ts';
import { useStation } from './support/station.ts';

const station = useStation();
const shops = ['Rosebud Flowers', 'Corner Bakery', 'Sea View Cafe'];
const idOf = (name: string) => tenantIdSchema.parse(name.toLowerCase().replaceAll(' ', '-'));

test('the second display shows the codes and the taps, no names, in the language chosen there', async () => {
  test.setTimeout(180_000);
  await station.launch();
  const { page, whatsapp, app } = station;
  const rows = shops.map((name, index) => ({
    tenantId: idOf(name),
    name,
    expectedNumber: `97250123450${String(index)}`,
  }));
  expect(await bridgeOf(page).tenants.import({ rows })).toMatchObject({ ok: true });
  await page.getByRole('option', { name: shops[0] ?? '' }).click();
  await page.keyboard.press('Control+a');
  await page.getByRole('button', { name: `Link these ${String(shops.length)}` }).click();
  await page.getByText('2 × 2').click();
  const opening = app.waitForEvent('window');
  await page.getByRole('button', { name: 'Second display' }).click();
  const display = await opening;

  await expect(display.getByRole('heading', { level: 1, name: 'Link your phone' })).toBeVisible();
  await expect(display.getByRole('img', { name: 'QR code' })).toHaveCount(shops.length, { timeout: 30_000 });
  const shown = await display.locator('body').innerText();
  for (const secret of [...shops, ...rows.map(({ expectedNumber }) => expectedNumber)])
    expect(shown).not.toContain(secret);
  // Nothing of the console can be reached from there.
  expect(await display.evaluate('typeof pairingConsole')).toBe('undefined');
  expect(await display.evaluate('Object.keys(customerDisplay).sort().join()')).toBe('changed,state');
  expect(await axeFindings(display)).toEqual([]);
  await display.screenshot({ path: test.info().outputPath('display-en.png') });

  await display.getByRole('button', { name: 'עברית' }).click();
  await expect(display.locator('html')).toHaveAttribute('dir', 'rtl');
  await expect(page.locator('html')).toHaveAttribute('dir', 'ltr');
  await expect(display.getByRole('button', { name: 'עברית' })).toHaveAttribute('aria-pressed', 'true');
  await display.screenshot({ path: test.info().outputPath('display-he.png') });
  await page.screenshot({ path: test.info().outputPath('wall.png') });

  const id = idOf(shops[1] ?? '');
  const text = (await tenantOf(page, id))?.session.qr?.text ?? '';
  await whatsapp.addPhone({ number: '972501234501' }).scan(text);
  await expect(display.getByRole('status')).toContainText('✓', { timeout: 30_000 });
  await display.screenshot({ path: test.info().outputPath('display-done.png') });

  await page.getByRole('button', { name: 'End' }).click();
  await expect.poll(() => app.windows().length).toBe(1);
});
