import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

import { expect, test } from '@playwright/test';

import type { LoopbackWhatsApp } from '../../electron/loopback/endpoint.ts';
import { createLoopbackWhatsApp } from '../../electron/loopback/endpoint.ts';
import type { LaunchedConsole } from './support/launch.ts';
import { launchConsole } from './support/launch.ts';
import { addTenant, readQr, standing } from './support/steps.ts';

let whatsapp: LoopbackWhatsApp;
let userData: string;
let launched: LaunchedConsole;

test.beforeEach(async () => {
  whatsapp = await createLoopbackWhatsApp();
  userData = await mkdtemp(path.join(os.tmpdir(), 'pairing-console-'));
  launched = await launchConsole({ userData, whatsappUrl: whatsapp.url });
});
test.afterEach(async () => {
  await launched.close();
  expect(whatsapp.violations).toEqual([]);
  await whatsapp.close();
  await rm(userData, { recursive: true, force: true });
});

const picture = (name: string) => ({ path: `test-output/screenshots/${name}.png` });

test('a phone that scans the picture on screen is linked, shown with proof, and still linked after a restart', async () => {
  const { page } = launched;
  const phone = whatsapp.addPhone({ number: '972501234567', name: 'Dana' });
  await page.screenshot(picture('welcome'));
  await addTenant(page, 'flowers', 'Dana’s Flowers');
  const code = await readQr(page);
  await page.screenshot(picture('awaiting-scan'));

  expect(await phone.scan(code)).toMatchObject({ outcome: 'linked' });
  await expect(standing(page)).toHaveText('Connected, on probation');
  const proof = page.getByRole('region', { name: 'Proof of the link' });
  for (const step of ['Phone confirmed', 'Saved on disk', 'New connection', 'Login accepted']) {
    await expect(proof.getByRole('listitem').filter({ hasText: step })).toContainText(/\d:\d\d/);
  }
  await expect(proof.getByRole('listitem').filter({ hasText: 'Held' })).not.toContainText(/\d:\d\d/);
  await expect(page.getByRole('region', { name: 'Linked account' })).toContainText('972•••••••67');
  await expect(page.locator('body')).not.toContainText('501234567');
  await page.screenshot(picture('probation'));

  const arrived = whatsapp.next('message');
  await page.getByRole('textbox', { name: 'Text' }).fill('Proof that it works');
  await page.getByRole('button', { name: 'Send' }).click();
  await expect(page.getByText(/WhatsApp acknowledged it after/)).toBeVisible();
  expect((await arrived).message.text).toBe('Proof that it works');

  await launched.close();
  launched = await launchConsole({ userData, whatsappUrl: whatsapp.url });
  await launched.page.getByRole('option', { name: /Dana’s Flowers/ }).click();
  await expect(standing(launched.page)).toHaveText('Connected, on probation');
  expect(phone.devices).toHaveLength(1);
});

test('a failed scan is shown with its cause, kept in the log, and followed by a fresh code', async () => {
  const { page } = launched;
  const phone = whatsapp.addPhone({ number: '972501234567' });
  whatsapp.misbehave({ at: 'scan', kind: 'forged-seal' }, { times: 1 });
  await addTenant(page, 'flowers', 'Flowers');
  const first = await readQr(page);
  await phone.scan(first);
  await expect(page.getByText('The scan did not match this code').first()).toBeVisible();
  await expect.poll(() => readQr(page), { timeout: 10_000 }).not.toBe(first);
  await expect(page.getByText('The scan did not match this code').first()).toBeVisible();
  await page.screenshot(picture('failed-scan'));

  await page.getByRole('button', { name: 'Failure log' }).click();
  const row = page.getByRole('row').filter({ hasText: 'The scan did not match this code' });
  await expect(row).toHaveCount(1);
  await expect(row).toContainText('500');
  await expect(row).toContainText('Flowers');
  await page.screenshot(picture('failure-log'));
});

test('a relink says what it sets aside, closes the old link and shows a fresh code', async () => {
  const { page } = launched;
  const phone = whatsapp.addPhone({ number: '972501234567' });
  await addTenant(page, 'flowers', 'Flowers');
  const first = await readQr(page);
  await phone.scan(first);
  await expect(standing(page)).toHaveText('Connected, on probation');

  await page.getByRole('button', { name: 'Link again…' }).click();
  const dialog = page.getByRole('alertdialog');
  await expect(dialog).toContainText('set aside for 7 days');
  await page.screenshot(picture('relink'));
  await dialog.getByRole('button', { name: 'Set aside and show a QR code' }).click();
  await expect(standing(page)).toHaveText('Waiting for a scan');
  const second = await readQr(page);
  expect(second).not.toBe(first);
  await phone.scan(second);
  await expect(standing(page)).toHaveText('Connected, on probation');
  expect(whatsapp.counts.live).toBe(1);
});

test('twenty starts at once still are one socket and one code', async () => {
  const { page } = launched;
  await addTenant(page, 'flowers', 'Flowers');
  await page.evaluate(
    `Promise.all(Array.from({ length: 20 }, () => window.pairingConsole.session.start({ tenantId: 'flowers' })))`,
  );
  const code = await readQr(page);
  expect(await readQr(page)).toBe(code);
  expect(whatsapp.counts).toMatchObject({ connections: 1, live: 1 });
});

test('a link that the phone withdraws stops being called connected at once', async () => {
  const { page } = launched;
  const phone = whatsapp.addPhone({ number: '972501234567' });
  await addTenant(page, 'flowers', 'Flowers');
  await phone.scan(await readQr(page));
  await expect(standing(page)).toHaveText('Connected, on probation');
  phone.unlink(phone.devices[0]?.jid ?? '');
  await expect(page.getByText('The link was removed').first()).toBeVisible();
  await expect(standing(page)).toHaveText('Waiting for a scan');
});
