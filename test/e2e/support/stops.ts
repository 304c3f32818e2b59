import type { Page } from '@playwright/test';

import type { MessageKey } from '../../../shared/i18n/catalogue.ts';
import type { Language } from '../../../shared/i18n/languages.ts';
import { windowTextsOf } from '../../support/languages.ts';
import { dataStops } from './data-stops.ts';
import { everydayStops } from './everyday-stops.ts';
import { operatorStops } from './operator-stops.ts';
import { queueStops } from './queue-stops.ts';
import { updateStops } from './update-stops.ts';
import {
  type Open,
  type Words,
  button,
  onTenant,
  waitForCode,
  fillIn,
  showList,
  openLog,
  openSettings,
  scrollTo,
  openBridge,
  openWebhooks,
  openDiagnostics,
} from './ways.ts';
import { windowStops } from './window-stops.ts';

/** The window's own words, so that every page is reached in every language by the same steps. */
export function wordsOf(language: Language): Words {
  return (key) => windowTextsOf(language)[key];
}

/** One page or dialog of the window: which scene of the gallery it needs, and how to get there. */
export interface Stop {
  readonly name: string;
  readonly scene: string;
  readonly open?: Open;
}

const list = ['id,name,number', 'roses,"Rosie, flowers",+972 50-123 4567', 'roses,Twice,', 'con,שם,12', ',,5'].join(
  '\n',
);

const dialog = (page: Page) => page.getByRole('dialog').or(page.getByRole('alertdialog'));

/** A button's dialog. */
function asking(label: MessageKey): Open {
  return async (page, words) => {
    await button(page, words(label)).click();
    await dialog(page).waitFor();
  };
}

/** The newest entry of the log: in a dialog, or beside the table. */
const openEntry: Open = async (page, words) => {
  await openLog(page, words);
  await page.getByRole('rowheader').first().click();
  const facts = page.locator('dl').filter({ hasText: words('log.qr-shown') });
  await facts.waitFor();
};

const enlarge = asking('qr.enlarge');
const askPhone = asking('phone.ask');

