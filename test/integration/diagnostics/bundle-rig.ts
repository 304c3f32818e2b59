import { mkdir, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { vi } from 'vitest';

import { systemClock } from '../../../electron/clock/system-clock.ts';
import { dataFolderAt } from '../../../electron/console/data-folder.ts';
import { createNetworkCheck } from '../../../electron/console/network-check.ts';
import { bundleSourcesOf, createDeskDiagnostics } from '../../../electron/desk/desk-diagnostics.ts';
import type { Diagnostics } from '../../../electron/diagnostics/diagnostics.ts';
import { createDirectDialer } from '../../../electron/network/dialer.ts';
import { createSettings } from '../../../electron/settings/settings.ts';
import type { NewNotice } from '../../../shared/console.ts';
import type { BundleState, DiagnosticsState } from '../../../shared/diagnostics.ts';
import type { LastEnd } from '../../../shared/last-end.ts';
import type { Rig } from '../../support/console-rig.ts';
import { silentLogger } from '../../support/fake-ports.ts';
import { readZip } from '../../support/read-zip.ts';

/** The desk's diagnosis of a console, its real settings file among it. Files are saved where `target` says. */
export interface BundleRig {
  readonly diagnostics: Diagnostics;
  readonly sources: ReturnType<typeof bundleSourcesOf>;
  readonly folder: string;
  target: string | undefined;
  readonly shown: string[];
  readonly notices: NewNotice[];
  /** Saves, and resolves with how that ended; `onSaving` is called for every part. */
  save(onSaving?: () => void, nameDumps?: boolean): Promise<BundleState>;
  /** Saves, and gives back the files of the zip. */
  saved(): Promise<ReadonlyMap<string, Buffer>>;
  /** Looks at the workstation to the end. */
  check(): Promise<void>;
}

const keyring = {
  isThere: () => Promise.resolve(false),
  encrypt: () => Promise.reject(new Error('no keyring')),
  decrypt: () => Promise.reject(new Error('no keyring')),
};

export async function createBundleRig(
  rig: Rig,
  {
    whatsappUrl = rig.whatsapp.url,
    env = {},
    lastEnd,
  }: { whatsappUrl?: string; env?: Record<string, unknown>; lastEnd?: LastEnd } = {},
): Promise<BundleRig> {
  const { dataFolder } = rig;
  const folder = join(dataFolder, 'desktop');
  await mkdir(folder, { recursive: true });
  // Outside Electron its package is only the path of a program, which is not needed where a folder is given.
  vi.stubEnv('ELECTRON_OVERRIDE_DIST_PATH', tmpdir());
  const { openElectronSettingsStore } = await import('../../../electron/settings/electron-settings-store.ts');
  const notices: NewNotice[] = [];
  const settings = createSettings({
    path: join(dataFolder, 'settings.json'),
    openStore: openElectronSettingsStore,
    clock: systemClock,
    logger: silentLogger,
    onNotice: (notice) => notices.push(notice),
  });
  const listeners = new Set<(state: DiagnosticsState) => void>();
  const until = <T>(fits: (state: DiagnosticsState) => T | undefined) =>
    new Promise<T>((resolve) => {
      const listener = (state: DiagnosticsState) => {
        const fitting = fits(state);
        if (fitting === undefined) return;
        listeners.delete(listener);
        resolve(fitting);
      };
      listeners.add(listener);
    });
  const shown: string[] = [];
  const networkCheck = createNetworkCheck({
    whatsappUrl,
    dialer: createDirectDialer(systemClock),
    clock: systemClock,
    logger: silentLogger,
  });
  const options = {
    core: { ...rig.console(), networkCheck },
    folder: dataFolderAt(dataFolder),
    whatsappUrl,
    lock: undefined,
    keyring,
    settings,
    info: () =>
      Promise.resolve({
        version: '0.1.0',
        electron: '45.0.0',
        chromium: '150.0.0.0',
        node: '24.0.0',
        platform: 'linux',
        dataFolder,
        practice: false,
        testing: [],
        managed: { locked: [], hidden: [] },
        logFixed: false,
        tray: false,
      }),
    chooseFile: () => Promise.resolve(bundles.target),
    showFile: (path: string) => shown.push(path),
    env,
    lastEnd,
    publish: (state: DiagnosticsState) => [...listeners].forEach((listener) => listener(state)),
    clock: systemClock,
    logger: silentLogger,
  };
  const diagnostics = createDeskDiagnostics(options);
  const bundles: BundleRig = {
    diagnostics,
    sources: bundleSourcesOf(options),
    folder,
    target: join(folder, 'diagnosis.zip'),
    shown,
    notices,
    async save(onSaving = () => undefined, nameDumps = false) {
      const ended = until(({ bundle }) => {
        if (bundle?.kind === 'saving') onSaving();
        else return bundle;
        return undefined;
      });
      await diagnostics.handlers.saveBundle({ nameDumps });
      return ended;
    },
    async saved() {
      const ended = await bundles.save();
      if (ended.kind !== 'saved') throw new Error(ended.kind);
      return readZip(await readFile(ended.path));
    },
    async check() {
      const ended = until(({ preflight }) => preflight?.endedAt);
      await diagnostics.handlers.checkWorkstation(null);
      await ended;
    },
  };
  return bundles;
}
