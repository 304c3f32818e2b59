import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { promisify } from 'node:util';

import { chromium, expect, test } from '@playwright/test';

import manifest from '../../package.json' with { type: 'json' };
import { ensureElectron } from '../../scripts/runtime/electron.ts';
import { needsNoSandbox } from '../../scripts/system/sandbox.ts';
import { selfTestSteps } from '../../shared/self-test-rules.ts';
import type { SelfTest } from '../../shared/self-test.ts';
import { nowhere } from './support/launch.ts';

const root = path.join(import.meta.dirname, '../..');
const executable = path.join(root, 'out/linux-unpacked/pairing-console');

test.describe('the packed program', () => {
  test.skip(process.platform !== 'linux', 'the folder and the program have other names there');
  let program: ChildProcess | undefined;

  test.beforeAll(async () => {
    test.setTimeout(180_000);
    const runtime = await ensureElectron(() => undefined);
    const named = runtime.isFallback ? ['--with-old-electron', runtime.version] : [];
    await promisify(execFile)(process.execPath, ['--import', 'tsx', 'scripts/package.ts', ...named], { cwd: root });
  });

  test.afterEach(async () => {
    if (program?.exitCode !== null || !program.kill()) return;
    await once(program, 'exit');
  });

  test('has a bill of what is inside beside it, the sources too, and checksums of every file', async () => {
    const out = path.join(root, 'out');
    await promisify(execFile)('sha256sum', ['--check', '--quiet', 'SHA256SUMS'], { cwd: out });
    const listed = await readFile(path.join(out, 'SHA256SUMS'), 'utf8');
    const stem = `pairing-console-${manifest.version}`;
    for (const file of ['linux-unpacked/resources/app.asar', `${stem}-source.tar.gz`]) expect(listed).toContain(file);
    for (const [artefact, inside, outside] of [
      ['desktop', ['electron', 'react', '@whiskeysockets/baileys'], 'electron-builder'],
      ['sources', ['react', 'electron-builder'], 'left-pad'],
    ] as const) {
      const file = `${stem}-${artefact}.cdx.json`;
      expect(listed).toContain(file);
      const bill = JSON.parse(await readFile(path.join(out, file), 'utf8')) as { components: { name: string }[] };
      const names = bill.components.map(({ name }) => name);
      expect(names).toEqual(expect.arrayContaining([...inside]));
      expect(names).not.toContain(outside);
    }
  });

  // its fuses refuse Node's inspector, so it is driven like a browser
  test('opens its window from app://', async () => {
    const userData = test.info().outputPath('user-data');
    // Else its first start asks for a passphrase; a packed program takes no variable for it.
    await mkdir(userData, { recursive: true });
    await writeFile(path.join(userData, 'settings.json'), JSON.stringify({ dataLeftOpen: true }));
    const switches = ['--remote-debugging-port=0', `--user-data-dir=${userData}`];
    if (needsNoSandbox()) switches.push('--no-sandbox');
    const started = spawn(executable, switches, {
      stdio: ['ignore', 'ignore', 'pipe'],
      env: { ...process.env, PAIRING_CONSOLE_USER_DATA: userData, WHATSAPP_URL: nowhere },
    });
    program = started;

    const browser = await chromium.connectOverCDP(await debuggerAddress(started.stderr));
    const [context] = browser.contexts();
    if (!context) throw new Error('the program has no browser context');
    const page = context.pages()[0] ?? (await context.waitForEvent('page'));
    await expect(page.locator('#root > *').first()).toBeVisible();
    expect(page.url()).toMatch(/^app:\/\//);
    // Staff must not link customers' phones with a program that was started like this.
    await expect(page.getByText('This program was started for a test.')).toBeVisible();
    await expect(page.getByText('Another program can control this window.')).toBeVisible();
    await page.screenshot({ path: test.info().outputPath('started-for-a-test.png') });

    // The package holds everything for the self-test, the loopback included.
    await page.evaluate('pairingConsole.diagnostics.testProgram()');
    const selfTest = () =>
      page.evaluate<SelfTest | undefined>('pairingConsole.diagnostics.state().then(({ value }) => value.selfTest)');
    await expect.poll(async () => (await selfTest())?.endedAt, { timeout: 20_000 }).toEqual(expect.any(Number));
    const outcomes = (await selfTest())?.results.map(({ step, outcome }) => [step, outcome]);
    expect(outcomes).toEqual(selfTestSteps.map((step) => [step, 'passed']));
  });
});

async function debuggerAddress(output: Readable): Promise<string> {
  let said = '';
  for await (const line of createInterface({ input: output })) {
    said += `${line}\n`;
    const address = /^DevTools listening on (ws:\/\/\S+)$/.exec(line)?.[1];
    if (address !== undefined) return address;
  }
  throw new Error(`the program ended before it could be driven:\n${said}`);
}
