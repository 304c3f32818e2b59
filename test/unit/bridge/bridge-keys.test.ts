import { mkdir, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, test } from 'vitest';

import { createBridgeKeys } from '../../../electron/bridge/bridge-keys.ts';
import type { NewBridgeKey } from '../../../shared/bridge-keys.ts';
import { keyNameProblem } from '../../../shared/bridge-rules.ts';
import { tenantIdSchema } from '../../../shared/tenant.ts';
import { createTemporaryFolder } from '../../support/credentials.ts';
import { createFakeClock } from '../../support/fake-clock.ts';
import { createRecordingLogger } from '../../support/recording-logger.ts';

let folder: Awaited<ReturnType<typeof createTemporaryFolder>>;
beforeEach(async () => {
  folder = await createTemporaryFolder();
});
afterEach(() => folder.remove());

const monitor: NewBridgeKey = {
  name: 'monitor',
  scopes: ['read'],
  tenants: [tenantIdSchema.parse('shop')],
  expiresAt: null,
};

function setUp(clock = createFakeClock()) {
  const logger = createRecordingLogger();
  const path = join(folder.path, 'bridge-keys.json');
  return { path, clock, logger, keys: createBridgeKeys({ path, clock, logger }) };
}

async function made(keys: ReturnType<typeof createBridgeKeys>, wanted = monitor) {
  const answer = await keys.add(wanted);
  if (!answer.ok) throw new Error(answer.error.code);
  return answer.value;
}

test('a key is found by its text, also after a restart, and the text is on no disk', async () => {
  const { keys, path, clock, logger } = setUp();
  const { key, text } = await made(keys);
  expect(text).toMatch(/^pck_[\w-]{43}$/);
  expect(keys.find(text)).toMatchObject({ id: key.id, name: 'monitor', scopes: ['read'], tenants: ['shop'] });
  const file = await readFile(path, 'utf8');
  expect(file).not.toContain(text.slice(4));
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  const again = createBridgeKeys({ path, clock, logger });
  expect(again.find(text)).toBeUndefined();
  expect((await again.open()).ok).toBe(true);
  expect(again.find(text)?.id).toBe(key.id);
  for (const wrong of ['', 'pck_', text.slice(0, -1), `${text}x`, text.toUpperCase()]) {
    expect(again.find(wrong)).toBeUndefined();
  }
  expect(JSON.stringify([again.list(), logger.lines])).not.toContain(text.slice(4));
  expect(JSON.stringify(again.list())).not.toContain('digest');
});

test('two keys have nothing in common but their form, and a name is had once', async () => {
  const { keys } = setUp();
  const first = await made(keys);
  const second = await made(keys, { ...monitor, name: 'other' });
  expect(first.text).not.toBe(second.text);
  expect(await keys.add(monitor)).toEqual({ ok: false, error: { code: 'key-exists' } });
  expect(keys.list().map(({ name }) => name)).toEqual(['monitor', 'other']);
});

test('a revoked key is refused while its file is still being written, and not after a restart', async () => {
  const { keys, path, clock, logger } = setUp();
  const { key, text } = await made(keys);
  let told = 0;
  keys.onRevoked(() => {
    told += 1;
    expect(keys.isValid(key.id)).toBe(false);
  });
  const revoking = keys.revoke(key.id);
  expect(keys.find(text)).toBeUndefined();
  expect(told).toBe(1);
  expect((await revoking).ok).toBe(true);
  expect(keys.list()).toEqual([]);
  const again = createBridgeKeys({ path, clock, logger });
  await again.open();
  expect(again.find(text)).toBeUndefined();
});

test('where the disk refuses, the key is out at once and stays in the list to be revoked again', async () => {
  const { keys, path } = setUp();
  const { key, text } = await made(keys);
  // A folder in the place of the file cannot be replaced by it.
  await rm(path);
  await mkdir(path);
  expect(await keys.revoke(key.id)).toMatchObject({ ok: false });
  expect(keys.find(text)).toBeUndefined();
  expect(keys.isValid(key.id)).toBe(false);
  expect(keys.list()).toHaveLength(1);
  expect(await keys.add({ ...monitor, name: 'new' })).toMatchObject({ ok: false });
  expect(keys.list()).toHaveLength(1);
});

test('a key ends with its time', async () => {
  const { keys, clock } = setUp();
  const { key, text } = await made(keys, { ...monitor, expiresAt: clock.now() + 60_000 });
  await clock.advance(59_999);
  expect(keys.isValid(key.id)).toBe(true);
  await clock.advance(1);
  expect(keys.find(text)).toBeUndefined();
  expect(keys.isValid(key.id)).toBe(false);
  expect(keys.list()).toHaveLength(1);
});

test('when and from where a key was used last is kept, and written once a minute', async () => {
  const { keys, path, clock, logger } = setUp();
  const { key } = await made(keys);
  const before = await readFile(path, 'utf8');
  keys.used(key.id, '10.0.0.1');
  const first = clock.now();
  await clock.advance(30_000);
  keys.used(key.id, '10.0.0.1');
  expect(keys.list()).toMatchObject([{ lastUsed: { at: first, address: '10.0.0.1' } }]);
  keys.used(key.id, '10.0.0.2');
  expect(await readFile(path, 'utf8')).toBe(before);
  await keys.close();
  const again = createBridgeKeys({ path, clock, logger });
  await again.open();
  expect(again.list()).toMatchObject([{ lastUsed: { at: first + 30_000, address: '10.0.0.2' } }]);
});

test('a file that cannot be read is kept aside, and its keys are refused', async () => {
  const { keys, path, logger } = setUp();
  await writeFile(path, '{"keys":[{"id":');
  expect((await keys.open()).ok).toBe(true);
  expect(keys.list()).toEqual([]);
  const aside = (await readdir(folder.path)).find((name) => name.includes('damaged'));
  expect(await readFile(join(folder.path, aside ?? ''), 'utf8')).toBe('{"keys":[{"id":');
  expect(logger.lines.filter(({ level }) => level === 'error')).toHaveLength(1);
  const told = { kind: 'set-aside', file: join(folder.path, aside ?? '') };
  expect(keys.fault()).toEqual(told);
  // Also after a restart, until somebody has deleted the file.
  const again = setUp().keys;
  await again.open();
  expect(again.fault()).toEqual(told);
  await rm(told.file);
  const last = setUp().keys;
  await last.open();
  expect(last.fault()).toBeNull();
});

test('a file that the disk does not give is told, and read once the disk gives it', async () => {
  const { keys, path } = setUp();
  await mkdir(path);
  expect((await keys.open()).ok).toBe(false);
  expect(keys.fault()).toEqual({ kind: 'unreadable', file: path });
  await rm(path, { recursive: true });
  expect((await keys.open()).ok).toBe(true);
  expect(keys.fault()).toBeNull();
});

test.each([
  ['Backend 2', undefined],
  ['גיבוי', undefined],
  [' ', 'empty'],
  ['x'.repeat(41), 'too-long'],
  ['a,b', 'characters'],
  ['=cmd', 'characters'],
  ['shop 972 50-123', 'number'],
  ['0501234567', 'number'],
])('the name %j: %s', (name, problem) => {
  expect(keyNameProblem(name)).toBe(problem);
});
