import { expect, test } from '@playwright/test';

import { freePort } from './support/free-port.ts';
import { useStation } from './support/station.ts';
import { addTenant, readQr, someLanguages, speak, standing } from './support/steps.ts';
import { wordsOf } from './support/stops.ts';

const right = '972501234567';
const wrong = '447700900123';
const secret = 'a-secret-from-the-environment-0123456789';

const station = useStation();
let port: number;
test.beforeEach(async () => {
  port = await freePort();
  await station.launch({ env: { INTERNAL_SECRET: secret, BRIDGE_PORT: String(port) } });
});

async function statusOverTheBridge(): Promise<Record<string, unknown>> {
  const headers = { 'X-Internal-Secret': secret };
  const answer = await fetch(`http://127.0.0.1:${port}/whatsapp/flowers/status`, { headers });
  return (await answer.json()) as Record<string, unknown>;
}

for (const language of someLanguages.oneWay) {
  const words = wordsOf(language);
  const panel = () => station.page.getByRole('region', { name: words('cause.wrong-number.title') });
  test.describe(`in ${language}`, () => {
    test.beforeEach(async () => {
      await speak(station.page, language);
      await addTenant(station.page, 'flowers', 'Flowers', words, '+972 50-123-4567');
    });

    test('another number is shown beside the expected one and called connected nowhere, until it is accepted', async () => {
      const { page, whatsapp } = station;
      await whatsapp.addPhone({ number: wrong }).scan(await readQr(page, words));
      await expect(standing(page)).toHaveText(words('standing.awaiting-acceptance.title'));
      await expect(panel().getByText('972•••••••67')).toHaveAttribute('dir', 'ltr');
      await expect(panel().getByText('447•••••••23')).toHaveAttribute('dir', 'ltr');
      await expect(page.getByRole('option', { name: /Flowers/ })).toContainText(
        words('standing.awaiting-acceptance.label'),
      );
      await expect(page.locator('[data-tone="proven"]')).toHaveCount(0);
      await expect(page.locator('body')).not.toContainText('7700900');
      expect(await statusOverTheBridge()).toMatchObject({
        connected: false,
        canSend: false,
        sessionState: 'connecting',
        wrongNumber: { expected: '972•••••••67', linked: '447•••••••23' },
      });

      await panel()
        .getByRole('button', { name: words('wrong-number.accept') })
        .click();
      await page
        .getByRole('alertdialog')
        .getByRole('button', { name: words('wrong-number.accept.submit') })
        .click();
      await expect(standing(page)).toHaveText(words('standing.probation.title'));
      await expect(panel()).toBeHidden();
      expect(await statusOverTheBridge()).toMatchObject({ connected: true, canSend: true });
    });

    test('another number is logged out with one press, and the right phone links', async () => {
      const { page, whatsapp } = station;
      const stranger = whatsapp.addPhone({ number: wrong });
      const first = await readQr(page, words);
      await stranger.scan(first);
      await panel()
        .getByRole('button', { name: words('wrong-number.refuse') })
        .click();
      await expect(standing(page)).toHaveText(words('standing.awaiting-scan.title'));
      expect(stranger.devices).toEqual([]);
      const second = await readQr(page, words);
      expect(second).not.toBe(first);
      await whatsapp.addPhone({ number: right }).scan(second);
      await expect(standing(page)).toHaveText(words('standing.probation.title'));
      expect(await statusOverTheBridge()).toMatchObject({ connected: true });
    });

    test('a link is no longer connected once another number is expected', async () => {
      const { page, whatsapp } = station;
      await whatsapp.addPhone({ number: right }).scan(await readQr(page, words));
      await expect(standing(page)).toHaveText(words('standing.probation.title'));
      await page.getByRole('button', { name: words('tenant.expected') }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByLabel(words('tenant.expected')).fill(`+${wrong}`);
      await dialog.getByRole('button', { name: words('tenant.expected.submit') }).click();
      await expect(standing(page)).toHaveText(words('standing.awaiting-acceptance.title'));
      expect(await statusOverTheBridge()).toMatchObject({ connected: false });
      await page.getByRole('button', { name: words('tenant.expected') }).click();
      await dialog.getByRole('button', { name: words('tenant.expected.clear') }).click();
      await expect(standing(page)).toHaveText(words('standing.probation.title'));
    });
  });
}
