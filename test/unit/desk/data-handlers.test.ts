import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { type DataFolder, dataFolderAt } from '../../../electron/console/data-folder.ts';
import { changeOpener, checkOpener, findKey, openDataFolder } from '../../../electron/console/data-key.ts';
import type { Keyring } from '../../../electron/crypto/keyring.ts';
import { readRecoveryCode } from '../../../electron/crypto/recovery-code.ts';
import { newStretching, stretch } from '../../../electron/crypto/stretched-passphrase.ts';
import { createDataHandlers } from '../../../electron/desk/data-handlers.ts';
import { type OpenedData, newKeyringOpener } from '../../../electron/desk/desktop-data.ts';
import { openSealer } from '../../../electron/files/sealer.ts';
import type { DataState } from '../../../shared/data.ts';
import { createFakeClock } from '../../support/fake-clock.ts';
import { silentLogger as logger } from '../../support/fake-ports.ts';

const keyring: Keyring = {
  isThere: () => Promise.resolve(true),
  encrypt: (text) => Promise.resolve(Buffer.from(`kept ${text}`)),
  decrypt: (bytes) => Promise.resolve(bytes.toString().slice('kept '.length)),
};

let folder: DataFolder;
const clock = createFakeClock();
/** Four milliseconds in place of half a second. */
const stretching = () => ({ ...newStretching(), cost: 2 ** 14 });
const words = 'four words that fit';
const otherWords = 'other words, not those';
beforeEach(async () => {
  folder = dataFolderAt(await mkdtemp(join(tmpdir(), 'data-handlers-')));
});
afterEach(() => rm(folder.path, { recursive: true, force: true }));

async function sealed(): Promise<OpenedData> {
  const opener = await newKeyringOpener(keyring);
  const opened = await openDataFolder(folder, opener, logger);
  return opened.ok ? { seal: 'sealed', sealer: opened.value, opener } : expect.unreachable(opened.error.code);
}

async function sealedByPassphrase(passphrase: string) {
  const parameters = stretching();
  const opener = { kind: 'passphrase', secret: await stretch(passphrase, parameters), stretching: parameters } as const;
  const opened = await openDataFolder(folder, opener, logger);
  return opened.ok
    ? ({ seal: 'sealed', sealer: opened.value, opener } as const)
    : expect.unreachable(opened.error.code);
}
/** Whether a passphrase opens the folder, by what the file of the key says of it. */
async function opens(passphrase: string): Promise<boolean> {
  const found = await findKey(folder);
  const openers = found.ok && found.value.kind === 'kept' ? found.value.openers : [];
  for (const opener of openers) {
    if (opener.kind !== 'passphrase') continue;
    const secret = await stretch(passphrase, opener.stretching);
    return (await checkOpener(folder, { kind: 'passphrase', secret, stretching: opener.stretching })).ok;
  }
  return expect.unreachable('no passphrase opens it');
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
    clock,
    stretching,
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

describe('the passphrase', () => {
  it('is another from then on; the data key and the recovery code stay', async () => {
    const { handlers } = handlersFor(await sealedByPassphrase(words));
    const made = await handlers.makeRecoveryCode(null);
    const before = await keptKey();
    expect(await handlers.changePassphrase({ current: words, next: otherWords })).toEqual({ ok: true, value: null });
    expect([await opens(words), await opens(otherWords)]).toEqual([false, true]);
    expect((await keptKey()).keyId).toBe(before.keyId);
    const code = readRecoveryCode(made.ok ? made.value.code : '');
    const recovery = { kind: 'recovery', secret: code.ok ? code.value : Buffer.alloc(0) } as const;
    expect(await checkOpener(folder, recovery)).toMatchObject({ ok: true });
    // What the window does next, it does with the new one.
    expect(await handlers.confirmRecoveryCode(null)).toMatchObject({ value: { recovery: 'on-paper' } });
    expect(await handlers.changePassphrase({ current: otherWords, next: words })).toMatchObject({ ok: true });
    expect(await opens(words)).toBe(true);
  });

  it('stays where the one until now is wrong, and after three of those even the right one has to wait', async () => {
    const { handlers } = handlersFor(await sealedByPassphrase(words));
    const wrong = { current: 'not that one, no', next: otherWords };
    for (let n = 0; n < 3; n += 1) {
      expect(await handlers.changePassphrase(wrong)).toEqual({ ok: false, error: { code: 'wrong-passphrase' } });
    }
    const right = { current: words, next: otherWords };
    const until = clock.now() + 5_000;
    expect(await handlers.changePassphrase(right)).toEqual({ ok: false, error: { code: 'passphrase-wait', until } });
    await clock.advance(5_000);
    expect(await handlers.changePassphrase(wrong)).toMatchObject({ error: { code: 'wrong-passphrase' } });
    expect(await handlers.changePassphrase(right)).toMatchObject({
      error: { code: 'passphrase-wait', until: clock.now() + 10_000 },
    });
    await clock.advance(10_000);
    expect(await opens(otherWords)).toBe(false);
    expect(await handlers.changePassphrase(right)).toMatchObject({ ok: true });
    // The right one starts the count anew.
    expect(await handlers.changePassphrase(wrong)).toMatchObject({ error: { code: 'wrong-passphrase' } });
    expect(await handlers.changePassphrase(wrong)).toMatchObject({ error: { code: 'wrong-passphrase' } });
  });

  it('is not there to change where the keyring opens the folder', async () => {
    const { handlers } = handlersFor(await sealed());
    const refused = await handlers.changePassphrase({ current: words, next: otherWords });
    expect(refused).toEqual({ ok: false, error: { code: 'invalid-request' } });
  });

  it('stays where the key of the folder is another one meanwhile', async () => {
    const data = await sealedByPassphrase(words);
    const { handlers } = handlersFor(data);
    const parameters = stretching();
    const secret = await stretch(otherWords, parameters);
    await changeOpener(folder, data.opener, { kind: 'passphrase', secret, stretching: parameters });
    const refused = await handlers.changePassphrase({ current: words, next: 'a third one, of words' });
    expect(refused).toEqual({ ok: false, error: { code: 'data-key-unopened' } });
    expect(await opens(otherWords)).toBe(true);
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
