import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { createInterface } from 'node:readline';

import { type Page, chromium } from '@playwright/test';

import { createLoopbackWhatsApp } from '../../electron/loopback/endpoint.ts';
import manifest from '../../package.json' with { type: 'json' };
import { ensureElectron } from '../../scripts/runtime/electron.ts';
import { ensurePackages } from '../../scripts/system/apt.ts';

const root = path.join(import.meta.dirname, '../..');
const began = Date.now();
const say = (line: string) =>
  void process.stdout.write(`${((Date.now() - began) / 1000).toFixed(1).padStart(6)} s  ${line}\n`);

/** Ends the test where something is not as it must be. */
function must(isTrue: boolean, what: string): void {
  if (!isTrue) throw new Error(`NOT TRUE: ${what}`);
  say(what);
}

function run(program: string, ...args: string[]): string {
  return execFileSync(program, args, {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  });
}

const [, , ...given] = process.argv;
if (process.getuid?.() !== 0 || !existsSync('/usr/bin/dpkg')) {
  process.stderr.write(
    'This test installs, upgrades and purges a package: it runs as root on Debian, in a container or a machine to throw away.\n',
  );
  process.exit(1);
}

const user = 'pairing-console-test';
const next = manifest.version.replace(/\d+$/, (last) => String(Number(last) + 1));
const debOf = (version: string) => path.join(root, 'out', `pairing-console_${version}_amd64.deb`);

async function build(): Promise<void> {
  const runtime = await ensureElectron(say);
  const named = runtime.isFallback ? ['--with-old-electron', runtime.version] : [];
  for (const version of [next, manifest.version]) {
    run(process.execPath, '--import', 'tsx', 'scripts/package.ts', '--deb', '--as-version', version, ...named);
    must(existsSync(debOf(version)), `built ${path.basename(debOf(version))}`);
  }
}

interface Started {
  readonly process: ChildProcess;
  readonly page: Page;
  readonly quit: () => Promise<void>;
}

/** Starts the installed program as an ordinary user of the machine, on a virtual display. */
async function start(home: string, whatsappUrl: string): Promise<Started> {
  const started = spawn(
    'runuser',
    ['-u', user, '--', 'xvfb-run', '-a', 'pairing-console', '--remote-debugging-port=0'],
    {
      stdio: ['ignore', 'ignore', 'pipe'],
      cwd: home,
      env: { PATH: process.env.PATH, HOME: home, LANG: 'C.UTF-8', WHATSAPP_URL: whatsappUrl },
    },
  );
  let said = '';
  let address: string | undefined;
  for await (const line of createInterface({ input: started.stderr })) {
    said += `${line}\n`;
    address = /^DevTools listening on (ws:\/\/\S+)$/.exec(line)?.[1];
    if (address !== undefined) break;
  }
  if (address === undefined) throw new Error(`the program ended before it could be driven:\n${said}`);
  started.stderr.resume();
  const browser = await chromium.connectOverCDP(address);
  const [context] = browser.contexts();
  if (context === undefined) throw new Error('the program has no browser context');
  const page = context.pages()[0] ?? (await context.waitForEvent('page'));
  await page.locator('#root > *').first().waitFor();
  return {
    process: started,
    page,
    async quit() {
      const ended = once(started, 'exit');
      // The program itself: the display ends with it.
      run('pkill', '-TERM', '-u', user, '-x', '-o', 'pairing-console');
      await ended;
    },
  };
}

interface Session {
  readonly phase: string;
  readonly qr?: { readonly text: string };
}
/** Waits until a tenant's session is as wanted. */
async function session(page: Page, wanted: (session: Session) => boolean, what: string): Promise<Session> {
  const until = Date.now() + 60_000;
  for (;;) {
    const found = await page.evaluate<Session | undefined>(
      "pairingConsole.console.state().then(({ value }) => value.tenants.find(({ id }) => id === 'shop')?.session)",
    );
    if (found !== undefined && wanted(found)) return found;
    if (Date.now() > until) throw new Error(`NOT TRUE: ${what}; the session is ${found?.phase ?? 'not there'}`);
    await page.waitForTimeout(100);
  }
}
const versionOf = (page: Page) => page.evaluate<string>('pairingConsole.app.info().then(({ value }) => value.version)');

