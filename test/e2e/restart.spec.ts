import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';

import { type Browser, type Page, chromium, expect, test } from '@playwright/test';

import { needsNoSandbox } from '../../scripts/system/sandbox.ts';
import { startTexts as say } from '../../shared/i18n/en/start.ts';
import { freePort } from './support/free-port.ts';
import { nowhere } from './support/launch.ts';
import { wordsOf } from './support/stops.ts';
import { button } from './support/ways.ts';

// Without Playwright's own launcher, which a program that starts itself again would wait for.
const program = createRequire(import.meta.url)('electron') as string;
const root = path.join(import.meta.dirname, '../..');
const english = wordsOf('en');

test.skip(process.platform !== 'linux', 'elsewhere every computer has a keyring, which a test must not fill');
test.setTimeout(240_000);

let userData: string;
let browser: Browser | undefined;
/** Of the program that runs now. */
let running: number | undefined;
test.beforeEach(async () => {
  userData = await mkdtemp(path.join(os.tmpdir(), 'pairing-console-'));
});
test.afterEach(async () => {
  if (running !== undefined) process.kill(running, 'SIGKILL');
  await rm(userData, { recursive: true, force: true, maxRetries: 20, retryDelay: 200 });
});

/** The program that listens there now: its process, and its first page with this title. */
async function connect(port: number, heading: string): Promise<{ pid: number; page: Page }> {
  await expect(async () => {
    browser = await chromium.connectOverCDP(`http://127.0.0.1:${port}`, { timeout: 5_000 });
  }).toPass({ timeout: 60_000 });
  if (browser === undefined) throw new Error('not connected');
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  const pid = processInfo.find(({ type }) => type === 'browser')?.id;
  if (pid === undefined) throw new Error('a browser has a process');
  running = pid;
  return { pid, page: await pageWith(heading) };
}

async function pageWith(heading: string): Promise<Page> {
  let found: Page | undefined;
  await expect(async () => {
    for (const page of browser?.contexts().flatMap((context) => context.pages()) ?? []) {
      if ((await page.getByText(heading).count()) > 0) found = page;
    }
    expect(found).toBeDefined();
  }).toPass({ timeout: 60_000 });
  if (found === undefined) throw new Error('no such page');
  return found;
}

test('a folder that was left open is sealed by a program that really starts itself again', async () => {
  const port = await freePort();
  const args = [root, `--remote-debugging-port=${port}`, '--password-store=basic'];
  const first = spawn(program, needsNoSandbox() ? ['--no-sandbox', ...args] : args, {
    stdio: 'ignore',
    env: { ...process.env, PAIRING_CONSOLE_USER_DATA: userData, WHATSAPP_URL: nowhere, DATA_IN_THE_CLEAR: '' },
  });
  const ended = new Promise((resolve) => first.once('exit', resolve));
  const asked = await connect(port, say['start.choose.title']);
  expect(asked.pid).toBe(first.pid);
  await button(asked.page, say['start.choose.open']).click();
  await button(asked.page, say['start.open.confirm']).click();
  const page = await pageWith(english('data.open.notice'));
  await button(page, english('data.open.seal')).first().click();
  await button(page.getByRole('alertdialog'), english('data.open.seal')).click();
  await ended;

  const again = await connect(port, say['start.choose.title']);
  expect(again.pid).not.toBe(first.pid);
  for (const label of ['start.passphrase.new', 'start.passphrase.again'] as const) {
    await again.page.getByLabel(say[label], { exact: true }).fill('four words that fit');
  }
  await button(again.page, say['start.choose.submit']).click();
  await pageWith(english('data.recovery.title'));
  const key = JSON.parse(await readFile(path.join(userData, 'data-key.json'), 'utf8')) as { state: string };
  expect(key.state).toBe('sealed');
});
