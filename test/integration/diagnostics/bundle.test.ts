import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { createFileLogger } from '../../../electron/logging/logger.ts';
import { isConnected } from '../../../shared/proof.ts';
import { tenantIdSchema } from '../../../shared/tenant.ts';
import { type Rig, createRig } from '../../support/console-rig.ts';
import { readZip } from '../../support/read-zip.ts';
import { type BundleRig, createBundleRig } from './bundle-rig.ts';

const number = '972587654321';

let rig: Rig;
let bundles: BundleRig;
beforeEach(async () => {
  rig = await createRig();
  const bridge = { backendUrl: 'https://backend.example/key-to-the-hooks' };
  await writeFile(join(rig.dataFolder, 'settings.json'), JSON.stringify({ bridge }));
  bundles = await createBundleRig(rig, {
    env: { INTERNAL_SECRET: 'x', BACKEND_URL: undefined, INCOMING_MESSAGES: 'false' },
  });
});
afterEach(async () => {
  await bundles.diagnostics.close();
  await rig.close();
});

describe('the bundle', () => {
  it('names crash dumps only where somebody agrees, and holds none of them', async () => {
    const dumps = [{ name: 'completed/8f2c.dmp', at: 2, bytes: 4096 }];
    const crashed = await createBundleRig(rig, {
      lastEnd: { version: '0.1.0', startedAt: 1, lastSeenAt: null, dumps, lines: [] },
    });
    const lastEnd = async (nameDumps: boolean) => {
      const ended = await crashed.save(() => undefined, nameDumps);
      if (ended.kind !== 'saved') throw new Error(ended.kind);
      const files = await readZip(await readFile(ended.path));
      expect([...files.keys()].filter((name) => name.includes('dmp'))).toEqual([]);
      return files.get('last-end.json')?.toString('utf8') ?? '';
    };
    expect(await lastEnd(false)).not.toContain('8f2c');
    expect(JSON.parse(await lastEnd(false))).toMatchObject({ version: '0.1.0', dumps: '1, not named' });
    expect(JSON.parse(await lastEnd(true))).toMatchObject({ dumps });
    await crashed.diagnostics.close();
  });

  it('says what is known of each tenant and its files, and of no other file by its name', async () => {
    const { registry, journal } = rig.console();
    const shop = await rig.tenant('shop');
    await registry.start(shop);
    await rig.whatsapp.addPhone({ number }).scan(await rig.qr(shop));
    await rig.until(shop, isConnected);
    await writeFile(join(rig.dataFolder, 'storage', 'whatsapp', 'shop', 'auth', `session-${number}.0.json`), '{}');
    // People name tenants by their number.
    const byNumber = tenantIdSchema.parse(number);
    await registry.add(byNumber, 'Roses', number);
    await registry.start(byNumber);
    await rig.untilPhase(byNumber, 'awaiting-scan');
    const quarantined = join(rig.dataFolder, 'storage', 'whatsapp', '.quarantine', number);
    await mkdir(join(quarantined, '2026-10-01T12-34-56.789Z-removed'), { recursive: true });
    journal.append({
      tenantId: byNumber,
      failure: {
        at: rig.clock.now(),
        cause: 'copied-credentials',
        place: join(rig.dataFolder, 'storage', 'whatsapp', number, 'auth'),
        holder: byNumber,
        credentials: 'kept',
        retry: 'operator',
      },
      phase: 'awaiting-scan',
      evidence: {},
      qrShown: true,
    });
    const logger = createFileLogger({ folder: join(rig.dataFolder, 'logs'), level: 'info' });
    logger.warn('a word of the log');
    logger.close();

    const files = await bundles.saved();
    const read = (name: string) => JSON.parse(files.get(name)?.toString('utf8') ?? '') as unknown;
    expect(read('tenants.json')).toMatchObject([
      {
        id: 'shop',
        phase: 'connected',
        credentials: {
          credentials: 'paired',
          files: [{ name: 'creds.json' }, { name: 'creds.last-good.json' }, { name: 'keys.log' }],
          others: 1,
          otherKinds: [{ kind: 'session', count: 1, bytes: 2 }],
        },
      },
      { id: 'masked-1', expectedNumber: '972•••••••21', phase: 'awaiting-scan' },
    ]);
    expect(read('quarantine.json')).toMatchObject([{ tenant: 'masked-1', reason: 'removed' }]);
    expect(read('about.json')).toMatchObject({
      version: '0.1.0',
      waVersions: { isFetched: false },
      environment: ['INTERNAL_SECRET', 'INCOMING_MESSAGES'],
    });
    expect(read('settings.json')).toMatchObject({
      preferences: { language: 'system' },
      bridge: { enabled: false, hasBackend: true },
    });
    expect(files.get('settings.json')?.toString()).not.toContain('backend.example');
    expect(read('preflight.json')).toEqual({ state: 'not run since the program started' });
    expect(read('journal.jsonl')).toMatchObject({
      tenantId: 'masked-1',
      failure: { holder: 'masked-1', place: '<data>/storage/whatsapp/<number>/auth' },
    });
    expect(files.get('logs/console.log')?.toString()).toContain('a word of the log');
  });

  it('has the results of the last tests', async () => {
    await bundles.check();
    const preflight = (await bundles.saved()).get('preflight.json')?.toString() ?? '';
    expect(preflight).toContain('"websocket-opened"');
  });

  it('is shown in its folder on demand', async () => {
    await bundles.saved();
    await bundles.diagnostics.handlers.showBundle(null);
    expect(bundles.shown).toEqual([bundles.target]);
  });

  it('is nowhere after a cancelled dialog or a cancelled save', async () => {
    const { handlers } = bundles.diagnostics;
    const path = bundles.target;
    bundles.target = undefined;
    expect(await handlers.saveBundle({ nameDumps: false })).toEqual({ ok: true, value: null });
    expect(await handlers.state(null)).toEqual({ ok: true, value: {} });
    bundles.target = path;
    expect(await bundles.save(() => void handlers.cancel({ job: 'bundle' }))).toEqual({ kind: 'cancelled' });
    expect(await readdir(bundles.folder)).toEqual([]);
  });

  it('leaves nothing half-written where it cannot be, and what was there before', async () => {
    const blocked = join(rig.dataFolder, 'file');
    await writeFile(blocked, '');
    bundles.target = join(blocked, 'diagnosis.zip');
    expect(await bundles.save()).toMatchObject({ kind: 'failed', error: { code: 'storage-failed', place: blocked } });
    expect(await readFile(blocked, 'utf8')).toBe('');
  });
});
