import { cp, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

import { expect, test } from '@playwright/test';

import type { Console } from '../../electron/console.ts';
import { createConsole } from '../../electron/console.ts';
import type { LoopbackWhatsApp } from '../../electron/loopback/endpoint.ts';
import { createLoopbackWhatsApp } from '../../electron/loopback/endpoint.ts';
import { systemClock } from '../../electron/system-clock.ts';
import { en } from '../../renderer/i18n/en.ts';
import { tenantIdSchema } from '../../shared/tenant.ts';
import { silentLogger } from '../support/fake-ports.ts';
import type { LaunchedConsole } from './support/launch.ts';
import { launchConsole } from './support/launch.ts';
import { addTenant, readQr, standing } from './support/steps.ts';

const flowers = tenantIdSchema.parse('flowers');
const folderIn = (data: string) => path.join(data, 'storage', 'whatsapp', flowers);

let whatsapp: LoopbackWhatsApp;
let userData: string;
let launched: LaunchedConsole;

test.beforeEach(async () => {
  whatsapp = await createLoopbackWhatsApp();
  userData = await mkdtemp(path.join(os.tmpdir(), 'pairing-console-'));
  launched = await launchConsole({ userData, whatsappUrl: whatsapp.url });
  await addTenant(launched.page, flowers, 'Flowers');
});
test.afterEach(async () => {
  await launched.close();
  expect(whatsapp.violations).toEqual([]);
  await whatsapp.close();
  await rm(userData, { recursive: true, force: true });
});

const owners = () => launched.page.getByRole('region', { name: en['owners.title'] });

/** Another program on a copy of the tenant's folder. */
async function openElsewhere(dataFolder: string): Promise<Console> {
  const filter = (source: string) => !source.endsWith('.tmp');
  await cp(folderIn(userData), folderIn(dataFolder), { recursive: true, filter });
  const nothing = () => undefined;
  const program = await createConsole({
    dataFolder,
    whatsappUrl: whatsapp.url,
    clock: systemClock,
    logger: silentLogger,
    onChange: nothing,
    onNotice: nothing,
  });
  await program.registry.open();
  return program;
}

test('a link that another program took is left to it, over a restart, until someone takes it over', async () => {
  await whatsapp.addPhone({ number: '972501234567' }).scan(await readQr(launched.page));
  await expect(standing(launched.page)).toHaveText(en['standing.probation.title']);
  const elsewhere = await mkdtemp(path.join(os.tmpdir(), 'elsewhere-'));
  const other = await openElsewhere(elsewhere);
  await expect(standing(launched.page)).toHaveText(en['standing.stopped.title']);
  await expect(owners()).toContainText('Another program logged in with the same credentials');

  await launched.close();
  const { logins } = whatsapp.counts;
  launched = await launchConsole({ userData, whatsappUrl: whatsapp.url });
  const { page } = launched;
  await page.getByRole('option', { name: /Flowers/ }).click();
  await expect(standing(page)).toHaveText(en['standing.stopped.title']);
  await expect(owners()).toContainText('No other tenant of this console');
  expect(whatsapp.counts.logins).toBe(logins);

  await page.getByRole('button', { name: en['action.take-over'] }).click();
  const dialog = page.getByRole('alertdialog');
  await expect(dialog).toContainText(en['take-over.other']);
  await dialog.getByRole('button', { name: en['take-over.submit'] }).click();
  await expect(standing(page)).toHaveText(en['standing.probation.title']);
  await expect(owners()).toBeHidden();
  await expect.poll(() => other.registry.view(flowers)?.session.failure?.cause).toBe('replaced');
  await other.close();
  await rm(elsewhere, { recursive: true, force: true });
});

test('the same number under two tenants is told on both pages, which lead to each other', async () => {
  const { page } = launched;
  const phone = whatsapp.addPhone({ number: '972501234567' });
  await phone.scan(await readQr(page));
  await expect(standing(page)).toHaveText(en['standing.probation.title']);
  await expect(owners()).toBeHidden();
  await addTenant(page, 'branch', 'Branch');
  await phone.scan(await readQr(page));
  await expect(standing(page)).toHaveText(en['standing.probation.title']);
  await expect(owners()).toContainText(/Flowers.*is linked to the same number.*Linked:/);
  await owners().getByRole('button', { name: /Show/ }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Flowers' })).toBeVisible();
  await expect(standing(page)).toHaveText(en['standing.probation.title']);
  await expect(owners()).toContainText(/Branch.*is linked to the same number/);
});
