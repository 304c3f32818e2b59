import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { setPriority, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';

import { build } from 'vite';
import { z } from 'zod';

import { createLoopbackWhatsApp } from '../../electron/loopback/endpoint.ts';
import { buildIfStale } from '../../scripts/build.js';
import { prepareElectron, say } from '../../scripts/launch.ts';
import { hasDisplay, startVirtualDisplay } from '../../scripts/system/display.ts';
import { launchConsole } from '../e2e/support/launch.ts';
import { percentile } from './table.ts';

/**
 * `npm run bench:window [-- --minutes 5]`: the window with a thousand tenants, in the built program, and the size of its
 * first script. `--minutes` instead looks at the wall of nine codes while tenants change, twice for so long: while nobody touches
 * it, and while the list beside it is scrolled and searched.
 */

type Page = Awaited<ReturnType<typeof launchConsole>>['page'];

const root = join(import.meta.dirname, '../..');
const tenantCount = 1000;
/** Each start changes its tenant once or more until its code is on screen. */
const startsPerSecond = 60;
const starts = 600;
/** So many changes a second come to the window while the wall is looked at, by starts and stops. */
const changesPerSecond = 60;
const { values } = parseArgs({ options: { minutes: { type: 'string' } } });
const changesSchema = z.object({ delays: z.array(z.number()), changes: z.number() });
const framesSchema = z.object({ frames: z.number(), dropped: z.number(), late: z.number().default(0) });

const electron = await prepareElectron();
process.env.ELECTRON_OVERRIDE_DIST_PATH = electron.dist;
await buildIfStale(say);
const display = hasDisplay() ? undefined : await startVirtualDisplay(say);
Object.assign(process.env, display?.env);
// WhatsApp is another computer's work: it gives way to the window.
setPriority(10);
const whatsapp = await createLoopbackWhatsApp();
const userData = await userDataWithTenants();
try {
  const { page, close } = await launchConsole({ userData, whatsappUrl: whatsapp.url });
  try {
    await page.getByRole('option').first().waitFor();
    await page.evaluate(await buildProbe());
    if (values.minutes !== undefined) await lookAtTheWall(page, Number(values.minutes));
    else await lookAround(page);
  } finally {
    // First of all: the endpoint waits for its connections to end.
    await close();
  }
} finally {
  await whatsapp.close();
  await rm(userData, { recursive: true, force: true, maxRetries: 10 });
  display?.close();
}

async function lookAround(page: Page): Promise<void> {
  const still = await scroll(page);
  const filtered = framesSchema.parse(await page.evaluate('crowdProbe.filterList(10)'));
  await page.evaluate(`crowdProbe.showWall(${starts}, ${tenantCount - starts})`);
  const walled = await scroll(page);
  const typed = framesSchema.parse(await page.evaluate('crowdProbe.filterList(10)'));
  await page.evaluate('crowdProbe.endWall()');
  await page.evaluate('crowdProbe.watchChanges()');
  const begun = performance.now();
  await page.evaluate(`crowdProbe.startTenants(${starts}, ${1000 / startsPerSecond})`);
  const seconds = (performance.now() - begun) / 1000;
  const { delays, changes } = changesSchema.parse(await page.evaluate('crowdProbe.changesSeen()'));
  const busy = await scroll(page);

  console.log(`\nThe window with ${tenantCount} tenants, ${electron.description}`);
  row('tenants that changed, a second', (changes / seconds).toFixed(0), '50');
  row(`phase in main to painted, ms, median of ${delays.length}`, percentile(delays, 50).toFixed(0), '');
  row('the same, 95th percentile', percentile(delays, 95).toFixed(0), '100 or less');
  row(`frames dropped while scrolling, of ${still.frames}`, String(still.dropped), '0');
  row(`the same while filtering, of ${filtered.frames}`, String(filtered.dropped), '0');
  row(`scrolling among ${starts} live codes, of ${busy.frames}`, String(busy.dropped), '');
  const { raw, zipped } = await initialScript();
  row(`scrolling beside a wall of nine codes, of ${walled.frames}`, String(walled.dropped), '0');
  row(`filtering beside it, of ${typed.frames}`, String(typed.dropped), '0');
  row('script the first page loads, kB', (raw / 1000).toFixed(0), '');
  row('the same, as gzip', (zipped / 1000).toFixed(0), '');
}

async function lookAtTheWall(page: Page, minutes: number): Promise<void> {
  await page.evaluate(`crowdProbe.showWall(${starts}, ${tenantCount - starts})`);
  await page.evaluate('crowdProbe.watchChanges()');
  await page.evaluate(`crowdProbe.keepChanging(${starts}, ${changesPerSecond})`);
  console.log(
    `\nThe wall of nine codes among ${tenantCount} tenants, ${minutes} minutes each, ${electron.description}`,
  );
  const lookOn = async () => framesSchema.parse(await page.evaluate('crowdProbe.lookOn(5000)'));
  const search = async () => framesSchema.parse(await page.evaluate('crowdProbe.filterList(5)'));
  await lookFor(page, minutes, 'while nobody touches it', [lookOn]);
  await lookFor(page, minutes, 'while the list is scrolled and searched', [() => scroll(page), search]);
  await page.evaluate('crowdProbe.changeNoMore()');
}

async function lookFor(
  page: Page,
  minutes: number,
  how: string,
  acts: readonly (() => Promise<z.infer<typeof framesSchema>>)[],
): Promise<void> {
  const before = changesSchema.parse(await page.evaluate('crowdProbe.changesSeen()'));
  const begun = performance.now();
  const seconds = () => (performance.now() - begun) / 1000;
  let [frames, dropped, late] = [0, 0, 0];
  while (seconds() < minutes * 60) {
    for (const act of acts) {
      const seen = await act();
      frames += seen.frames;
      dropped += seen.dropped;
      late = Math.max(late, seen.late);
    }
  }
  const took = seconds();
  const after = changesSchema.parse(await page.evaluate('crowdProbe.changesSeen()'));
  console.log(`${how}:`);
  row('tenants that changed, a second', ((after.changes - before.changes) / took).toFixed(0), String(changesPerSecond));
  const painted = percentile(after.delays.slice(before.delays.length), 95).toFixed(0);
  row('phase in main to painted, ms, 95th percentile', painted, '100 or less');
  row(`frames dropped, of ${frames}`, String(dropped), '0');
  if (acts.length > 1) row('frames from a letter of a search to its list, at most', String(6 + late), '6');
}

function row(what: string, figure: string, target: string): void {
  console.log(`${what.padEnd(52)}${figure.padStart(8)}${target === '' ? '' : `   target ${target}`}`);
}

async function scroll(page: Page) {
  return framesSchema.parse(await page.evaluate('crowdProbe.scrollList(4000)'));
}

async function userDataWithTenants(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'pairing-bench-'));
  for (let index = 0; index < tenantCount; index += 1) {
    const own = join(folder, 'storage', 'whatsapp', `tenant-${index}`);
    await mkdir(own, { recursive: true });
    await writeFile(
      join(own, 'tenant.json'),
      JSON.stringify({ name: `Tenant ${index}`, addedAt: index, running: false }),
    );
  }
  return folder;
}

/** A script that leaves `crowdProbe` in the page. */
async function buildProbe(): Promise<string> {
  const entry = join(root, 'test/renderer/bench/crowd-probe.ts');
  const built = await build({
    configFile: false,
    logLevel: 'error',
    build: { lib: { entry, formats: ['iife'], name: 'crowdProbe' }, write: false, minify: false },
  });
  const [output] = z.array(z.object({ output: z.tuple([z.looseObject({ code: z.string() })]) })).parse(built);
  return output?.output[0].code ?? '';
}

/** Bytes of the script and of everything it loads before the first paint. */
async function initialScript(): Promise<{ raw: number; zipped: number }> {
  const page = join(root, 'dist/renderer');
  const html = await readFile(join(page, 'index.html'), 'utf8');
  const files = Array.from(html.matchAll(/(?:src|href)="\.\/(assets\/[^"]+\.js)"/g), ([, file = '']) => file);
  const scripts = await Promise.all(files.map((file) => readFile(join(page, file))));
  const sum = (sizes: readonly number[]) => sizes.reduce((total, size) => total + size, 0);
  return {
    raw: sum(scripts.map(({ length }) => length)),
    zipped: sum(scripts.map((script) => gzipSync(script).length)),
  };
}
