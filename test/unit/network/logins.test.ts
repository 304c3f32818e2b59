import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, test } from 'vitest';

import { createGivenLogins, createKeptLogins } from '../../../electron/network/logins.ts';
import type { ProxyAddress } from '../../../shared/proxy-rules.ts';
import { createTemporaryFolder } from '../../support/credentials.ts';
import { createRecordingLogger } from '../../support/recording-logger.ts';

const asked = (host: string): ProxyAddress => ({ scheme: 'http', host, port: 3128, username: 'u' });
const loginOf = (host: string) => ({ username: 'u', password: `of ${host}` });

let folder: Awaited<ReturnType<typeof createTemporaryFolder>>;
let keyring: { there: boolean; locked: boolean };
beforeEach(async () => {
  folder = await createTemporaryFolder();
  keyring = { there: true, locked: false };
});
afterEach(() => folder.remove());

function open(given: readonly string[] = []) {
  const logger = createRecordingLogger();
  const path = join(folder.path, 'proxy-logins');
  const logins = createKeptLogins({
    path,
    given: createGivenLogins(given),
    logger,
    keyring: {
      isThere: () => Promise.resolve(keyring.there),
      encrypt: (text) => Promise.resolve(Buffer.from(text).map((byte) => byte ^ 7) as Buffer),
      decrypt: (bytes) =>
        keyring.locked
          ? Promise.reject(new Error('locked'))
          : Promise.resolve(Buffer.from(bytes.map((byte) => byte ^ 7)).toString()),
    },
  });
  return { logins, logger, path };
}

test('logins are kept over a restart, encrypted, several at once', async () => {
  const { logins, path } = open();
  expect(
    await Promise.all([logins.keep(asked('one'), loginOf('one')), logins.keep(asked('two'), loginOf('two'))]),
  ).toEqual([true, true]);
  expect(await readFile(path, 'utf8')).not.toContain('of one');
  const again = open().logins;
  expect([await again.find(asked('one')), await again.find(asked('two'))]).toEqual([loginOf('one'), loginOf('two')]);
  expect(await again.find(asked('three'))).toBeUndefined();
});

test('while the keyring is locked nothing is found and nothing is written over', async () => {
  await open().logins.keep(asked('one'), loginOf('one'));
  keyring.locked = true;
  const { logins, logger } = open();
  expect(await logins.find(asked('one'))).toBeUndefined();
  expect(await logins.keep(asked('two'), loginOf('two'))).toBe(false);
  expect(logger.lines.map(({ level }) => level)).toEqual(['warn', 'warn']);
  keyring.locked = false;
  expect(await logins.find(asked('one'))).toEqual(loginOf('one'));
});

test('without a keyring none is kept, and the answer says so', async () => {
  keyring.there = false;
  const { logins } = open();
  expect(await logins.keep(asked('one'), loginOf('one'))).toBe(false);
  expect(await logins.find(asked('one'))).toBeUndefined();
});

test('what the environment gives goes first', async () => {
  const { logins } = open(['http://u:other@one:3128']);
  await logins.keep(asked('one'), loginOf('one'));
  expect(await logins.find(asked('one'))).toEqual({ username: 'u', password: 'other' });
});
