import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { onTestFinished } from 'vitest';

import { createDirectDialer } from '../../electron/network/dialer.ts';
import { createFetch } from '../../electron/network/fetch-by.ts';
import { createInstaller } from '../../electron/updates/installer.ts';
import { createStateFile } from '../../electron/updates/kept-state.ts';
import { type UpdatesOptions, createUpdates } from '../../electron/updates/updates.ts';
import type { Release, UpdatesState } from '../../shared/updates.ts';
import { createFakeClock } from './fake-clock.ts';
import { createRecordingLogger } from './recording-logger.ts';
import { type UpdateServer, createUpdateServer } from './update-server.ts';

export const old = 'the program, version 0.1.0';
export const new2 = Buffer.alloc(300_000, 'the program, version 0.2.0. ');

export interface UpdateRig {
  readonly server: UpdateServer;
  readonly folder: string;
  /** The AppImage that is installed. */
  readonly target: string;
  /** Everything that was published to the window. */
  readonly told: UpdatesState[];
  readonly notices: string[];
  linking: boolean;
  /** What a restart was asked to do at its end. */
  last: Parameters<UpdatesOptions['restart']>[0] | undefined;
  start(given?: Partial<UpdatesOptions>): ReturnType<typeof createUpdates>;
  readonly kept: ReturnType<typeof createStateFile>;
  readonly clock: ReturnType<typeof createFakeClock>;
  readonly logger: ReturnType<typeof createRecordingLogger>;
  readonly installer: NonNullable<ReturnType<typeof createInstaller>>;
}

export async function makeUpdateRig(folder?: string): Promise<UpdateRig> {
  const server = await createUpdateServer();
  const home = await mkdtemp(join(tmpdir(), 'updates-'));
  onTestFinished(async () => {
    await server.close();
    await rm(home, { recursive: true, force: true });
  });
  const target = join(home, 'Console.AppImage');
  await writeFile(target, old, { mode: 0o755 });
  const logger = createRecordingLogger();
  const clock = createFakeClock();
  const system = {
    platform: 'linux',
    isRoot: false,
    execPath: '/nowhere',
    resources: home,
    env: { APPIMAGE: target },
  } as const;
  const installer = createInstaller(system, logger);
  if (installer === undefined) throw new Error('an AppImage has an installer');
  const place = folder ?? join(home, 'updates');
  const kept = createStateFile(place, logger);
  const made: UpdateRig = {
    server,
    folder: place,
    target,
    told: [],
    notices: [],
    linking: false,
    last: undefined,
    kept,
    clock,
    logger,
    installer,
    start: (given) =>
      createUpdates({
        folder: place,
        kept,
        key: server.key,
        installer,
        url: () => server.url,
        version: '0.1.0',
        arch: 'x64',
        notInstalled: false,
        fetch: createFetch(createDirectDialer(clock), 'updates'),
        isLinking: () => made.linking,
        restart: (last) => (made.last = last),
        publish: (state) => made.told.push(state),
        onNotice: ({ code }) => made.notices.push(code),
        clock,
        logger,
        ...given,
      }),
  };
  return made;
}

/** Publishes version 0.2.0, with a way back to 0.1.0. */
export async function publishTo(server: UpdateServer, change: Partial<Release> = {}): Promise<Release> {
  const release: Release = {
    version: '0.2.0',
    rollout: 100,
    changes: { en: 'Links come back faster.', he: 'קישורים חוזרים מהר יותר.' },
    files: [await server.installer('Console-0.2.0.AppImage', new2)],
    previous: { version: '0.1.0', files: [await server.installer('Console-0.1.0.AppImage', old)] },
    ...change,
  };
  await server.publish(release);
  return release;
}
