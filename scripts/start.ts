import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import process from 'node:process';

import { buildIfStale } from './build.js';
import { main, prepareElectron, sandboxSwitches, say } from './launch.ts';
import { hasDisplay, startVirtualDisplay } from './system/display.ts';
import { passOn } from './system/electron-output.ts';

const root = path.dirname(import.meta.dirname);

/** Where to look for the window. */
function whereIsIt(display: string | undefined, virtual: boolean): string {
  if (!virtual) return 'The window is opening on your screen. Ctrl-C here ends the program.';
  return `The window is opening on the virtual screen ${display ?? ''}. Ctrl-C here ends the program.`;
}

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
    stdio: ['inherit', 'pipe', 'pipe'],
    env: { ...process.env, ...display?.env },
    // The terminal's Ctrl-C comes here alone, and is passed on once: a second one would end the program at once.
    detached: true,
  });
  passOn(electron.stdout, process.stdout);
  passOn(electron.stderr, process.stderr);
  electron.once('spawn', () => say(whereIsIt(display?.env.DISPLAY ?? process.env.DISPLAY, virtual)));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => electron.kill('SIGTERM'));
  const [code] = (await once(electron, 'exit')) as [number | null];
  display?.close();
  return code ?? 1;
});
