import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import path from 'node:path';
import process from 'node:process';
import { text } from 'node:stream/consumers';

import { expect, test } from '@playwright/test';

import { freePort } from './support/free-port.ts';
import { useStation } from './support/station.ts';
import { inEachLanguage, someLanguages, speak } from './support/steps.ts';
import { wordsOf } from './support/stops.ts';
import { type Words, button, openSettings } from './support/ways.ts';
import { everythingWritten } from './support/written.ts';

const station = useStation();
const english = wordsOf('en');

const bridgeSection = (words: Words = english) => station.page.getByRole('region', { name: words('bridge.title') });
/** The switch and the address of the bridge. */
const serving = (words: Words = english) => bridgeSection(words).getByRole('status').first();
const flip = (words: Words = english) =>
  bridgeSection(words).getByText(words('bridge.enable'), { exact: true }).click();

function isListening(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port });
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

for (const language of someLanguages.otherWay) {
  test(`the bridge is off until it is switched on; the window then shows at once what the bridge starts, in ${language}`, async () => {
    const { app, page, userData } = await station.launch();
    const words = await speak(page, language);
    const port = await freePort();
    await openSettings(page, words);
    const section = bridgeSection(words);
    await section.getByLabel(words('bridge.port'), { exact: true }).fill(String(port));
    await section
      .getByRole('button', { name: words('bridge.apply') })
      .first()
      .click();
    expect(await isListening(port)).toBe(false);
    await flip(words);
    await expect(serving(words)).toContainText(`http://127.0.0.1:${port}`);
    await expect(section.getByText(words('bridge.secret.file'), { exact: false })).toBeVisible();

    await section.getByRole('button', { name: words('bridge.secret.copy') }).click();
    const readClipboard = () => app.evaluate(({ clipboard }) => clipboard.readText());
    await expect.poll(readClipboard).toMatch(/^[\w-]{43}$/);
    const secret = await readClipboard();
    const call = (route: string, given: string, method = 'GET') =>
      fetch(`http://127.0.0.1:${port}${route}`, { method, headers: { 'X-Internal-Secret': given } });

    expect((await call('/whatsapp/shop/start', secret, 'POST')).status).toBe(200);
    await expect(page.getByRole('option', { name: /shop/ })).toContainText(words('standing.awaiting-scan.label'));
    expect((await call('/whatsapp/shop/qr', 'wrong'.repeat(8))).status).toBe(401);
    await expect(section.getByRole('cell', { name: words('bridge.callers.refused') })).toBeVisible();

    await section.getByRole('button', { name: words('bridge.secret.renew') }).click();
    await page.getByRole('button', { name: words('bridge.renew.confirm') }).click();
    await expect(page.getByRole('alertdialog')).toBeHidden();
    expect((await call('/tenants', secret)).status).toBe(401);
    const copy = section.getByRole('button', { name: words('bridge.secret.copy') });
    await copy.or(section.getByRole('button', { name: words('common.copied') })).click();
    await expect.poll(readClipboard).not.toBe(secret);
    const renewed = await readClipboard();
    expect((await call('/tenants', renewed)).status).toBe(200);

    await flip(words);
    await expect(serving(words)).toHaveText(words('bridge.state.off'));
    expect(await isListening(port)).toBe(false);

    const written = await everythingWritten(userData);
    expect(written).toContain('the bridge serves');
    const shown = await page.evaluate('document.body.innerText');
    for (const text of [secret, renewed]) {
      expect(written).not.toContain(text);
      expect(shown).not.toContain(text);
    }
  });
}

test('the window names a port that is taken, and the bridge serves it once it is free', async () => {
  const taken = createServer();
  await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
  const address = taken.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const { page } = await station.launch();
  await openSettings(page, english);
  const section = bridgeSection();
  await section.getByLabel(english('bridge.port'), { exact: true }).fill(String(port));
  await section
    .getByRole('button', { name: english('bridge.apply') })
    .first()
    .click();
  await flip();
  await inEachLanguage(page, async (words) => {
    await expect(serving(words)).toHaveText(words('bridge.failed.in-use'));
  });
  await new Promise((resolve) => taken.close(resolve));
  await flip();
  await flip();
  await expect(serving()).toContainText(`http://127.0.0.1:${port}`);
});

test('the environment overrides the settings', async () => {
  const port = await freePort();
  const secret = 'a-secret-from-the-environment-0123456789';
  const backend = 'https://backend.example';
  const env = { INTERNAL_SECRET: secret, BRIDGE_PORT: String(port), BACKEND_URL: backend, INCOMING_MESSAGES: 'false' };
  const { page } = await station.launch({ env });
  await openSettings(page, english);
  await inEachLanguage(page, async (words) => {
    await expect(serving(words)).toContainText(`:${port}`);
    for (const name of [words('bridge.enable'), words('bridge.incoming')]) {
      await expect(bridgeSection(words).getByRole('switch', { name })).toBeDisabled();
    }
    await expect(bridgeSection(words)).toContainText(backend);
    await expect(bridgeSection(words)).toContainText(words('bridge.fixed'));
  });
  const answer = await fetch(`http://127.0.0.1:${port}/tenants`, { headers: { 'X-Internal-Secret': secret } });
  expect(answer.status).toBe(200);
});

test('a service refuses a data folder that the desktop program uses', async () => {
  const { page, userData } = await station.launch();
  await button(page, english('settings.title')).waitFor();
  const program = path.join(import.meta.dirname, '../../dist/service/service.js');
  const service = spawn(process.execPath, [program], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, DATA_DIR: userData, INTERNAL_SECRET: 'x'.repeat(32), BRIDGE_PORT: '0' },
  });
  const said = text(service.stderr);
  const [code] = (await once(service, 'exit')) as [number];
  expect(code).toBe(1);
  expect(await said).toMatch(/^Another program uses .+: process \d+, started at /);
});
