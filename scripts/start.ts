import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import process from 'node:process';

import { buildIfStale } from './build.ts';
import { main, prepareElectron, sandboxSwitches, say } from './launch.ts';
import { hasDisplay, startVirtualDisplay } from './system/display.ts';

const root = path.dirname(import.meta.dirname);

/** `npm start [-- --xvfb] [-- arguments]`: opens the console. `--xvfb` runs it on a virtual screen. */
await main(async () => {
  const args = process.argv.slice(2);
  const virtual = args.includes('--xvfb');
  if (!virtual && !hasDisplay()) {
    throw new Error(
      'There is no display here. Start the console from a desktop session, or on a virtual screen with:\n\n' +
        '  npm start -- --xvfb\n',
    );
  }
  const runtime = await prepareElectron();
  await buildIfStale(say);
  const display = virtual ? await startVirtualDisplay(say) : undefined;
  const electron = spawn(runtime.executable, [root, ...sandboxSwitches(), ...args.filter((arg) => arg !== '--xvfb')], {
    stdio: 'inherit',
    env: { ...process.env, ...display?.env },
  });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => electron.kill(signal));
  const [code] = (await once(electron, 'exit')) as [number | null];
  display?.close();
  return code ?? 1;
});
