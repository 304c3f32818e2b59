import { expect, test } from '@playwright/test';

import type { MessageKey } from '../../shared/i18n/catalogue.ts';
import { advanceClock, bridgeOf, showCode, untilPhase } from './support/bridge.ts';
import { useStation } from './support/station.ts';
import { inEachLanguage } from './support/steps.ts';
import { wordsOf } from './support/stops.ts';
import { button, openLog } from './support/ways.ts';

const station = useStation();
test.beforeEach(() => station.launch());

const days = 86_400_000;

test('the failure log is filtered by tenant, cause and time, counted, opened and copied', async () => {
  const { page, app, whatsapp } = station;
  const bridge = bridgeOf(page);
  const recorded = async (): Promise<number> => {
    const entries = await bridge.journal.list({ limit: 10 });
    return entries.ok ? entries.value.length : 0;
  };

  // Ten days ago a scan of one tenant failed; today the link of another was withdrawn.
  await advanceClock(app, -10 * days);
  whatsapp.misbehave({ at: 'scan', kind: 'forged-seal' }, { times: 1 });
  const { tenantId, code } = await showCode(page, 'roses');
  await whatsapp.addPhone({ number: '972501234567' }).scan(code);
  await expect.poll(recorded).toBe(1);
  await bridge.session.disconnect({ tenantId });
  await advanceClock(app, 10 * days);
  const phone = whatsapp.addPhone({ number: '972507654321' });
  await phone.scan((await showCode(page, 'lilies')).code);
  await untilPhase(page, 'lilies', 'connected');
  phone.unlink(phone.devices[0]?.jid ?? '');
  await expect.poll(recorded).toBe(2);

  await openLog(page, wordsOf('en'));
  await inEachLanguage(page, async (words) => {
    const causes = { old: words('cause.scan-not-matching.title'), today: words('cause.device-removed.title') };
    const rows = page.getByRole('rowheader');
    const pick = async (filter: 'log.tenant' | 'log.cause', option: string): Promise<void> => {
      await page
        .getByRole('main')
        .getByRole('button', { name: words(filter) })
        .click();
      await page.getByRole('dialog').getByRole('option', { name: option, exact: true }).click();
    };
    const range = (name: MessageKey) => page.getByText(words(name), { exact: true }).click();
    await expect(rows).toHaveText([causes.today, causes.old]);

    await pick('log.tenant', 'Shop roses');
    await expect(rows).toHaveText([causes.old]);
    await pick('log.tenant', words('log.all-tenants'));
    await pick('log.cause', causes.today);
    await expect(rows).toHaveText([causes.today]);
    await button(page, words('list.clear')).click();
    await expect(rows).toHaveCount(2);
    await range('log.range.week');
    await expect(rows).toHaveText([causes.today]);
    await pick('log.tenant', 'Shop roses');
    await expect(page.getByText(words('log.none-match'))).toBeVisible();
    await button(page, words('list.clear')).click();
    await range('log.range.month');
    await expect(rows).toHaveCount(2);
    await range('log.range.all');

    const chart = page.getByRole('region', { name: words('chart.title') });
    await expect(chart.getByRole('img')).toHaveAccessibleName(/2/);
    await expect(chart.getByRole('listitem').filter({ hasText: words('chart.kind.scan') })).toContainText('1');
    await button(chart, words('chart.as-table')).click();
    const table = page.getByRole('region', { name: words('chart.table') });
    await expect(table.getByRole('columnheader').first()).toHaveText(words('log.time'));
    await expect(table.getByRole('rowheader')).toHaveCount(2);
    await button(chart, words('chart.as-chart')).click();
    await expect(chart.getByRole('img')).toBeVisible();

    await rows.filter({ hasText: causes.old }).click();
    const entry = page.getByRole('dialog', { name: words('log.entry.title') });
    await expect(entry).toContainText('Shop roses');
    await expect(entry.getByRole('region', { name: causes.old })).toContainText(words('cause.scan-not-matching.step'));
    await expect(entry.getByRole('region', { name: words('evidence.title') })).toBeVisible();
    await button(entry, words('common.copy')).click();
    await expect(button(entry, words('common.copied'))).toBeVisible();
    const copied = await app.evaluate(({ clipboard }) => clipboard.readText());
    for (const part of ['Shop roses', causes.old, 'scan-not-matching']) expect(copied).toContain(part);
    expect(copied).not.toContain('501234567');
    await page.keyboard.press('Escape');
    await expect(page.getByRole('grid')).toBeFocused();
  });

  const words = wordsOf('en');
  await page.keyboard.press('Enter');
  await button(page.getByRole('dialog'), words('log.show-tenant')).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Shop lilies');
});
