import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { type DataFolder, dataFolderAt } from '../../../electron/console/data-folder.ts';
import { openDataFolder } from '../../../electron/console/data-key.ts';
import type { Keyring } from '../../../electron/crypto/keyring.ts';
import { createDataHandlers } from '../../../electron/desk/data-handlers.ts';
import { type OpenedData, newKeyringOpener } from '../../../electron/desk/desktop-data.ts';
import { openSealer } from '../../../electron/files/sealer.ts';
import type { DataState } from '../../../shared/data.ts';
import { silentLogger as logger } from '../../support/fake-ports.ts';

const keyring: Keyring = {
  isThere: () => Promise.resolve(true),
  encrypt: (text) => Promise.resolve(Buffer.from(`kept ${text}`)),
  decrypt: (bytes) => Promise.resolve(bytes.toString().slice('kept '.length)),
};

let folder: DataFolder;
beforeEach(async () => {
  folder = dataFolderAt(await mkdtemp(join(tmpdir(), 'data-handlers-')));
});
afterEach(() => rm(folder.path, { recursive: true, force: true }));

async function sealed(): Promise<OpenedData> {
  const opener = await newKeyringOpener(keyring);
  const opened = await openDataFolder(folder, opener, logger);
  return opened.ok ? { seal: 'sealed', sealer: opened.value, opener } : expect.unreachable(opened.error.code);
}

function handlersFor(data: OpenedData, own = keyring) {
  const published: DataState[] = [];
  const restart = vi.fn();
  const setDataLeftOpen = vi.fn();
  const publish = (state: DataState) => void published.push(state);
  const handlers = createDataHandlers({
    folder,
    data,
    keyring: own,
    settings: { setDataLeftOpen },
    restart,
    publish,
    logger,
  });
  return { handlers, published, restart, setDataLeftOpen };
}
/** Its owner does not unlock it. */
const lockedKeyring: Keyring = { ...keyring, encrypt: () => Promise.reject(new Error('locked')) };
const keptKey = async () =>
  JSON.parse(await readFile(folder.dataKey, 'utf8')) as { keyId: string; state: string; former: string[] };

describe('a sealed folder', () => {
  it('has no recovery code until one is made, which counts once it is on paper', async () => {
    const { handlers, published } = handlersFor(await sealed());
    const state = { seal: 'sealed', opener: 'keyring', recovery: 'none', renewed: false };
    expect(await handlers.state(null)).toEqual({ ok: true, value: state });
    expect(await handlers.makeRecoveryCode(null)).toMatchObject({
      value: { code: expect.stringMatching(/^(\w{5}-){5}\w{5}$/) as string },
    });
    expect(await handlers.state(null)).toMatchObject({ value: { recovery: 'unconfirmed' } });
    expect(await handlers.confirmRecoveryCode(null)).toMatchObject({ value: { recovery: 'on-paper' } });
    expect(published.map(({ recovery }) => recovery)).toEqual(['unconfirmed', 'on-paper']);
  });

  it('gets a new key that its new opener alone opens, and a code for that one; the next start finishes', async () => {
    const data = await sealed();
    const { handlers } = handlersFor(data);
    await handlers.makeRecoveryCode(null);
    await handlers.confirmRecoveryCode(null);
    const former = await keptKey();
    expect(await handlers.renewKey(null)).toMatchObject({ value: { renewed: true, recovery: 'none' } });
    expect((await keptKey()).keyId).not.toBe(former.keyId);
    expect(await keptKey()).toMatchObject({ state: 'moving', former: [expect.any(String)] });
    if (data.seal !== 'sealed') return expect.unreachable('it is sealed');
    expect(await openDataFolder(folder, data.opener, logger)).toMatchObject({ error: { code: 'data-key-wrong' } });
    // The handlers have the new opener: the code is one for the new key.
    expect(await handlers.makeRecoveryCode(null)).toMatchObject({ ok: true });
    expect(await handlers.confirmRecoveryCode(null)).toMatchObject({ value: { renewed: true, recovery: 'on-paper' } });
  });

  it('keeps its key where the keyring takes no new secret', async () => {
    const { handlers } = handlersFor(await sealed(), lockedKeyring);
    const before = await keptKey();
    expect(await handlers.renewKey(null)).toEqual({ ok: false, error: { code: 'data-key-unopened' } });
    expect(await keptKey()).toEqual(before);
  });

  it('carries two calls out one after the other', async () => {
    const { handlers } = handlersFor(await sealed());
    const [made, renewed] = await Promise.all([handlers.makeRecoveryCode(null), handlers.renewKey(null)]);
    expect([made.ok, renewed.ok]).toEqual([true, true]);
    expect(await handlers.state(null)).toMatchObject({ value: { recovery: 'none', renewed: true } });
  });

  it('is left as it is where its key is another one now, or gone', async () => {
    const { handlers, published } = handlersFor(await sealed());
    for (const file of [folder.dataKey, folder.dataKeyCopy]) await writeFile(file, 'x');
    for (const call of [handlers.makeRecoveryCode, handlers.confirmRecoveryCode, handlers.renewKey, handlers.state]) {
      expect(await call(null)).toEqual({ ok: false, error: { code: 'data-key-unopened' } });
    }
    expect(await readFile(folder.dataKey, 'utf8')).toBe('x');
    expect(published).toEqual([]);
  });

  it('starts again where it is asked to', async () => {
    const { handlers, restart } = handlersFor(await sealed());
    expect(await handlers.sealNow(null)).toMatchObject({ error: { code: 'invalid-request' } });
    expect(restart).not.toHaveBeenCalled();
    await handlers.restart(null);
    expect(restart).toHaveBeenCalledOnce();
  });
});

describe('a folder in the clear', () => {
  it('is sealed by the next start where a person wants it, and has no key to change', async () => {
    const { handlers, restart, setDataLeftOpen } = handlersFor({ seal: 'left-open', sealer: openSealer });
    expect(await handlers.state(null)).toMatchObject({ value: { seal: 'left-open', opener: null } });
    for (const call of [handlers.makeRecoveryCode, handlers.confirmRecoveryCode, handlers.renewKey]) {
      expect(await call(null)).toMatchObject({ error: { code: 'invalid-request' } });
    }
    expect(await handlers.sealNow(null)).toMatchObject({ ok: true });
    expect(setDataLeftOpen.mock.calls).toEqual([[false]]);
    expect(restart).toHaveBeenCalledOnce();
  });
});
