import { appendFile, mkdir, readFile, readdir, rename, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { openSealer } from '../../../electron/files/sealer.ts';
import { createKeptSends } from '../../../electron/tenants/kept-sends.ts';
import { tenantIdSchema } from '../../../shared/tenant.ts';
import { createTemporaryFolder } from '../../support/credentials.ts';
import { type FakeClock, createFakeClock } from '../../support/fake-clock.ts';
import { createRecordingLogger } from '../../support/recording-logger.ts';

const shop = tenantIdSchema.parse('shop');
const hour = 3_600_000;

let folder: Awaited<ReturnType<typeof createTemporaryFolder>>;
let clock: FakeClock;
let logger: ReturnType<typeof createRecordingLogger>;
let sends: ReturnType<typeof open>;
const open = () => createKeptSends({ sealer: openSealer, root: folder.path, clock, logger })(shop);
const path = () => join(folder.path, shop, 'sends.log');
const lines = async () => (await readFile(path(), 'utf8')).split('\n').filter((line) => line !== '');

beforeEach(async () => {
  folder = await createTemporaryFolder();
  await mkdir(join(folder.path, shop));
  clock = createFakeClock();
  logger = createRecordingLogger();
  sends = open();
});
afterEach(() => folder.remove());

const id = (count: number) => `3EB0${String(count).padStart(16, '0')}`;
const send = (text: string) => ({ to: ['972507654321@s.whatsapp.net'], content: Buffer.from(text) });

describe('a send that is kept', () => {
  it('is found by this run of the program and by the next, and by its own id only', async () => {
    await sends.keep(id(1), send('hello'));
    expect(await sends.find(id(1))).toEqual(send('hello'));
    expect(await open().find(id(1))).toEqual(send('hello'));
    expect(await sends.find(id(2))).toBeUndefined();
    expect(await sends.find('../../secret')).toBeUndefined();
    expect(logger.lines).toEqual([]);
  });

  it('is for this user only', async () => {
    await sends.keep(id(1), send('hello'));
    expect((await stat(path())).mode & 0o777).toBe(0o600);
  });

  it('is on disk once it is kept, however many are kept at once', async () => {
    await Promise.all(Array.from({ length: 40 }, (_, count) => sends.keep(id(count), send(`text ${count}`))));
    const next = open();
    for (const count of [0, 17, 39]) expect(await next.find(id(count))).toEqual(send(`text ${count}`));
    expect(await lines()).toHaveLength(40);
  });

  it('is found while it is being written', async () => {
    const keeping = sends.keep(id(1), send('hello'));
    expect(await sends.find(id(1))).toEqual(send('hello'));
    await keeping;
  });

  it('that is sent once more has its newest content', async () => {
    await sends.keep(id(1), send('first'));
    await sends.keep(id(1), send('second'));
    expect(await sends.find(id(1))).toEqual(send('second'));
    expect(await open().find(id(1))).toEqual(send('second'));
  });

  it('is forgotten after two days, on disk at most an hour later', async () => {
    await sends.keep(id(1), send('old'));
    await clock.advance(48 * hour);
    expect(await sends.find(id(1))).toEqual(send('old'));
    await clock.advance(1);
    expect(await sends.find(id(1))).toBeUndefined();
    await clock.advance(hour);
    await sends.keep(id(2), send('new'));
    expect(await lines()).toHaveLength(1);
    expect(await open().find(id(2))).toEqual(send('new'));
  });

  it('is one of the last five hundred at least, and the file stays bounded', async () => {
    for (let count = 0; count < 1_100; count += 20) {
      await Promise.all(
        Array.from({ length: 20 }, (_, each) => sends.keep(id(count + each), send(`text ${count + each}`))),
      );
    }
    expect((await lines()).length).toBeLessThan(1_001);
    const next = open();
    for (const count of [600, 850, 1_099]) expect(await next.find(id(count))).toEqual(send(`text ${count}`));
    expect(await next.find(id(0))).toBeUndefined();
    expect(await sends.find(id(1_099))).toEqual(send('text 1099'));
  });

  it('that is too long is not kept', async () => {
    await sends.keep(id(1), { to: [], content: Buffer.alloc(256 * 1024 + 1) });
    expect(await sends.find(id(1))).toBeUndefined();
    await expect(readdir(join(folder.path, shop))).resolves.toEqual([]);
  });
});

describe('after a crash or a change from outside', () => {
  it('a torn line costs itself and nothing else', async () => {
    await sends.keep(id(1), send('first'));
    await sends.keep(id(2), send('second'));
    await truncate(path(), (await stat(path())).size - 9);
    const next = open();
    expect(await next.find(id(1))).toEqual(send('first'));
    expect(await next.find(id(2))).toBeUndefined();
    await next.keep(id(3), send('third'));
    expect(await next.find(id(3))).toEqual(send('third'));
    expect(await open().find(id(3))).toEqual(send('third'));
  });

  it('rubbish in the file costs nothing', async () => {
    await sends.keep(id(1), send('first'));
    await appendFile(path(), '{"id":7}\nrubbish\n\n');
    expect(await sends.find(id(1))).toEqual(send('first'));
    await sends.keep(id(2), send('second'));
    expect(await open().find(id(2))).toEqual(send('second'));
  });

  it('a tenant that was removed and came anew has none of the former sends', async () => {
    await sends.keep(id(1), send('first'));
    await rename(join(folder.path, shop), join(folder.path, 'away'));
    expect(await sends.find(id(1))).toBeUndefined();
    await sends.keep(id(2), send('second'));
    expect(await lines()).toHaveLength(1);
    expect(await sends.find(id(2))).toEqual(send('second'));
  });

  it('the files of an earlier version are removed', async () => {
    const former = join(folder.path, shop, 'sends');
    await mkdir(former);
    await writeFile(join(former, `${id(1)}.json`), '{}');
    await sends.keep(id(2), send('new'));
    await expect(readdir(former)).rejects.toThrow('ENOENT');
  });

  it('what cannot be written is logged, and the next is kept', async () => {
    await mkdir(path());
    await sends.keep(id(1), send('hello'));
    expect(logger.lines).toEqual([{ level: 'warn', message: 'a sent message could not be kept' }]);
    await rename(path(), join(folder.path, 'away'));
    await sends.keep(id(2), send('again'));
    expect(await sends.find(id(2))).toEqual(send('again'));
  });
});
