import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { z } from 'zod';

import { buildIfStale } from '../../scripts/build.js';
import { prepareElectron, say } from '../../scripts/launch.ts';
import { hasDisplay, startVirtualDisplay } from '../../scripts/system/display.ts';
import type { Cause } from '../../shared/causes.ts';
import { launchConsole } from '../e2e/support/launch.ts';
import { percentile } from './table.ts';

/** `npm run bench:log`: the failure log with as many entries as it keeps, in the built program. */

const entryCount = 10_000;
const causes: readonly Cause[] = ['qr-expired', 'silent-scan', 'connection-lost', 'dns-failed', 'device-removed'];
const typed = 'dns tenant-7';

/** The window's side. As text: the benchmark's own types have no DOM. */
const probe = `globalThis.logProbe = {
  delays: [],
  frame: () => new Promise(requestAnimationFrame),
  watchKeys() {
    addEventListener('input', () => {
      const begun = performance.now();
      void this.frame().then(() => this.frame()).then((now) => this.delays.push(now - begun));
    }, true);
  },
  async scroll(ms) {
    const grid = document.querySelector('[role=grid]');
    const farthest = grid.scrollHeight - grid.clientHeight;
    let [frames, dropped] = [0, 0];
    const begun = await this.frame();
    for (let last = begun; last - begun < ms;) {
      const way = ((last - begun) / ms) * 2;
      grid.scrollTop = farthest * 0.25 * (way < 1 ? way : 2 - way);
      const now = await this.frame();
      frames += 1;
      dropped += Math.max(0, Math.round((now - last) / (1000 / 60)) - 1);
      last = now;
    }
    return { frames, dropped, farthest };
  },
}`;

function lines(now: number): string {
  const entry = (index: number) => ({
    id: (now * 1000 + index).toString(36).padStart(11, '0'),
    tenantId: `tenant-${index % 40}`,
    failure: {
      at: now - (entryCount - index) * 600_000,
      cause: causes[index % causes.length],
      confidence: 'certain',
      credentials: 'kept',
      retry: 'reconnect',
    },
    phase: 'reconnecting',
    evidence: {},
    qrShown: false,
  });
  return Array.from({ length: entryCount }, (_, index) => `${JSON.stringify(entry(index))}\n`).join('');
}

function row(what: string, figure: string, target: string): void {
  console.log(`${what.padEnd(56)}${figure.padStart(8)}${target === '' ? '' : `   target ${target}`}`);
}

const electron = await prepareElectron();
process.env.ELECTRON_OVERRIDE_DIST_PATH = electron.dist;
await buildIfStale(say);
const display = hasDisplay() ? undefined : await startVirtualDisplay(say);
Object.assign(process.env, display?.env);
const userData = await mkdtemp(join(tmpdir(), 'pairing-bench-'));
try {
  await mkdir(join(userData, 'journal'));
  await writeFile(join(userData, 'journal/scan-failures.jsonl'), lines(Date.now()));
  const { page, close } = await launchConsole({ userData });
  await page.evaluate(probe);
  const opened = performance.now();
  await page.getByRole('button', { name: /log/i }).click();
  await page.getByRole('rowheader').first().waitFor();
  const shownMs = performance.now() - opened;
  const { frames, dropped, farthest } = z
    .object({ frames: z.number(), dropped: z.number(), farthest: z.number() })
    .parse(await page.evaluate('logProbe.scroll(4000)'));
  if (farthest < 100_000) throw new Error('the log is too short to tell');
  const field = page.getByRole('main').getByRole('searchbox');
  await field.focus();
  await page.evaluate('logProbe.watchKeys()');
  await page.keyboard.type(typed, { delay: 150 });
  for (const key of Array.from(typed, () => 'Backspace')) await page.keyboard.press(key, { delay: 150 });
  const delays = z.array(z.number()).parse(await page.evaluate('logProbe.delays'));
  await close();

  console.log(`\nThe failure log with ${entryCount} entries, ${electron.description}`);
  row('press to first row, ms', shownMs.toFixed(0), '');
  row(`frames dropped in four seconds of scrolling, of ${frames}`, String(dropped), '0');
  row(
    `key to the frame that shows what matches, ms, median of ${delays.length}`,
    percentile(delays, 50).toFixed(0),
    '',
  );
  row('the same, 95th percentile', percentile(delays, 95).toFixed(0), '50 or less');
} finally {
  await rm(userData, { recursive: true, force: true, maxRetries: 10 });
  display?.close();
}
