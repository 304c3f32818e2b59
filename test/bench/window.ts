import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';

import { type Page, chromium } from '@playwright/test';
import { build } from 'vite';
import { z } from 'zod';

import { buildIfStale } from '../../scripts/build.js';
import { prepareElectron, say } from '../../scripts/launch.ts';
import { hasDisplay, startVirtualDisplay } from '../../scripts/system/display.ts';
import { needsNoSandbox } from '../../scripts/system/sandbox.ts';
import { launchConsole } from '../e2e/support/launch.ts';

const root = join(import.meta.dirname, '../..');
/** A program that takes longer has hung, in ms. */
const timeoutMs = 60_000;
const phaseDelaysSchema = z.object({ delays: z.array(z.number()), unseen: z.number() });

/** All in ms. */
export interface WindowFigures {
  readonly electron: string;
  /** From the start of the program, with one tenant that is to come back, until its code is painted, where seen. */
  readonly starts: readonly number[];
  /** From the click on "Show a QR code" until it is painted. */
  readonly clicks: readonly number[];
  /** From a session's new phase in the main process until it is painted. */
  readonly phases: readonly number[];
  /** Phases that were over before the window drew them. */
  readonly unseenPhases: number;
}

/** Measures the built program in a real Electron window, on a virtual screen where there is none. */
export async function measureWindow(options: {
  readonly whatsappUrl: string;
  readonly starts: number;
  readonly clicks: number;
}): Promise<WindowFigures> {
  const electron = await prepareElectron();
  process.env.ELECTRON_OVERRIDE_DIST_PATH = electron.dist;
  await buildIfStale(say);
  const display = hasDisplay() ? undefined : await startVirtualDisplay(say);
  Object.assign(process.env, display?.env);
  const probe = await buildProbe();
  try {
    const starts: number[] = [];
    for (let count = 0; count < options.starts; count += 1) {
      const ms = await startToCode(electron.executable, probe, options.whatsappUrl);
      if (ms !== undefined) starts.push(ms);
    }
    return { electron: electron.description, starts, ...(await commandsToPaint(probe, options)) };
  } finally {
    display?.close();
  }
}

/** A script that leaves `paintProbe` in the page. */
async function buildProbe(): Promise<string> {
  const entry = join(root, 'test/renderer/bench/paint-probe.ts');
  const built = await build({
    configFile: false,
    logLevel: 'error',
    build: { lib: { entry, formats: ['iife'], name: 'paintProbe' }, write: false, minify: false },
  });
  const [output] = z.array(z.object({ output: z.tuple([z.looseObject({ code: z.string() })]) })).parse(built);
  return output?.output[0].code ?? '';
}

/**
 * Without Playwright's own launcher, which holds the program back until it is connected. `undefined`: the code was there
 * before it could be waited for.
 */
async function startToCode(executable: string, probe: string, whatsappUrl: string): Promise<number | undefined> {
  const userData = await userDataWithTenant(true);
  const switches = ['--remote-debugging-port=0', ...(needsNoSandbox() ? ['--no-sandbox'] : [])];
  const begun = Date.now();
  const program = spawn(executable, [...switches, root], {
    stdio: ['ignore', 'ignore', 'pipe'],
    timeout: timeoutMs,
    killSignal: 'SIGKILL',
    env: { ...process.env, PAIRING_CONSOLE_USER_DATA: userData, WHATSAPP_URL: whatsappUrl, DATA_IN_THE_CLEAR: 'yes' },
  });
  const ended = once(program, 'exit');
  try {
    const browser = await chromium.connectOverCDP(await debuggerAddress(program.stderr));
    const [context] = browser.contexts();
    const page = context?.pages()[0] ?? (await context?.waitForEvent('page'));
    if (page === undefined) throw new Error('the program has no window');
    await page.waitForURL(/^app:/);
    await page.evaluate(probe);
    if (z.boolean().parse(await page.evaluate('paintProbe.codeIsShown()'))) return undefined;
    return z.number().parse(await page.evaluate('paintProbe.codePainted()')) - begun;
  } finally {
    // What it would still write is thrown away.
    program.kill('SIGKILL');
    await ended;
    // Its helper processes live a moment longer, and write.
    await rm(userData, { recursive: true, force: true, maxRetries: 10 });
  }
}

async function commandsToPaint(probe: string, { whatsappUrl, clicks: count }: Parameters<typeof measureWindow>[0]) {
  const userData = await userDataWithTenant(false);
  const { app, page, close } = await launchConsole({ userData, whatsappUrl });
  const limit = setTimeout(() => app.process().kill('SIGKILL'), timeoutMs);
  const start = page.getByRole('button', { name: 'Show a QR code' });
  await start.waitFor();
  await page.evaluate(probe);
  await page.evaluate('paintProbe.watchPhases()');
  const clicks: number[] = [];
  for (let click = 0; click < count; click += 1) {
    clicks.push(await clickToCode(page));
    await page.getByRole('button', { name: 'Stop' }).click();
    await start.waitFor();
  }
  const { delays: phases, unseen: unseenPhases } = phaseDelaysSchema.parse(
    await page.evaluate('paintProbe.phaseDelays()'),
  );
  clearTimeout(limit);
  await close();
  await rm(userData, { recursive: true, force: true });
  return { clicks, phases, unseenPhases };
}

async function clickToCode(page: Page): Promise<number> {
  const painted = page.evaluate('paintProbe.clickToCode()');
  await page.getByRole('button', { name: 'Show a QR code' }).click();
  return z.number().parse(await painted);
}

async function userDataWithTenant(running: boolean): Promise<string> {
  const userData = await mkdtemp(join(tmpdir(), 'pairing-bench-'));
  const folder = join(userData, 'storage', 'whatsapp', 'shop');
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'tenant.json'), JSON.stringify({ name: 'Shop', addedAt: Date.now(), running }));
  return userData;
}

/** Goes on reading afterwards: a program with a closed output pipe ends at a write. */
function debuggerAddress(output: Readable): Promise<string> {
  return new Promise((resolve, reject) => {
    const lines = createInterface({ input: output });
    lines.on('line', (line) => {
      const address = /^DevTools listening on (ws:\/\/\S+)$/.exec(line)?.[1];
      if (address !== undefined) resolve(address);
    });
    lines.once('close', () => {
      reject(new Error('the program ended before it could be watched'));
    });
  });
}
