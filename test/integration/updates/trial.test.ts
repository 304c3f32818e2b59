import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { beforeEach, describe, expect, test } from 'vitest';

import { createStateFile } from '../../../electron/updates/kept-state.ts';
import { beginTrial, endTrial } from '../../../electron/updates/trial.ts';
import type { Release } from '../../../shared/updates.ts';
import { type UpdateRig, makeUpdateRig, old, publishTo } from '../../support/update-rig.ts';
import { tamper } from '../../support/update-server.ts';

let rig: UpdateRig;
const publish = (change?: Partial<Release>) => publishTo(rig.server, change);
const isInstalled = async () => (await readFile(rig.target)).toString('utf8') !== old;

beforeEach(async () => {
  rig = await makeUpdateRig();
});

describe('a new version that does not reach its window', () => {
  const start = (version: string) =>
    beginTrial({ ...rig, state: createStateFile(rig.folder, rig.logger), version, installer: rig.installer });

  async function install(): Promise<void> {
    const updates = rig.start();
    await updates.look();
    await updates.restart();
    await rig.last?.();
    expect(await isInstalled()).toBe(true);
  }

  test('is started three times, and at the fourth the version before is back', async () => {
    await publish();
    await install();
    for (let at = 0; at < 3; at += 1) expect(await start('0.2.0')).toEqual({ kind: 'go-on' });
    expect(await isInstalled()).toBe(true);
    expect(await start('0.2.0')).toEqual({ kind: 'gone-back', startsItself: false });
    expect(await readFile(rig.target, 'utf8')).toBe(old);

    // The version before says so, and is not offered the same one again; it is offered the next.
    expect(await start('0.1.0')).toEqual({ kind: 'go-on' });
    const kept = createStateFile(rig.folder, rig.logger);
    const updates = rig.start({ kept });
    expect((await updates.state()).rolledBack).toBe('0.2.0');
    await updates.look();
    expect((await updates.state()).found).toEqual({ kind: 'blocked', version: '0.2.0' });
    await publish({ version: '0.2.1' });
    await updates.look();
    expect((await updates.state()).found).toMatchObject({ kind: 'ready', version: '0.2.1', wayBack: true });
  });

  test('stays once one start has reached its window', async () => {
    await publish();
    await install();
    await start('0.2.0');
    const kept = createStateFile(rig.folder, rig.logger);
    await endTrial({ state: kept, version: '0.2.0' });
    for (let at = 0; at < 5; at += 1) expect(await start('0.2.0')).toEqual({ kind: 'go-on' });
    expect(await isInstalled()).toBe(true);
    expect(await kept.read()).toMatchObject({ trial: null, own: { version: '0.2.0' } });
  });

  test('goes on where the version before is not as it was kept', async () => {
    await publish();
    await install();
    for (let at = 0; at < 3; at += 1) await start('0.2.0');
    await tamper(join(rig.folder, 'Console-0.1.0.AppImage'));
    expect(await start('0.2.0')).toEqual({ kind: 'go-on' });
    expect(await isInstalled()).toBe(true);
  });

  test('that the system did not install is said by the version that goes on', async () => {
    await publish();
    const updates = rig.start();
    await updates.look();
    await updates.restart();
    expect(await start('0.1.0')).toEqual({ kind: 'not-installed' });
    expect(await start('0.1.0')).toEqual({ kind: 'go-on' });
    expect((await rig.start({ notInstalled: true }).state()).found).toEqual({
      kind: 'refused',
      error: { code: 'update-not-installed' },
    });
  });
});
