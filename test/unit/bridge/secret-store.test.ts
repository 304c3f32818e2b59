import { chmod, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { expect, it } from 'vitest';

import { createSecretStore } from '../../../electron/bridge/secret-store.ts';
import type { Keyring } from '../../../electron/crypto/keyring.ts';
import { createTemporaryFolder } from '../../support/credentials.ts';
import { createRecordingLogger } from '../../support/recording-logger.ts';

/** Turns every byte around, as long as it is of this user. */
function keyringOf(user: number): Keyring {
  const turn = (bytes: Buffer) => Buffer.from(bytes.map((byte) => byte ^ user));
  return {
    isThere: () => Promise.resolve(true),
    encrypt: (text) => Promise.resolve(turn(Buffer.from(`guarded ${text}`))),
    decrypt(bytes) {
      const text = turn(bytes).toString('utf8');
      return text.startsWith('guarded ') ? Promise.resolve(text.slice(8)) : Promise.reject(new Error('no such key'));
    },
  };
}
const none: Keyring = { ...keyringOf(1), isThere: () => Promise.resolve(false) };

async function setUp(keyring: Keyring) {
  const folder = (await createTemporaryFolder()).path;
  const path = join(folder, 'bridge-secret.json');
  const logger = createRecordingLogger();
  const secretOf = async (store = createSecretStore(path, keyring, logger)) => {
    const read = await store.read();
    if (!read.ok) throw new Error(read.error.code);
    return read.value;
  };
  return { folder, logger, secretOf, path };
}

it('makes a secret of 32 bytes once, and keeps it guarded', async () => {
  const { secretOf, path } = await setUp(keyringOf(42));
  const first = await secretOf();
  expect(Buffer.from(first.text, 'base64url')).toHaveLength(32);
  expect(first.inKeyring).toBe(true);
  expect(await secretOf()).toEqual(first);
  const written = await readFile(path, 'utf8');
  expect(written).not.toContain(Buffer.from(first.text).toString('base64'));
  expect((await stat(path)).mode & 0o777).toBe(0o600);
});

it('says that there is no keyring, and keeps the secret all the same', async () => {
  const { secretOf } = await setUp(none);
  const first = await secretOf();
  expect(first.inKeyring).toBe(false);
  expect(await secretOf()).toEqual(first);
});

it('leaves one alone that cannot be read, which may come back, until somebody asks for a new one', async () => {
  const { logger, secretOf, path } = await setUp(keyringOf(42));
  const first = await secretOf();
  const locked = createSecretStore(path, keyringOf(7), logger);
  expect(await locked.read()).toEqual({ ok: false, error: { code: 'secret-unreadable' } });
  expect(await secretOf()).toEqual(first);
  await writeFile(path, '{');
  expect(await locked.read()).toEqual({ ok: false, error: { code: 'secret-unreadable' } });
  expect(logger.lines).toHaveLength(2);
  expect(JSON.stringify(logger.lines)).not.toContain(first.text);
  expect(await locked.renew()).toMatchObject({ ok: true });
  expect(await locked.read()).toMatchObject({ ok: true });
});

it('renews it on request', async () => {
  const { logger, secretOf, path } = await setUp(none);
  const first = await secretOf();
  const renewed = await createSecretStore(path, none, logger).renew();
  expect(renewed).not.toMatchObject({ value: { text: first.text } });
  expect(renewed).toMatchObject({ ok: true, value: await secretOf() });
});

it('names the folder that refuses, and leaves nothing behind', async () => {
  const { folder, logger, path } = await setUp(none);
  // Root may write anywhere, so the place is taken by something that is no file.
  const blocked = join(folder, 'file');
  await writeFile(blocked, '');
  await chmod(blocked, 0o400);
  const refused = await createSecretStore(join(blocked, 'below', 'secret.json'), none, logger).read();
  expect(refused).toMatchObject({ ok: false, error: { code: 'storage-failed', place: join(blocked, 'below') } });
  expect(await readdir(folder)).toEqual(['file']);
  expect(path).toContain(folder);
});
