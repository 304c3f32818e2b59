import process from 'node:process';

import { type Locator, type Page, expect, test } from '@playwright/test';

import type { Phone } from '../../electron/loopback/phone.ts';
import { tenantIdSchema } from '../../shared/tenant.ts';
import { bridgeOf, tenantOf } from './support/bridge.ts';
import { useStation } from './support/station.ts';
import { readQr, someLanguages, speak } from './support/steps.ts';
import { wordsOf } from './support/stops.ts';
import { type Words, button } from './support/ways.ts';

/** Phones in one queue. */
const phones = 20;

const station = useStation();
test.beforeEach(() => station.launch());

const names = Array.from({ length: phones }, (_, index) => `Shop ${String(index + 1).padStart(2, '0')}`);
const idOf = (name: string) => tenantIdSchema.parse(name.toLowerCase().replace(' ', '-'));
/** The number of a phone, and what the window shows of it. */
const numberOf = (index: number) => `97250123${String(4500 + index)}`;
const maskedOf = (index: number) => numberOf(index).slice(-2);

async function addAll(page: Page): Promise<void> {
  const rows = names.map((name) => ({ tenantId: idOf(name), name }));
  expect(await bridgeOf(page).tenants.import({ rows })).toMatchObject({ ok: true, value: { added: phones } });
}

const turnOf = (page: Page, name: string) => page.getByRole('region', { name, exact: true });

/** Scans the code of each tenant in the order of the queue; the next must come with no press. */
async function scanAll(page: Page, customers: readonly Phone[], words: Words): Promise<void> {
  let last = '';
  for (const [index, name] of names.entries()) {
    const turn = turnOf(page, name);
    await expect(turn).toBeVisible({ timeout: 30_000 });
    // Its own code, not the one of the tenant before.
    await expect.poll(async () => (last = (await tenantOf(page, idOf(name)))?.session.qr?.text ?? '')).not.toBe('');
    await expect(async () => {
      expect(await readQr(turn, words)).toBe((await tenantOf(page, idOf(name)))?.session.qr?.text);
    }).toPass({ timeout: 15_000 });
    await customers[index]?.scan((await tenantOf(page, idOf(name)))?.session.qr?.text ?? last);
  }
}

/** Every tenant has the phone that was held before its code. */
async function expectRightPhones(page: Page): Promise<void> {
  let wrong = 0;
  for (const [index, name] of names.entries()) {
    const linked = (await tenantOf(page, idOf(name)))?.session.account?.maskedNumber;
    if (linked?.endsWith(maskedOf(index)) !== true) wrong += 1;
  }
  expect(wrong).toBe(0);
}

for (const way of ['pointer', 'keyboard'] as const) {
  test(`${String(phones)} phones are linked one after the other with the ${way}, each under its tenant`, async () => {
    test.setTimeout(400_000);
    const { page, whatsapp } = station;
    const words = wordsOf('en');
    const customers = names.map((_, index) => whatsapp.addPhone({ number: numberOf(index) }));
    await addAll(page);
    await expect(page.getByRole('option').first()).toBeVisible();

    let presses = 0;
    const began = Date.now();
    if (way === 'pointer') {
      await page.getByRole('option', { name: names[0] ?? '' }).click();
      await page.keyboard.press('Control+a');
      await page.getByRole('button', { name: `Link these ${String(phones)}` }).click();
      presses = 3;
    } else {
      const press = async (key: string): Promise<void> => {
        presses += 1;
        await page.keyboard.press(key);
      };
      const hasFocus = (target: Locator) =>
        target.evaluate((element: unknown) =>
          (element as { matches: (selector: string) => boolean }).matches(':focus'),
        );
      const tabTo = async (target: Locator): Promise<void> => {
        await target.waitFor();
        for (let tab = 0; tab < 20 && !(await hasFocus(target)); tab += 1) await press('Tab');
        expect(await hasFocus(target)).toBe(true);
      };
      // As the system does it for a window that comes to the front.
      await station.app.evaluate(({ BrowserWindow }) => {
        BrowserWindow.getAllWindows()[0]?.focus();
      });
      await page.getByRole('searchbox').focus();
      await tabTo(page.getByRole('option', { name: names[0] ?? '' }));
      await press('Control+a');
      await tabTo(page.getByRole('button', { name: `Link these ${String(phones)}` }));
      await press('Enter');
    }
    await scanAll(page, customers, words);
    await expect(page.getByRole('button', { name: `${String(phones)} of ${String(phones)}` })).toBeVisible();
    const seconds = (Date.now() - began) / 1000;
    // The last of them are on probation for half a minute, and linked after it.
    await expect(page.getByText(`All ${String(phones)} tenants are linked`)).toBeVisible({ timeout: 90_000 });
    process.stdout.write(
      `linking mode, ${way}: ${(seconds / phones).toFixed(1)} s and ${(presses / phones).toFixed(2)} presses a phone\n`,
    );
    expect(presses / phones).toBeLessThan(1.5);
    await expectRightPhones(page);
  });
}