/** Everything there is to see. */
export const stops: readonly Stop[] = [
  { name: 'welcome', scene: 'empty' },
  ...[
    'idle',
    'connecting',
    'awaiting-scan',
    'expired',
    'rescan',
    'passkey',
    'passkey-code',
    'pairing',
    'verifying',
    'probation',
    'stable',
  ].map((scene) => ({
    name: scene === 'stable' ? 'linked' : scene,
    scene,
    open: onTenant(),
  })),
  ...['settling', 'restricted', 'restricted-openly', 'code-finish-refused', 'dead-device', 'whatsapp-says'].map(
    (scene) => ({
      name: scene,
      scene,
      open: onTenant(),
    }),
  ),
  ...['code-typed', 'code-replaced'].map((scene) => ({ name: scene, scene, open: onTenant(waitForCode) })),
  {
    name: 'code-not-offered',
    scene: 'awaiting-scan',
    open: onTenant(async (page, words) => {
      await page.evaluate(`fake.refuse('session.requestCode', { code: 'code-unavailable', statusCode: 452 })`);
      await fillIn(page, words, '050-123 4567');
      await button(page, words('code.ask')).click();
      await page.getByRole('main').getByRole('alert').waitFor();
    }),
  },
  ...['scan-failed', 'reconnecting', 'stopped', 'replaced', 'storage'].map((scene) => ({
    name: `failed-${scene}`,
    scene,
    open: onTenant(),
  })),
  ...['same-number', 'copied-credentials'].map((scene) => ({ name: scene, scene, open: onTenant() })),
  {
    name: 'take-over',
    scene: 'replaced',
    open: onTenant(asking('action.take-over')),
  },
  {
    name: 'logout-unconfirmed',
    scene: 'logout-unconfirmed',
    open: onTenant(async (page, words) => {
      await button(page, words('action.disconnect')).click();
      await button(dialog(page), words('disconnect.submit')).click();
      await page.getByText(words('disconnect.unconfirmed')).waitFor();
    }),
  },
  ...['found-nothing', 'found-half-paired', 'found-recovered'].map((scene) => ({
    name: scene,
    scene,
    open: onTenant(),
  })),
  { name: 'wrong-number', scene: 'wrong-number', open: onTenant() },
  {
    name: 'wrong-number-accept',
    scene: 'wrong-number',
    open: onTenant(asking('wrong-number.accept')),
  },
  {
    name: 'expected-number',
    scene: 'wrong-number',
    open: onTenant(asking('tenant.expected')),
  },
  {
    name: 'passkey-refused',
    scene: 'passkey',
    open: onTenant(async (page, words) => {
      await page.evaluate(`fake.refuse('session.usePasskey', { code: 'passkey-not-allowed' })`);
      await button(page, words('passkey.continue')).click();
      await page.getByRole('alert').waitFor();
    }),
  },
  {
    name: 'passkey-running',
    scene: 'passkey',
    open: onTenant(async (page, words) => {
      await page.evaluate(`void fake.hold('session.usePasskey')`);
      await button(page, words('passkey.continue')).click();
      const card = page.getByRole('region', { name: words('passkey.title') });
      await card.getByText(words('passkey.running')).waitFor();
    }),
  },
  { name: 'busy', scene: 'many', open: showList },
  { name: 'notices', scene: 'notices' },
  {
    name: 'iphone-guide',
    scene: 'awaiting-scan',
    open: onTenant((page, words) => page.getByText(words('guide.iphone'), { exact: true }).first().click()),
  },
  {
    name: 'full-screen',
    scene: 'awaiting-scan',
    open: onTenant(enlarge),
  },
  { name: 'full-screen-failed', scene: 'scan-failed', open: onTenant(enlarge) },
  { name: 'full-screen-practice', scene: 'practice', open: enlarge },
  {
    name: 'full-screen-linked',
    scene: 'awaiting-scan',
    open: onTenant(async (page, words) => {
      await enlarge(page, words);
      await page.evaluate(`{
        const { tenants } = fake.state();
        const { session } = tenants.find(({ id }) => id === 'bakery-north');
        fake.change({ tenants: [{ ...tenants.find(({ id }) => id === 'flower-shop'), session }] });
      }`);
      await dialog(page).getByText(words('standing.stable.title'), { exact: true }).waitFor();
    }),
  },
  { name: 'code', scene: 'awaiting-code', open: onTenant(waitForCode) },
  { name: 'code-form', scene: 'awaiting-scan', open: onTenant((page, words) => fillIn(page, words, '050-123 4567')) },
  {
    name: 'code-refused',
    scene: 'awaiting-scan',
    open: onTenant(async (page, words) => {
      await page.evaluate(`fake.refuse('session.requestCode', { code: 'code-cooldown', until: Date.now() + 900000 })`);
      await fillIn(page, words, '+44 7700 900123');
      await button(page, words('code.ask')).click();
      await page.getByRole('main').getByRole('alert').waitFor();
    }),
  },
  {
    name: 'code-wrong-number',
    scene: 'awaiting-scan',
    open: onTenant(async (page, words) => {
      await fillIn(page, words, '050');
      await button(page, words('code.ask')).click();
    }),
  },
  {
    name: 'filter-menu',
    scene: 'many',
    open: async (page, words) => {
      await showList(page, words);
      await button(page, words('list.options')).click();
      await page.getByRole('menu').waitFor();
    },
  },
  {
    name: 'filtered',
    scene: 'many',
    open: async (page, words) => {
      await showList(page, words);
      await page.getByRole('searchbox').fill('number 99');
      await page.getByText(/^19 \P{Nd}+ 1\P{Nd}?000$/u).waitFor();
    },
  },
  {
    name: 'add',
    scene: 'awaiting-scan',
    open: async (page, words) => {
      await showList(page, words);
      await button(page, words('tenants.add')).click();
      await dialog(page).getByLabel(words('tenant.id')).fill('../x');
    },
  },
  {
    name: 'import',
    scene: 'awaiting-scan',
    open: async (page, words) => {
      await showList(page, words);
      await button(page, words('import.open')).click();
      await dialog(page).getByRole('textbox').fill(list);
      await dialog(page).getByRole('table').waitFor();
    },
  },
  {
    name: 'rename',
    scene: 'stable',
    open: onTenant(asking('tenant.rename')),
  },
  {
    name: 'remove',
    scene: 'stable',
    open: onTenant(asking('tenant.remove')),
  },
  {
    name: 'removed',
    scene: 'idle',
    open: onTenant(async (page, words) => {
      await button(page, words('tenant.remove')).click();
      await button(page, words('common.undo')).waitFor();
    }),
  },
  ...queueStops,
  ...dataStops,
  ...operatorStops,
  ...everydayStops,
  ...updateStops,
  ...windowStops,
  ...['claimed', 'silent-scan', 'explained'].map((scene) => ({ name: scene, scene, open: onTenant() })),
  { name: 'phone-question', scene: 'claimed', open: onTenant(askPhone) },
  {
    name: 'phone-question-iphone',
    scene: 'silent-scan',
    open: onTenant(async (page, words) => {
      await askPhone(page, words);
      await dialog(page).getByText(words('guide.iphone'), { exact: true }).click();
      await dialog(page).getByText(words('phone.screen.passkey')).click();
    }),
  },
  {
    name: 'phone-result',
    scene: 'silent-scan',
    open: onTenant(async (page, words) => {
      await askPhone(page, words);
      await dialog(page).getByText(words('phone.screen.check-connection')).click();
      await button(dialog(page), words('phone.submit')).click();
      await page.getByRole('dialog', { name: words('phone.result') }).waitFor();
    }),
  },
  { name: 'log', scene: 'log', open: openLog },
  {
    name: 'log-empty',
    scene: 'empty',
    open: async (page, words) => {
      await showList(page, words);
      await button(page, words('log.title')).click();
    },
  },
  {
    name: 'log-entry-explained',
    scene: 'explained',
    open: openEntry,
  },
  {
    name: 'log-table',
    scene: 'log',
    open: async (page, words) => {
      await openLog(page, words);
      await button(page, words('chart.as-table')).click();
    },
  },
  {
    name: 'log-entry',
    scene: 'log',
    open: openEntry,
  },
  { name: 'settings', scene: 'stable', open: openSettings },
  {
    name: 'version',
    scene: 'stable',
    open: async (page, words) => {
      await openSettings(page, words);
      const section = page.getByRole('region', { name: words('version.title') });
      const field = section.getByRole('textbox');
      await field.fill('2.3000.1034070000');
      await button(section, words('version.pin.apply')).click();
      await button(section, words('version.pin.clear')).waitFor();
      await field.fill('2.2413.51');
      await scrollTo(section, 'end');
    },
  },
  { name: 'check-never', scene: 'stable', open: openDiagnostics },
  ...['check-fine', 'check-offline', 'check-proxy', 'check-running'].map((scene) => ({
    name: scene,
    scene,
    open: openDiagnostics,
  })),
  ...['self-test-passed', 'self-test-failed'].map((scene) => ({
    name: scene,
    scene,
    open: async (page: Page, words: Words) => {
      await openDiagnostics(page, words);
      const section = page.getByRole('region', { name: words('self-test.title') });
      // As text: the tests' own types have no DOM.
      await section.evaluate("(element) => element.scrollIntoView({ block: 'start' })");
    },
  })),
  {
    name: 'bundle-saved',
    scene: 'self-test-passed',
    open: async (page, words) => {
      await openDiagnostics(page, words);
      await button(page, words('bundle.show')).scrollIntoViewIfNeeded();
    },
  },
  { name: 'bridge', scene: 'bridge', open: openBridge },
  { name: 'bridge-webhooks', scene: 'bridge', open: openWebhooks },
  {
    name: 'bridge-webhooks-wrong',
    scene: 'bridge-failed',
    open: async (page, words) => {
      await openWebhooks(page, words);
      await page.getByRole('textbox', { name: words('bridge.backend') }).fill('backend:8000');
    },
  },
  { name: 'bridge-fixed', scene: 'bridge-fixed', open: openBridge },
  { name: 'bridge-failed', scene: 'bridge-failed', open: openBridge },
  { name: 'bridge-locked', scene: 'bridge-locked', open: openBridge },
  {
    name: 'bridge-renew',
    scene: 'bridge',
    open: async (page, words) => {
      await openBridge(page, words);
      await button(page, words('bridge.secret.renew')).click();
      await dialog(page).waitFor();
    },
  },
  {
    name: 'licences',
    scene: 'stable',
    open: async (page, words) => {
      await openSettings(page, words);
      await button(page, words('licences.title')).click();
      await dialog(page).locator('summary').first().click();
    },
  },
  {
    name: 'shortcuts',
    scene: 'stable',
    open: async (page, words) => {
      await openSettings(page, words);
      await button(page, words('shortcuts.title')).click();
      await dialog(page).waitFor();
    },
  },
  {
    name: 'practice',
    scene: 'practice',
    open: (page) => page.getByRole('complementary').getByRole('switch').first().waitFor(),
  },
  { name: 'practice-passkey', scene: 'practice-passkey', open: onTenant() },
  { name: 'practice-welcome', scene: 'practice-empty' },
];
