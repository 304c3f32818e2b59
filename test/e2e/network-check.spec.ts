import { type Page, expect, test } from '@playwright/test';

import type { MessageKey } from '../../shared/i18n/catalogue.ts';
import type { Language } from '../../shared/i18n/languages.ts';
import { createAuthority } from '../support/certificates.ts';
import { type TestProxy, answeringProxy, interceptingProxy, page as webPage, realProxy } from '../support/proxies.ts';
import type { LaunchOptions } from './support/launch.ts';
import { askForWhatsApp, usePac } from './support/pac.ts';
import { useStation } from './support/station.ts';
import { speak, stem } from './support/steps.ts';

const station = useStation();
const behind = usePac();
const languages: readonly Language[] = ['en', 'he'];

/** Checks the workstation in each language. The text of every result is in the window; a picture is kept of it. */
async function check(page: Page, name: string, found: readonly MessageKey[]): Promise<void> {
  // The window may ask for the proxy's login at any moment, and everything behind that dialog cannot be pressed.
  await page.addLocatorHandler(page.getByRole('dialog'), () => page.keyboard.press('Escape'));
  for (const language of languages) {
    const words = await speak(page, language);
    await page
      .getByRole('button', { name: words('diagnostics.title') })
      .first()
      .click();
    const section = page.getByRole('region', { name: words('preflight.title') });
    const run = section.getByRole('button', { name: words('preflight.run') });
    await run.or(section.getByRole('button', { name: words('preflight.again') })).click();
    await expect(section.getByRole('status')).toContainText(/./, { timeout: 12_000 });
    await expect(section.getByRole('progressbar')).toBeHidden({ timeout: 12_000 });
    await page.screenshot({ path: `test-output/screenshots/diagnostics/check-${name}-${language}.png` });
    for (const key of found) await expect(section).toContainText(stem(words, key));
  }
}

/** A console that follows a PAC file with this proxy in it, on its way to WhatsApp's own address. */
async function onTheWay(made: Promise<TestProxy>, more: LaunchOptions = {}): Promise<Page> {
  const { args } = await behind(made);
  const { page } = await station.launch({ args, whatsappUrl: '', ...more });
  return page;
}

test('the check names the proxy that a link goes through, and walks on behind it', async () => {
  const { args } = await behind(realProxy());
  const { app, page } = await station.launch({ args });
  await askForWhatsApp(app, new URL(station.whatsapp.url).port);
  await check(page, 'proxied', ['finding.route-system', 'finding.tcp-tunnel', 'finding.websocket-opened']);
});

test('the check names who reads along', async () => {
  const reader = interceptingProxy(createAuthority('Office Proxy CA', 'Office IT'), 'web.whatsapp.com');
  await check(await onTheWay(reader), 'intercepted', ['finding.tls-intercepted', 'finding.tls-intercepted.advice']);
});

test.describe('the check names the proxy that does not serve, and says what to do:', () => {
  const no = (answer: string) => answeringProxy(`HTTP/1.1 ${answer}\r\nContent-Length: 0\r\n\r\n`);
  const cases: readonly (readonly [string, () => Promise<TestProxy>, MessageKey])[] = [
    ['proxy-refused', () => no('403 Forbidden'), 'finding.proxy-refused'],
    ['proxy-sign-in', () => no('407 Sign in\r\nProxy-Authenticate: Basic realm="x"'), 'finding.proxy-sign-in'],
    ['proxy-windows', () => no('407 Sign in\r\nProxy-Authenticate: NTLM'), 'finding.proxy-sign-in-unsupported'],
    ['proxy-page', () => answeringProxy(webPage()), 'finding.proxy-page'],
  ];
  for (const [name, make, key] of cases) {
    test(name, async () => check(await onTheWay(make()), name, [key, `${key}.advice` as MessageKey]));
  }
});
