import { expect, test } from '@playwright/test';

import type { LoopbackWhatsApp } from '../../electron/loopback/endpoint.ts';
import { createLoopbackWhatsApp } from '../../electron/loopback/endpoint.ts';
import { en } from '../../renderer/i18n/en.ts';
import { freePort } from './support/free-port.ts';
import type { LaunchedConsole } from './support/launch.ts';
import { launchConsole } from './support/launch.ts';
import { readQr, standing } from './support/steps.ts';

const right = '972501234567';
const wrong = '447700900123';
const secret = 'a-secret-from-the-environment-0123456789';

let whatsapp: LoopbackWhatsApp;
let launched: LaunchedConsole;
let port: number;

test.beforeEach(async () => {
  whatsapp = await createLoopbackWhatsApp();
  port = await freePort();
  const env = { INTERNAL_SECRET: secret, BRIDGE_PORT: String(port) };
  launched = await launchConsole({ whatsappUrl: whatsapp.url, env });
  await expectNumberOfNewTenant('+972 50-123-4567');
});
test.afterEach(async () => {
  await launched.close();
  expect(whatsapp.violations).toEqual([]);
  await whatsapp.close();
});

async function expectNumberOfNewTenant(number: string): Promise<void> {
  const { page } = launched;
  await page.getByRole('button', { name: en['tenants.add'] }).last().click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel(en['tenant.id'], { exact: true }).fill('flowers');
  await dialog.getByLabel(en['tenant.name']).fill('Flowers');
  await dialog.getByLabel(en['tenant.expected']).fill(number);
  await dialog.getByRole('button', { name: en['tenant.add.submit'] }).click();
  await expect(dialog).toBeHidden();
}

const panel = () => launched.page.getByRole('region', { name: en['cause.wrong-number.title'] });

async function statusOverTheBridge(): Promise<Record<string, unknown>> {
  const headers = { 'X-Internal-Secret': secret };
  const answer = await fetch(`http://127.0.0.1:${port}/whatsapp/flowers/status`, { headers });
  return (await answer.json()) as Record<string, unknown>;
}

test('another number is shown beside the expected one, connected nowhere, and connected once it is accepted', async () => {
  const { page } = launched;
  await whatsapp.addPhone({ number: wrong }).scan(await readQr(page));
  await expect(standing(page)).toHaveText(en['standing.awaiting-acceptance.title']);
  await expect(panel().getByText('972•••••••67')).toHaveAttribute('dir', 'ltr');
  await expect(panel().getByText('447•••••••23')).toHaveAttribute('dir', 'ltr');
  await expect(page.getByRole('option', { name: /Flowers/ })).toContainText(en['standing.awaiting-acceptance.label']);
  await expect(page.locator('[data-tone="proven"]')).toHaveCount(0);
  await expect(page.locator('body')).not.toContainText('7700900');
  expect(await statusOverTheBridge()).toMatchObject({
    connected: false,
    canSend: false,
    sessionState: 'connecting',
    wrongNumber: { expected: '972•••••••67', linked: '447•••••••23' },
  });

  await panel().getByRole('button', { name: en['wrong-number.accept'] }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: en['wrong-number.accept.submit'] }).click();
  await expect(standing(page)).toHaveText(en['standing.probation.title']);
  await expect(panel()).toBeHidden();
  expect(await statusOverTheBridge()).toMatchObject({ connected: true, canSend: true });
});

test('another number is logged out with one press, and the right phone links', async () => {
  const { page } = launched;
  const stranger = whatsapp.addPhone({ number: wrong });
  const first = await readQr(page);
  await stranger.scan(first);
  await panel().getByRole('button', { name: en['wrong-number.refuse'] }).click();
  await expect(standing(page)).toHaveText(en['standing.awaiting-scan.title']);
  expect(stranger.devices).toEqual([]);
  const second = await readQr(page);
  expect(second).not.toBe(first);
  await whatsapp.addPhone({ number: right }).scan(second);
  await expect(standing(page)).toHaveText(en['standing.probation.title']);
  expect(await statusOverTheBridge()).toMatchObject({ connected: true });
});

test('a number that is expected later takes "connected" away from another one', async () => {
  const { page } = launched;
  await whatsapp.addPhone({ number: right }).scan(await readQr(page));
  await expect(standing(page)).toHaveText(en['standing.probation.title']);
  await page.getByRole('button', { name: en['tenant.expected'] }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel(en['tenant.expected']).fill(`+${wrong}`);
  await dialog.getByRole('button', { name: en['tenant.expected.submit'] }).click();
  await expect(standing(page)).toHaveText(en['standing.awaiting-acceptance.title']);
  expect(await statusOverTheBridge()).toMatchObject({ connected: false });
  await page.getByRole('button', { name: en['tenant.expected'] }).click();
  await dialog.getByRole('button', { name: en['tenant.expected.clear'] }).click();
  await expect(standing(page)).toHaveText(en['standing.probation.title']);
});
