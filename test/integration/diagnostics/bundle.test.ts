import { appendFile, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { createDeskDiagnostics } from '../../../electron/desk-diagnostics.ts';
import type { Diagnostics } from '../../../electron/diagnostics/diagnostics.ts';
import { createFileLogger } from '../../../electron/logging/logger.ts';
import { systemClock } from '../../../electron/system-clock.ts';
import { defaultBridgeSettings } from '../../../shared/bridge.ts';
import { defaultPreferences } from '../../../shared/default-preferences.ts';
import type { BundleState, DiagnosticsState } from '../../../shared/diagnostics.ts';
import { tenantIdSchema } from '../../../shared/tenant.ts';
import type { Rig } from '../../support/console-rig.ts';
import { createRig } from '../../support/console-rig.ts';
import { silentLogger } from '../../support/fake-ports.ts';
import { readZip } from '../../support/read-zip.ts';

let rig: Rig;
let diagnostics: Diagnostics;
let target: string | undefined;
const shown: string[] = [];
const progress: { onState: (state: DiagnosticsState) => void } = { onState: () => undefined };

beforeEach(async () => {
  rig = await createRig();
  await mkdir(join(rig.dataFolder, 'desktop'));
  target = join(rig.dataFolder, 'desktop', 'diagnosis.zip');
  diagnostics = createDeskDiagnostics({
    core: rig.console(),
    dataFolder: rig.dataFolder,
    whatsappUrl: rig.whatsapp.url,
    lock: undefined,
    keyring: {
      isThere: () => Promise.resolve(false),
      encrypt: () => Promise.reject(new Error('no keyring')),
      decrypt: () => Promise.reject(new Error('no keyring')),
    },
    settings: {
      preferences: () => defaultPreferences,
      bridge: () => defaultBridgeSettings,
      windowState: () => undefined,
    },
    info: () =>
      Promise.resolve({
        version: '0.1.0',
        electron: '45.0.0',
        chromium: '150.0.0.0',
        node: '24.0.0',
        platform: 'linux',
        dataFolder: rig.dataFolder,
        practice: false,
        tray: false,
      }),
    chooseFile: () => Promise.resolve(target),
    showFile: (path) => shown.push(path),
    env: { INTERNAL_SECRET: planted.header, BACKEND_URL: undefined, INCOMING_MESSAGES: 'false' },
    publish: (state) => progress.onState(state),
    clock: systemClock,
    logger: silentLogger,
  });
});
afterEach(async () => {
  progress.onState = () => undefined;
  await diagnostics.close();
  await rig.close();
});

/** Everything that must not get out. */
const planted = {
  number: '972587654321',
  header: 'Tr0ub4dor-and-3-horses-staple-correct',
  qr: `https://wa.me/settings/linked_devices#2@Zx9${'kQ7w'.repeat(20)},${'c3RhdGljIG5vaXNl'.repeat(2)},aWRlbnRpdHkga2V5,YWR2IHNlY3JldCB0aGF0IG5vYm9keSBtYXkgc2Vl,1`,
  linkingCode: 'W7XY-2KLM',
  confirmationCode: 'QRST4567',
  passkeyChallenge: 'cGFzc2tleSBjaGFsbGVuZ2U',
  passkeyUser: 'dXNlciBoYW5kbGU',
  message: 'Meet me at the bakery at noon, Dana',
  displayName: 'Dana Levy Flowers',
  pushName: 'Dana L. private',
} as const;

async function save(): Promise<BundleState | undefined> {
  const ended = new Promise<BundleState>((resolve) => {
    progress.onState = ({ bundle }) => {
      if (bundle !== undefined && bundle.kind !== 'saving') resolve(bundle);
    };
  });
  await diagnostics.handlers.saveBundle(null);
  return ended;
}

async function saved() {
  expect(await save()).toMatchObject({ kind: 'saved', path: target });
  return readZip(await readFile(target ?? ''));
}

/** Texts of 16 characters and more that are in a file of credentials: keys, secrets, signatures. */
async function secretsOf(file: string): Promise<string[]> {
  const found: string[] = [];
  JSON.parse(await readFile(file, 'utf8'), (_, value: unknown) => {
    if (typeof value === 'string' && value.length >= 16) found.push(value);
    return value;
  });
  return found;
}

/** A secret as it could be written down: as it is, in an address, and its bytes or its letters in base64 and hex. */
function disguises(secret: string): string[] {
  const ofLetters = Buffer.from(secret);
  const ofBytes = /^[A-Za-z0-9+/_-]{16,}=*$/.test(secret) ? [Buffer.from(secret, 'base64')] : [];
  const encoded = [ofLetters, ...ofBytes].flatMap((bytes) => [
    bytes.toString('hex'),
    // Where it begins in a longer run decides its letters: one form for each of the three ways.
    ...[0, 1, 2].map((skip) => bytes.subarray(skip).toString('base64').replace(/=+$/, '').slice(0, -2)),
    ...[0, 1, 2].map((skip) => bytes.subarray(skip).toString('base64url').slice(0, -2)),
  ]);
  return [secret, encodeURIComponent(secret), ...encoded].filter((form) => form.length >= 8);
}

async function plantEverywhere(): Promise<string[]> {
  const phone = rig.whatsapp.addPhone({ number: planted.number, name: planted.pushName });
  const shop = await rig.tenant('shop');
  await rig.console().registry.start(shop);
  await phone.scan(await rig.qr(shop));
  await rig.untilPhase(shop, 'connected');
  await rig.console().registry.sendTestMessage(shop, planted.message);
  // People name tenants by their number.
  const byNumber = tenantIdSchema.parse(planted.number);
  await rig.console().registry.add(byNumber, planted.displayName, planted.number);
  await rig.console().registry.start(byNumber);
  const qr = await rig.qr(byNumber);

  const folder = join(rig.dataFolder, 'storage', 'whatsapp', 'shop', 'auth');
  await writeFile(join(folder, `session-${planted.number}.0.json`), planted.header);
  await mkdir(join(rig.dataFolder, 'storage', 'whatsapp', '.quarantine', planted.number), { recursive: true });
  await mkdir(
    join(rig.dataFolder, 'storage', 'whatsapp', '.quarantine', planted.number, '2026-10-01T12-34-56.789Z-removed'),
  );

  const told = `from ${planted.number}:7@s.whatsapp.net, secret=${planted.header}, code ${planted.linkingCode}, ${planted.qr}`;
  rig.console().journal.append(
    {
      tenantId: byNumber,
      failure: {
        at: rig.clock.now(),
        cause: 'storage-failed',
        detail: told.slice(0, 120),
        folder: join(rig.dataFolder, 'storage', 'whatsapp', planted.number, 'auth'),
        credentials: 'kept',
        retry: 'operator',
        confidence: 'certain',
      },
      phase: 'awaiting-scan',
      evidence: {},
      qrShown: true,
    },
    [
      {
        at: 1,
        connection: 1,
        direction: 'in',
        tag: 'iq',
        attributes: { type: 'set', from: `${planted.number}@s.whatsapp.net`, ref: planted.qr },
        children: ['pair-device'],
        bytes: 12,
      },
    ],
  );

  const logger = createFileLogger({ folder: join(rig.dataFolder, 'logs'), level: 'info' });
  const passkey = { challenge: planted.passkeyChallenge, response: { userHandle: planted.passkeyUser } };
  logger.warn(told, { detail: { conversation: planted.message, pushName: planted.pushName }, qr, passkey });
  logger.close();
  // As an older program would have written it, and as a crash leaves it.
  const careless = {
    level: 'warn',
    msg: `sent ${planted.qr} with code ${planted.linkingCode}, phone shows ${planted.confirmationCode}`,
    data: {
      message: { conversation: planted.message, pushName: planted.pushName },
      authorization: `Bearer ${planted.header}`,
      passkey,
      bytes: [...Buffer.from(planted.header)],
    },
  };
  const log = join(rig.dataFolder, 'logs', 'console.log');
  await appendFile(log, `${JSON.stringify(careless)}\n{"level":"warn","msg":"${told}`);
  await appendFile(`${log}.1`, `${JSON.stringify(careless)}\n`);
  return [...(await secretsOf(join(folder, 'creds.json'))), ...Object.values(planted), qr];
}

describe('the bundle', () => {
  it('holds what helps, and not one planted secret in any disguise', async () => {
    const secrets = await plantEverywhere();
    const files = await saved();
    expect([...files.keys()].filter((name) => !name.startsWith('flights/')).sort()).toEqual([
      'about.json',
      'journal.jsonl',
      'logs/console.log',
      'logs/console.log.1',
      'preflight.json',
      'quarantine.json',
      'self-test.json',
      'settings.json',
      'tenants.json',
    ]);
    expect(files.size).toBe(10);

    const everything = [...files].map(([name, content]) => `${name}\n${content.toString('utf8')}`).join('\n');
    expect(secrets.length).toBeGreaterThan(20);
    const leaked = secrets.filter((secret) => disguises(secret).some((form) => everything.includes(form)));
    expect(leaked).toEqual([]);
  });

  it('says what is known of each tenant and its files, and of no other file than our own', async () => {
    await plantEverywhere();
    const files = await saved();
    const read = (name: string) => JSON.parse(files.get(name)?.toString('utf8') ?? '') as unknown;
    expect(read('tenants.json')).toMatchObject([
      {
        id: 'shop',
        phase: 'connected',
        credentials: {
          credentials: 'paired',
          files: [{ name: 'creds.json' }, { name: 'creds.last-good.json' }, { name: 'keys.log' }],
          others: 1,
        },
      },
      { id: 'masked-1', expectedNumber: '972•••••••21', phase: 'awaiting-scan' },
    ]);
    expect(read('quarantine.json')).toMatchObject([{ tenant: 'masked-1', reason: 'removed' }]);
    expect(read('about.json')).toMatchObject({
      version: '0.1.0',
      environment: ['INTERNAL_SECRET', 'INCOMING_MESSAGES'],
    });
    expect(read('preflight.json')).toEqual({ state: 'not run since the program started' });
    expect(files.get('journal.jsonl')?.toString()).toMatch(/"tenantId":"masked-1".*"folder":"<data>\/storage/);
    expect(files.get('logs/console.log')?.toString()).toContain('"level":"warn"');
  });

  it('has the results of the last tests', async () => {
    await diagnostics.handlers.checkWorkstation(null);
    await new Promise<void>((resolve) => {
      progress.onState = ({ preflight }) => {
        if (preflight?.endedAt !== undefined) resolve();
      };
    });
    const preflight = (await saved()).get('preflight.json')?.toString() ?? '';
    expect(preflight).toContain('"websocket-opened"');
  });

  it('is shown in its folder on demand', async () => {
    await saved();
    await diagnostics.handlers.showBundle(null);
    expect(shown.at(-1)).toBe(target);
  });

  it('is nowhere after a cancelled dialog or a cancelled save', async () => {
    const folder = join(rig.dataFolder, 'desktop');
    const path = target;
    target = undefined;
    expect(await diagnostics.handlers.saveBundle(null)).toEqual({ ok: true, value: null });
    expect(await diagnostics.handlers.state(null)).toEqual({ ok: true, value: {} });
    target = path;
    const ended = new Promise<BundleState>((resolve) => {
      progress.onState = ({ bundle }) => {
        if (bundle?.kind === 'saving') void diagnostics.handlers.cancel({ job: 'bundle' });
        else if (bundle !== undefined) resolve(bundle);
      };
    });
    await diagnostics.handlers.saveBundle(null);
    expect(await ended).toEqual({ kind: 'cancelled' });
    expect(await readdir(folder)).toEqual([]);
  });

  it('leaves nothing half-written where the disk takes no more, and what was there before', async () => {
    const blocked = join(rig.dataFolder, 'file');
    await writeFile(blocked, '');
    target = join(blocked, 'diagnosis.zip');
    expect(await save()).toMatchObject({ kind: 'failed', error: { code: 'storage-failed', folder: blocked } });
    expect(await readFile(blocked, 'utf8')).toBe('');
  });
});
