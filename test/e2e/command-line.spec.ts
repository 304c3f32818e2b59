import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import { text } from 'node:stream/consumers';

import { expect, test } from '@playwright/test';

import manifest from '../../package.json' with { type: 'json' };
import { ensureElectron } from '../../scripts/runtime/electron.ts';
import { needsNoSandbox } from '../../scripts/system/sandbox.ts';
import { selfTestSteps } from '../../shared/self-test-rules.ts';
import { nowhere } from './support/launch.ts';
import { useStation } from './support/station.ts';

const root = path.join(import.meta.dirname, '../..');
const station = useStation();

/** Starts the built program with these options beside whatever runs; answers what it printed once it has ended. */
async function call(option: string, env: Record<string, string | undefined> = {}) {
  const { executable } = await ensureElectron(() => undefined);
  const switches = needsNoSandbox() ? ['--no-sandbox'] : [];
  const program = spawn(executable, [root, ...switches, option], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, PAIRING_CONSOLE_USER_DATA: station.userData, WHATSAPP_URL: station.whatsapp.url, ...env },
  });
  const ended = once(program, 'exit') as Promise<[number | null]>;
  const [printed, said] = await Promise.all([text(program.stdout), text(program.stderr)]);
  const [code] = await ended;
  return { code, lines: printed.trimEnd().split('\n'), said };
}

test('the version and the help are printed without a screen and without a folder', async () => {
  const blind = { DISPLAY: undefined, WAYLAND_DISPLAY: undefined };
  const { code, lines } = await call('--version', blind);
  expect({ code, lines }).toEqual({
    code: 0,
    lines: [expect.stringMatching(/^Pairing Console [\d.]+ \(Electron [\d.]+, Chromium [\d.]+, Node [\d.]+\)$/)],
  });
  expect(lines[0]).toContain(` ${manifest.version} `);
  const help = await call('--help', blind);
  expect(help.code).toBe(0);
  for (const option of ['--version', '--self-test', '--diagnose']) expect(help.lines.join()).toContain(option);
  expect(await readdir(station.userData)).toEqual([]);
});

test('the self-test and the checks run beside the open program, which stays as it is', async () => {
  const { page } = await station.launch();
  const selfTest = await call('--self-test');
  expect(selfTest.code).toBe(0);
  expect(selfTest.lines.map((line) => line.split(' ').slice(0, 2))).toEqual(
    selfTestSteps.map((step) => [step, 'passed']),
  );

  const fine = await call('--diagnose');
  expect(fine.code).toBe(0);
  expect(fine.lines.some((line) => /^websocket ok websocket-opened \d+ ms/.test(line))).toBe(true);
  const broken = await call('--diagnose', { WHATSAPP_URL: nowhere });
  expect(broken.code).toBe(1);
  expect(broken.lines.some((line) => /^tcp failed tcp-refused \d+ ms$/.test(line))).toBe(true);
  await expect(page.getByRole('main')).toBeVisible();
});

test('a variable that cannot be used is named, and no window asks for a press', async () => {
  const { code, said } = await call('--diagnose', { BRIDGE_PORT: 'planted' });
  expect(code).toBe(2);
  expect(said).toContain('BRIDGE_PORT');
  expect(said).not.toContain('planted');
});
