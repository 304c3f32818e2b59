import { type ChildProcess, spawn } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import path from 'node:path';
import process from 'node:process';

import { type Rolldown, type ViteDevServer, createBuilder, createServer } from 'vite';

import { main, prepareElectron, sandboxSwitches } from './launch.ts';
import { hasDisplay } from './system/display.ts';

const root = path.dirname(import.meta.dirname);
const configFile = path.join(root, 'vite.config.ts');
const host = '127.0.0.1';

/**
 * `npm run dev`: the renderer from Vite's development server, so that a change shows in place; the main process and
 * the preload rebuilt on every change, after which Electron starts anew. Ends when the console is quit.
 */
await main(async () => {
  if (!hasDisplay()) throw new Error('There is no display here: run this from a desktop session.');
  const runtime = await prepareElectron();
  const { server, url } = await serveRenderer();
  const args = [root, ...sandboxSwitches(), ...process.argv.slice(2)];

  let electron: ChildProcess | undefined;
  let restarting = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => electron?.kill(signal));
  const quit = new EventEmitter<{ quit: [code: number] }>();
  const start = () => {
    restarting = false;
    electron = spawn(runtime.executable, args, {
      stdio: 'inherit',
      env: { ...process.env, PAIRING_CONSOLE_DEV_SERVER: url },
    });
    // only one console may run, so the next one waits until this one has let go
    electron.once('exit', (code) => (restarting ? start() : quit.emit('quit', code ?? 0)));
  };
  const watchers = await watchBuilds(() => {
    if (electron) {
      restarting = true;
      electron.kill();
    } else start();
  });

  const [code] = (await once(quit, 'quit')) as [number];
  await Promise.all([server.close(), ...watchers.map((watcher) => watcher.close())]);
  return code;
});

async function serveRenderer(): Promise<{ server: ViteDevServer; url: string }> {
  const port = await freePort();
  const server = await createServer({
    configFile,
    // the window's origin is app://, so the page cannot derive this address from its own
    server: { host, port, strictPort: true, hmr: { host, clientPort: port, protocol: 'ws' } },
  });
  await server.listen();
  return { server, url: `http://${host}:${port}` };
}

/** Builds the main process and the preload again after every change; calls `built` whenever both are up to date. */
async function watchBuilds(built: () => void): Promise<Rolldown.RolldownWatcher[]> {
  // a running console may yet load a chunk of the build before, so nothing is removed
  const builder = await createBuilder({ configFile, logLevel: 'warn', build: { watch: {}, emptyOutDir: false } });
  const stale = new Set<string>();
  const watch = async (name: string) => {
    const environment = builder.environments[name];
    if (!environment) throw new Error(`vite.config.ts has no environment ${name}`);
    stale.add(name);
    const watcher = (await builder.build(environment)) as Rolldown.RolldownWatcher;
    watcher.on('event', async (event) => {
      if (event.code === 'START') stale.add(name);
      if (event.code !== 'BUNDLE_END') return;
      await event.result.close();
      stale.delete(name);
      if (stale.size === 0) built();
    });
    return watcher;
  };
  return Promise.all(['main', 'preload', 'ceremonyPreload'].map(watch));
}

async function freePort(): Promise<number> {
  const probe = createTcpServer().listen(0, host);
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, 'close');
  return port;
}
