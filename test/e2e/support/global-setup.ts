import process from 'node:process';

import { buildIfStale } from '../../../scripts/build.js';
import { prepareElectron, say } from '../../../scripts/launch.ts';
import { hasDisplay, startVirtualDisplay } from '../../../scripts/system/display.ts';

/** Finds an Electron, a screen and a fresh build before the first test; what it sets reaches the workers. */
export default async function globalSetup(): Promise<() => void> {
  const { dist } = await prepareElectron();
  process.env.ELECTRON_OVERRIDE_DIST_PATH = dist;
  await buildIfStale(say);
  if (hasDisplay()) return () => undefined;
  const display = await startVirtualDisplay(say);
  Object.assign(process.env, display.env);
  return () => display.close();
}
