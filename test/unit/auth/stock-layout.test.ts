import { mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import {
  normalisedKey,
  readStockKeys,
  setStockFilesAside,
  stockFilesAmong,
  writeStockLayout,
} from '../../../electron/auth/stock-layout.ts';
import { openSeal } from '../../../electron/files/sealer.ts';
import { createTemporaryFolder } from '../../support/credentials.ts';

let folder: Awaited<ReturnType<typeof createTemporaryFolder>>;
let path: (...names: readonly string[]) => string;
beforeEach(async () => {
  folder = await createTemporaryFolder();
  path = (...names) => join(folder.path, ...names);
});
afterEach(() => folder.remove());

describe('the text of a key of another service', () => {
  it.each<[what: string, type: string, text: string, kept: string | undefined]>([
    ['its JSON as this store writes it', 'session', '{ "a": [1, "b"] }', '{"a":[1,"b"]}'],
    ['bytes in base64', 'session', '{"0":1,"1":255}', '{"type":"Buffer","data":"Af8="}'],
    ['what stands behind a byte order mark', 'session', '\uFEFF"a"', '"a"'],
    ['a byte order mark inside', 'session', '"a\uFEFFb"', '"a\uFEFFb"'],
    ['a list, which only a sender key has as bytes', 'device-list', '["0","12"]', '["0","12"]'],
    ['a sender key that is no list', 'sender-key', '{"a":1}', '{"a":1}'],
    ['the bytes of a sender key that is a list', 'sender-key', '[7]', '{"type":"Buffer","data":"Wzdd"}'],
    ['nothing of a null', 'session', 'null', undefined],
    ['nothing of an empty file', 'session', '', undefined],
    ['nothing of half a file', 'session', '{"a":', undefined],
  ])('is %s', (_what, type, text, kept) => {
    expect(normalisedKey(type, text)).toBe(kept);
  });
});

describe('the keys of the stock layout', () => {
  it('are read once each, however many there are, and the rest is counted', async () => {
    const ids = [...Array(70).keys()];
    for (const id of ids) await writeFile(path(`pre-key-${id}.json`), `"${id}"`);
    await writeFile(path('session-a-b.c.json'), '"guess"');
    await writeFile(path('session-1.0.json'), '{"half');
    await writeFile(path('notes-1.json'), '"no key"');
    await mkdir(path('session-2.0.json'));
    await symlink(path('nowhere'), path('session-3.0.json'));
    await symlink('session-4.0.json', path('session-4.0.json'));

    const { entries, ...counts } = await readStockKeys(folder.path, await readdir(folder.path), openSeal);
    expect(counts).toEqual({ ambiguous: 1, unreadable: 2, skipped: 3 });
    const expected = [...ids.map((id) => [`pre-key/${id}`, `"${id}"`]), ['session/a-b.c', '"guess"']];
    const byKey = (a: readonly unknown[], b: readonly unknown[]) => String(a[0]).localeCompare(String(b[0]));
    expect([...entries].sort(byKey)).toEqual(expected.sort(byKey));
  });

  it('are not taken for missing where the system refuses to read them', async () => {
    await writeFile(path('file'), 'where a folder should be');
    await expect(readStockKeys(path('file'), ['session-1.0.json'], openSeal)).rejects.toThrow('ENOTDIR');
  });

  it('are known by their files’ names', () => {
    const names = ['creds.json', 'session-1.0.json', 'notes-1.json', 'pre-key-1.json', 'pre-key-1.txt'];
    expect(stockFilesAmong(names)).toEqual(['session-1.0.json', 'pre-key-1.json']);
  });
});

describe('imported files', () => {
  it('go into the newest folder that was begun, with a copy of creds.json', async () => {
    const begun = ['11', '09', '12', '10', '08'].map((hour) => `imported-2026-10-01T${hour}-00-00.000Z`);
    for (const name of begun) await mkdir(path(name));
    await writeFile(path('creds.json'), 'creds');
    await writeFile(path('session-1.0.json'), '"s"');
    await setStockFilesAside(folder.path, ['session-1.0.json'], 0);

    const newest = 'imported-2026-10-01T12-00-00.000Z';
    expect((await readdir(path(newest))).sort()).toEqual(['creds.json', 'session-1.0.json']);
    expect(await readFile(path(newest, 'creds.json'), 'utf8')).toBe('creds');
    expect((await readdir(folder.path)).sort()).toEqual([...begun.sort(), 'creds.json'].sort());
  });

  it('go into a new folder by the time where none was begun', async () => {
    await writeFile(path('creds.json'), 'creds');
    await writeFile(path('session-1.0.json'), '"s"');
    await setStockFilesAside(folder.path, ['session-1.0.json'], Date.UTC(2026, 9, 1));
    expect((await readdir(folder.path)).sort()).toEqual(['creds.json', 'imported-2026-10-01T00-00-00.000Z']);
  });
});

describe('a folder in the stock layout', () => {
  it('is written into an empty folder, and its files are counted', async () => {
    const keys = [
      ['session/1.0', '"s"'],
      ['sender-key/1@g.us::2::0', '"k"'],
    ] as const;
    await mkdir(path('export'));
    expect(await writeStockLayout(path('export'), 'creds', keys)).toEqual({ ok: true, value: 3 });
    const names = ['creds.json', 'sender-key-1@g.us--2--0.json', 'session-1.0.json'];
    expect((await readdir(path('export'))).sort()).toEqual(names);
    expect(await Promise.all(names.map((name) => readFile(path('export', name), 'utf8')))).toEqual([
      'creds',
      '"k"',
      '"s"',
    ]);
  });
});
