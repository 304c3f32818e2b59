import { appendFile, readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { keyLogName, logToSeal, openKeyLog } from '../../../electron/auth/key-log.ts';
import { encodeHeader, encodeRecord, headerOf, readLog, type KeyEntry } from '../../../electron/auth/key-records.ts';
import { createSealer, openSeal, type Seal } from '../../../electron/files/sealer.ts';
import { createTemporaryFolder, unwrap } from '../../support/credentials.ts';
import { otherKey, testKey } from '../../support/seals.ts';

const sealer = createSealer(testKey);
const seal = sealer.of('shop-1');
const records = seal.records?.(keyLogName);
let folder: Awaited<ReturnType<typeof createTemporaryFolder>>;
let path: string;
beforeEach(async () => {
  folder = await createTemporaryFolder();
  path = join(folder.path, keyLogName);
});
afterEach(() => folder.remove());

async function commit(entries: readonly KeyEntry[], by: Seal = seal): Promise<void> {
  const log = unwrap(await openKeyLog(folder.path, by));
  log.change(entries);
  unwrap(await log.commit());
  await log.close();
}

async function opened(by: Seal = seal) {
  const log = unwrap(await openKeyLog(folder.path, by));
  await log.close();
  return { values: Object.fromEntries(log.entries()), damage: log.damage };
}

const refused = () => ({ ok: false, error: { code: 'storage-sealed', place: folder.path } });
const whole = { tornBytes: 0, damagedPlaces: 0 };
const a: KeyEntry = ['session/0', '"a secret"'];
const b: KeyEntry = ['session/1', '"b secret"'];
const c: KeyEntry = ['session/2', '"c secret"'];
/** Where each record of the log ends. */
const ends = (log: Buffer) => [...readLog(log, records)].map(({ to }) => to);

describe('a sealed key log', () => {
  it('opens to what was committed, shows nothing of it, and costs 34 bytes a record', async () => {
    await commit([a]);
    await commit([b]);
    const log = await readFile(path);
    expect(log.includes('secret') || log.includes('session')).toBe(false);
    expect(headerOf(log)).toMatchObject({ version: 2, length: 32 });
    const clear = encodeRecord([a]).length + encodeRecord([b]).length;
    expect(log).toHaveLength(32 + clear + 2 * 34);
    expect(await opened()).toEqual({ values: { 'session/0': '"a secret"', 'session/1': '"b secret"' }, damage: whole });
  });

  it('counts its sequences on when it is opened again and when it is rewritten', async () => {
    await commit([a]);
    await commit([b]);
    const large = 'x'.repeat(40_000);
    for (let round = 0; round < 5; round += 1) await commit([['session/9', `"${large}${round}"`]]);
    const sequences = [...readLog(await readFile(path), records)].map((each) =>
      each.kind === 'record' ? each.sequence : undefined,
    );
    expect(sequences[0]).toBeGreaterThan(1);
    expect(sequences).toEqual(sequences.map((_, index) => (sequences[0] ?? 0) + index));
    expect((await opened()).damage).toEqual(whole);
  });

  it('takes no record twice, none out of order, and tells one that is missing', async () => {
    for (const entry of [a, b, c]) await commit([entry]);
    const log = await readFile(path);
    const [first = 0, second = 0] = ends(log);
    const record = (from: number, to: number) => log.subarray(from, to);
    await writeFile(path, Buffer.concat([log, record(32, first)]));
    expect(await opened()).toMatchObject({ damage: { damagedPlaces: 1 } });
    await writeFile(path, Buffer.concat([record(0, first), record(second, log.length)]));
    expect(await opened()).toEqual({
      values: { 'session/0': '"a secret"', 'session/2': '"c secret"' },
      damage: { tornBytes: 0, damagedPlaces: 1 },
    });
    const damaged = Buffer.from(log);
    damaged[first + 30] = (damaged[first + 30] ?? 0) ^ 1;
    await writeFile(path, damaged);
    expect((await opened()).damage).toEqual({ tornBytes: 0, damagedPlaces: 1 });
  });

  it('takes no record in the clear, and none of another tenant', async () => {
    await commit([a]);
    await appendFile(path, encodeRecord([['session/0', '"planted"']]));
    expect((await opened()).values).toEqual({ 'session/0': '"a secret"' });
  });

  it('is refused with another key, without a key and in another place, and stays as it is', async () => {
    await commit([a]);
    const before = await readFile(path);
    expect(await openKeyLog(folder.path, openSeal)).toEqual(refused());
    expect(await openKeyLog(folder.path, createSealer(otherKey).of('shop-1'))).toEqual(refused());
    expect(await openKeyLog(folder.path, sealer.of('kiosk-2'))).toEqual(refused());
    expect(await readFile(path)).toEqual(before);
    expect((await opened(sealer.of('kiosk-2', ['shop-1']))).values).toEqual({ 'session/0': '"a secret"' });
    expect((await opened(createSealer(otherKey, [testKey]).of('shop-1'))).values).toEqual({
      'session/0': '"a secret"',
    });
  });

  it('is read although its header is damaged, and refused without a key then, too', async () => {
    await commit([a]);
    const log = await readFile(path);
    log[3] = 0;
    await writeFile(path, log);
    expect(await openKeyLog(folder.path, openSeal)).toEqual(refused());
    expect(await opened()).toEqual({
      values: { 'session/0': '"a secret"' },
      damage: { tornBytes: 0, damagedPlaces: 1 },
    });
    await commit([b]);
    expect((await opened()).damage).toEqual(whole);
    expect(await readdir(folder.path)).toEqual([keyLogName, `${keyLogName}.damaged`]);
  });
});

describe('a log in the clear', () => {
  it('is opened with a key, and sealed as a whole by the next commit', async () => {
    await commit([a, b], openSeal);
    expect(await opened()).toEqual({ values: { 'session/0': '"a secret"', 'session/1': '"b secret"' }, damage: whole });
    await commit([c]);
    expect((await readFile(path)).includes('secret')).toBe(false);
    expect(Object.keys((await opened()).values)).toEqual(['session/0', 'session/1', 'session/2']);
  });

  it('is opened where it was sealed as one file, and added to as a log again', async () => {
    await commit([a], openSeal);
    const content = await logToSeal(await readFile(path), seal);
    await writeFile(path, seal.seal(keyLogName, content ?? ''));
    expect(await logToSeal(await readFile(path), seal)).toBeUndefined();
    expect(await opened()).toEqual({ values: { 'session/0': '"a secret"' }, damage: whole });
    expect(await openKeyLog(folder.path, openSeal)).toEqual(refused());
    await commit([b]);
    expect(headerOf(await readFile(path))?.version).toBe(2);
    expect(await logToSeal(await readFile(path), seal)).toBeUndefined();
    expect(Object.keys((await opened()).values)).toEqual(['session/0', 'session/1']);
  });

  it('is damaged, not empty, where it was sealed as one file and changed since', async () => {
    const sealed = seal.seal(keyLogName, Buffer.concat([encodeHeader(), encodeRecord([a])]));
    sealed[60] = (sealed[60] ?? 0) ^ 1;
    await writeFile(path, sealed);
    expect(await opened()).toEqual({ values: {}, damage: { tornBytes: 0, damagedPlaces: 1 } });
    await commit([b]);
    expect(await readFile(`${path}.damaged`)).toEqual(sealed);
  });

  it('comes out of a log under a former key', async () => {
    await commit([a, b]);
    const renewed = createSealer(otherKey, [testKey]).of('shop-1');
    const content = await logToSeal(await readFile(path), renewed);
    expect(content).toEqual(Buffer.concat([encodeHeader(), encodeRecord([a, b])]));
  });
});