async function test(): Promise<void> {
  const home = mkdtempSync(path.join(tmpdir(), 'deb-test-home-'));
  run('useradd', '--home-dir', home, '--shell', '/bin/sh', user);
  const ids = run('id', '-u', user).trim();
  const data = path.join(home, '.config/Pairing Console');
  mkdirSync(data, { recursive: true });
  // Else its first start asks for a passphrase.
  writeFileSync(path.join(data, 'settings.json'), JSON.stringify({ dataLeftOpen: true }));
  run('chown', '-R', `${user}:${user}`, home);
  chownSync(home, Number(ids), Number(ids));
  const whatsapp = await createLoopbackWhatsApp();
  let running: Started | undefined;
  try {
    run('apt-get', 'install', '-y', '-q', '--no-install-recommends', debOf(manifest.version));
    must(
      run('dpkg-query', '-W', '-f', '${Status}', 'pairing-console') === 'install ok installed',
      `installed ${manifest.version}`,
    );
    run('desktop-file-validate', '/usr/share/applications/pairing-console.desktop');
    must(
      run('xdg-mime', 'query', 'default', 'x-scheme-handler/pairing-console').trim() === 'pairing-console.desktop',
      'the desktop file is valid, and links that begin with pairing-console: open the program',
    );
    must(
      run('runuser', '-u', user, '--', 'xvfb-run', '-a', 'pairing-console', '--version').startsWith(
        `Pairing Console ${manifest.version} `,
      ),
      'pairing-console --version',
    );
    mkdirSync('/etc/pairing-console', { recursive: true });
    writeFileSync('/etc/pairing-console/policy.json', JSON.stringify({ language: 'he' }));

    running = await start(home, whatsapp.url);
    must((await versionOf(running.page)) === manifest.version, `started as an ordinary user, in Chromium's sandbox`);
    must((await running.page.evaluate<string>('document.documentElement.lang')) === 'he', 'the policy of /etc counts');
    await running.page.evaluate("pairingConsole.tenants.add({ tenantId: 'shop', name: 'Corner shop' })");
    await running.page.evaluate("pairingConsole.session.start({ tenantId: 'shop' })");
    const { qr } = await session(running.page, ({ qr }) => qr !== undefined, 'a code is shown');
    const phone = whatsapp.addPhone({ number: '972501234567' });
    const scan = await phone.scan(qr?.text ?? '');
    must(scan.outcome === 'linked', 'linked with a phone of the loopback');
    await session(running.page, ({ phase }) => phase === 'connected', 'connected');

    run('dpkg', '--install', debOf(next));
    must(
      run('dpkg-query', '-W', '-f', '${Version}', 'pairing-console') === next,
      `upgraded to ${next} while ${manifest.version} ran`,
    );
    must(
      (await versionOf(running.page)) === manifest.version &&
        (await session(running.page, () => true, '')).phase === 'connected',
      'the one that runs goes on with its link',
    );
    await running.quit();
    running = await start(home, whatsapp.url);
    must((await versionOf(running.page)) === next, `${next} starts`);
    await session(running.page, ({ phase }) => phase === 'connected', 'connected again');
    must(phone.devices.length === 1, 'and has the link, without another scan');
    await running.quit();
    running = undefined;

    run('dpkg', '--remove', 'pairing-console');
    must(
      !existsSync('/opt/pairing-console') && !existsSync('/usr/bin/pairing-console'),
      'removed: the program is gone',
    );
    must(existsSync(path.join(data, 'storage/whatsapp/shop')), 'the links are kept');
    must(existsSync('/etc/pairing-console/policy.json'), 'the policy is kept');
    run('dpkg', '--purge', 'pairing-console');
    must(!existsSync('/etc/pairing-console'), 'purged: the policy is gone');
    must(existsSync(path.join(data, 'storage/whatsapp/shop')), 'the links of the people are kept even so');
    must(
      !readFileSync('/var/lib/dpkg/status', 'utf8').includes('Package: pairing-console\n'),
      'dpkg knows of it no more',
    );
    must(whatsapp.violations.length === 0, 'no rule of the protocol was broken');
  } finally {
    await running?.quit();
    await whatsapp.close();
    spawnQuietly('dpkg', '--purge', 'pairing-console');
    spawnQuietly('userdel', user);
    rmSync(home, { recursive: true, force: true });
  }
}

/** For the end, whatever went before. */
function spawnQuietly(program: string, ...args: string[]): void {
  try {
    execFileSync(program, args, { stdio: 'ignore' });
  } catch (error) {
    say(`${program} ${args.join(' ')}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

await ensurePackages(['desktop-file-utils', 'xdg-utils', 'procps'], 'The test of the package needs some tools', say);
if (!given.includes('--built')) await build();
await test();
say('all true');
