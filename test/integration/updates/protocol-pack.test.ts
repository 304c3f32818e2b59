import { createPrivateKey } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';

import { patience } from '../../../electron/pairing/machine/patience.ts';
import { openKeptPack } from '../../../electron/updates/protocol-pack/kept-pack.ts';
import { packOnWire, readPackFile } from '../../../electron/updates/protocol-pack/pack-file.ts';
import { createProtocolPacks } from '../../../electron/updates/protocol-pack/packs.ts';
import { newKeyPair, signed } from '../../../scripts/signing.ts';
import { packName } from '../../../shared/protocol-pack-rules.ts';
import type { ProtocolPack, ProtocolState } from '../../../shared/protocol-pack.ts';
import { settle } from '../../support/fake-clock.ts';
import { openSmallDisk } from '../../support/small-disk.ts';
import { type UpdateRig, makeUpdateRig } from '../../support/update-rig.ts';
import { tamper } from '../../support/update-server.ts';

let rig: UpdateRig;
let folder: string;
let isOn: boolean;
let told: ProtocolState[];

beforeEach(async () => {
  rig = await makeUpdateRig();
  folder = await mkdtemp(join(tmpdir(), 'pack-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  isOn = true;
  told = [];
});

const pack: ProtocolPack = {
  number: 3,
  made: '2026-11-30',
  program: { from: '0.1.0', to: '0.3.0' },
  why: { en: 'WhatsApp answers more slowly.' },
  webVersion: '2.3000.1034074495',
  browser: { name: 'Edge', system: 'Windows' },
  patience: { dialMs: 60_000 },
  codes: [{ code: 463, cause: 'too-many-attempts' }],
  notes: { 'too-many-attempts': { en: 'WhatsApp is slow today.' } },
};
const publish = (change: Partial<ProtocolPack> = {}) => rig.server.publishPack({ ...pack, ...change });
const seen = () => join(folder, 'protocol-pack.json');

/** The program, started once. `place`: where it keeps what it knows of packs. */
async function start({ version = '0.1.0', place = folder } = {}) {
  const key = rig.server.key;
  const kept = await openKeptPack({ path: join(place, 'protocol-pack.json'), key, version, logger: rig.logger });
  const packs = createProtocolPacks({
    kept,
    key,
    version,
    folder: place,
    isOn: () => isOn,
    setOn: (on) => (isOn = on),
    isLinking: () => rig.linking,
    publish: (state) => told.push(state),
    clock: rig.clock,
    logger: rig.logger,
  });
  onTestFinished(() => packs.close());
  const updates = rig.start({ version, lookBeside: packs.look });
  return { kept, packs, look: () => updates.look() };
}
const own = { inUse: null, waiting: null, refused: null };

test('a pack counts at once where no phone is being linked, and says what it changes', async () => {
  await publish();
  const { kept, packs, look } = await start();
  await look();
  expect(packs.state()).toMatchObject({
    on: true,
    waiting: null,
    refused: null,
    inUse: {
      number: 3,
      made: '2026-11-30',
      since: rig.clock.now(),
      changes: [
        { what: 'web-version', to: '2.3000.1034074495' },
        { what: 'browser', from: 'Chrome (Ubuntu)', to: 'Edge (Windows)' },
        { what: 'patience', name: 'dialMs', from: patience.dialMs, to: 60_000 },
        { what: 'code', code: 463, cause: 'too-many-attempts' },
        { what: 'note', cause: 'too-many-attempts' },
      ],
    },
  });
  expect(told.at(-1)).toEqual(packs.state());
  expect(kept.current()?.rules).toEqual({
    patience: { ...patience, dialMs: 60_000 },
    codes: new Map([[463, 'too-many-attempts']]),
  });
  const again = await start();
  expect(again.packs.state()).toEqual(packs.state());
});

test('packs come also where the program itself is not updated from here', async () => {
  await publish();
  const { packs } = await start();
  const updates = rig.start({ installer: undefined, lookBeside: packs.look });
  await updates.look();
  expect(packs.state().inUse?.number).toBe(3);
  expect(rig.server.asked).toEqual([packName]);
  expect(await updates.state()).toMatchObject({ off: 'no-form', checkedAt: rig.clock.now() });
});

test('while a phone is being linked the values stay; the pack counts soon after, or after a start', async () => {
  await publish();
  const { packs, look, kept } = await start();
  rig.linking = true;
  await look();
  expect(packs.state()).toMatchObject({ inUse: null, waiting: 3 });
  await rig.clock.advance(60_000);
  expect(kept.current()).toBeUndefined();
  expect(packs.use(false)).toMatchObject({ error: { code: 'pack-while-linking' } });
  expect((await start()).packs.state()).toMatchObject({ inUse: { number: 3 } });

  rig.linking = false;
  await rig.clock.advance(5_000);
  expect(packs.state()).toMatchObject({ inUse: { number: 3 }, waiting: null });
  rig.linking = true;
  expect(await packs.back()).toMatchObject({ error: { code: 'pack-while-linking' } });
  expect(packs.state().inUse?.number).toBe(3);
});

test('back to the program’s own values, until there is a newer pack; that outlives a start', async () => {
  await publish();
  const { packs, look } = await start();
  await look();
  expect(await packs.back()).toMatchObject({ ok: true });
  await look();
  expect(packs.state()).toMatchObject({ ...own, declined: 3 });
  const next = await start();
  await next.look();
  expect(next.packs.state()).toMatchObject({ ...own, declined: 3 });
  await publish({ number: 4 });
  await next.look();
  expect(next.packs.state()).toMatchObject({ inUse: { number: 4 }, declined: null });
});

test('switched off, no pack counts and none is asked for; on again, it counts again', async () => {
  await publish();
  const { packs, look } = await start();
  await look();
  expect(packs.use(false)).toMatchObject({ ok: true });
  expect(packs.state()).toMatchObject({ ...own, on: false });
  const asked = rig.server.asked.filter((name) => name === packName).length;
  await look();
  expect(rig.server.asked.filter((name) => name === packName)).toHaveLength(asked);
  expect(packs.use(true)).toMatchObject({ ok: true });
  expect(packs.state()).toMatchObject({ on: true, inUse: { number: 3 } });
});

test('an address without a pack changes nothing, and is no fault', async () => {
  await publish();
  const { packs, look } = await start();
  await look();
  await rm(join(rig.server.folder, packName));
  await look();
  expect(packs.state()).toMatchObject({ inUse: { number: 3 }, refused: null });
});

describe('refused in words, with nothing changed', () => {
  async function refusal(): Promise<ProtocolState['refused']> {
    const { packs, look } = await start();
    await look();
    expect(packs.state().inUse).toBeNull();
    return packs.state().refused;
  }

  test('one bit of it was changed', async () => {
    await publish();
    await tamper(join(rig.server.folder, packName));
    expect(await refusal()).toEqual({ code: 'pack-unsigned' });
  });
  test('signed with another key', async () => {
    await rig.server.publishPack(pack, newKeyPair().privateKey);
    expect(await refusal()).toEqual({ code: 'pack-unsigned' });
  });
  test('signed for another purpose', async () => {
    await writeFile(
      join(rig.server.folder, packName),
      signed('release', pack, createPrivateKey(rig.server.privateKey)),
    );
    expect(await refusal()).toEqual({ code: 'pack-unsigned' });
  });
  test('too large', async () => {
    await writeFile(join(rig.server.folder, packName), 'x'.repeat(64_001));
    expect(await refusal()).toEqual({ code: 'pack-too-large' });
  });
  test('signed, with a value beyond its bounds', async () => {
    await publish({ patience: { cooldownMs: 1 } });
    expect(await refusal()).toEqual({ code: 'pack-out-of-bounds' });
  });
  test('signed, with what no pack may hold', async () => {
    await publish({ url: 'wss://example.org' } as Partial<ProtocolPack>);
    expect(await refusal()).toEqual({ code: 'pack-out-of-bounds' });
  });
  test('for other versions of the program', async () => {
    await publish({ program: { from: '0.2.0', to: '0.3.0' } });
    expect(await refusal()).toEqual({ code: 'pack-other-version', id: '0.2.0 – 0.3.0' });
  });
  test('a server that fails', async () => {
    rig.server.answer(packName, (response) => response.writeHead(503).end());
    expect(await refusal()).toEqual({ code: 'update-not-found', statusCode: 503 });
  });
  test('a full disk', async (context) => {
    const disk = await openSmallDisk(16, context);
    await publish();
    await disk.fill();
    const { packs, look } = await start({ place: disk.path });
    await look();
    expect(packs.state()).toMatchObject({ inUse: null, refused: { code: 'storage-full' } });
  });
});

test('an older pack than one that was seen is refused, and the one that counts stays', async () => {
  await publish();
  const { packs, look } = await start();
  await look();
  await publish({ number: 2 });
  await look();
  expect(packs.state()).toMatchObject({ inUse: { number: 3 }, refused: { code: 'pack-old', id: '2' } });
  await publish({ number: 5 });
  await look();
  expect(packs.state()).toMatchObject({ inUse: { number: 5 }, refused: null });
});

test('after an update of the program a pack that is not for it does not count any more', async () => {
  await publish();
  await (await start()).look();
  expect((await start({ version: '0.3.1' })).packs.state()).toMatchObject(own);
  expect((await start({ version: '0.3.0' })).packs.state()).toMatchObject({ inUse: { number: 3 } });
});

test('a file that was changed on disk counts for nothing', async () => {
  await publish();
  await (await start()).look();
  await writeFile(seen(), (await readFile(seen(), 'utf8')).replace('60000', '61000'));
  expect((await start()).packs.state()).toMatchObject(own);
  await writeFile(seen(), '{"newest"');
  expect((await start()).packs.state()).toMatchObject(own);
  await settle();
});

describe('a service', () => {
  async function read(file = join(rig.server.folder, packName)) {
    const keyFile = join(folder, 'key.pem');
    await writeFile(keyFile, rig.server.publicKey);
    return readPackFile({ file, keyFile, seen: seen(), version: '0.1.0', logger: rig.logger });
  }

  test('reads its pack from a file, and tells which', async () => {
    await publish();
    const found = await read();
    expect(found).toMatchObject({ kind: 'in-use', rules: { patience: { dialMs: 60_000 } } });
    expect(packOnWire(found)).toEqual({ number: 3, made: '2026-11-30', refused: null });
  });

  test('goes on with its own values under a pack that is refused, and tells why', async () => {
    await publish();
    await read();
    await publish({ number: 2 });
    expect(packOnWire(await read())).toEqual({ number: null, made: null, refused: 'pack-old' });
    await tamper(join(rig.server.folder, packName));
    expect(packOnWire(await read())).toEqual({ number: null, made: null, refused: 'pack-unsigned' });
    const large = join(folder, 'large.json');
    await writeFile(large, ' '.repeat(64_001));
    expect(packOnWire(await read(large))).toEqual({ number: null, made: null, refused: 'pack-too-large' });
    expect(packOnWire(await read(join(folder, 'nowhere')))).toEqual({
      number: null,
      made: null,
      refused: 'unreadable',
    });
  });
});