for (const language of someLanguages.otherWay) {
  test(`a queue is paused, skipped in, left for a reload, and tried again at its end, in ${language}`, async () => {
    const { page, whatsapp } = station;
    const words = await speak(page, language);
    const bridge = bridgeOf(page);
    const few = names.slice(0, 3);
    for (const name of few) await bridge.tenants.add({ tenantId: idOf(name), name });
    const [first = '', second = '', third = ''] = few;
    expect((await bridge.linking.begin({ tenantIds: few.map(idOf) })).ok).toBe(true);
    await expect(turnOf(page, first)).toBeVisible();
    // By the keys alone.
    await page.keyboard.press('n');
    await expect(turnOf(page, second)).toBeVisible();
    await expect.poll(async () => (await tenantOf(page, idOf(first)))?.session.phase).toBe('idle');
    await page.keyboard.press('b');
    await expect(turnOf(page, first)).toBeVisible();
    await page.keyboard.press('n');
    await expect(turnOf(page, second)).toBeVisible();
    await page.keyboard.press('p');
    await expect(page.getByRole('heading', { name: words('linking.paused.by-person') })).toBeVisible();
    await page.keyboard.press('p');
    await whatsapp.addPhone({ number: numberOf(1) }).scan(await readQr(turnOf(page, second), words));
    await expect(turnOf(page, third)).toBeVisible({ timeout: 15_000 });

    await page.reload();
    await expect(turnOf(page, third)).toBeVisible();
    const rejecting = whatsapp.misbehave({ at: 'scan', kind: 'reject' }, { times: 1 });
    await whatsapp.addPhone({ number: numberOf(2) }).scan(await readQr(turnOf(page, third), words));
    rejecting();
    await page.keyboard.press('n');
    await expect(turnOf(page, third)).toBeHidden();
    await page.keyboard.press('r');
    await expect(turnOf(page, first)).toBeVisible();
    expect((await tenantOf(page, idOf(second)))?.session.account?.maskedNumber).toMatch(new RegExp(`${maskedOf(1)}$`));
    await button(page, words('linking.end')).click();
    await expect(page.getByRole('heading', { level: 1, name: words('linking.title') })).toBeHidden();
  });
}

test('a link that falls in its probation comes back to the front with its cause', async () => {
  const { page, whatsapp } = station;
  const words = await speak(page, 'en');
  const few = names.slice(0, 4);
  for (const name of few) await bridgeOf(page).tenants.add({ tenantId: idOf(name), name });
  await bridgeOf(page).linking.begin({ tenantIds: few.map(idOf) });
  const [first = '', second = ''] = few;
  const phone = whatsapp.addPhone({ number: numberOf(0) });
  await expect(turnOf(page, first)).toBeVisible();
  await phone.scan(await readQr(turnOf(page, first), words));
  await expect(turnOf(page, second)).toBeVisible({ timeout: 15_000 });
  const rows = page.getByRole('region', { name: words('linking.queue') }).getByRole('listitem');
  await expect(rows.first()).toContainText(words('linking.state.accepted'));

  phone.unlink(phone.devices[0]?.jid ?? '');
  // The code on screen stays: somebody may be scanning it.
  await expect(turnOf(page, second)).toBeVisible();
  const cause = async () => (await tenantOf(page, idOf(first)))?.session.failure?.cause;
  await expect.poll(cause).toBeDefined();
  const why = words(`cause.${(await cause()) ?? 'unknown'}.title`);
  const fallen = rows.filter({ hasText: first });
  await expect(fallen).toContainText(`${words('linking.state.waiting')} · ${why}`);
  // The one whose turn it is, then the fallen one, before those that have not had theirs.
  await expect(rows.nth(0)).toContainText(second);
  await expect(rows.nth(1)).toContainText(first);
  await page.keyboard.press('n');
  await expect(turnOf(page, first)).toContainText(why);
});
