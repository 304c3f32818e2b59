import { cp, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';

import { type DataFolder, dataFolderAt } from '../../../electron/console/data-folder.ts';
import { beginRenewal, makeRecoveryCode, openDataFolder } from '../../../electron/console/data-key.ts';
import type { Keyring } from '../../../electron/crypto/keyring.ts';
import { type OpenedData, openDesktopData } from '../../../electron/desk/desktop-data.ts';
import { openSealer } from '../../../electron/files/sealer.ts';
import type { NewNotice } from '../../../shared/console.ts';
import type { StartAnswer, StartQuestion, StartWork } from '../../../shared/ipc/start-contract.ts';
import { contentsOf, fillDataFolder, filesInTheClear } from '../../support/data-folder-rig.ts';
import { noSpace, sharedFileHandle } from '../../support/file-handles.ts';
import { createRecordingLogger } from '../../support/recording-logger.ts';

/** A keyring that gives back what it has encrypted, and nothing of another. `locked`: nothing at all. */
function keyringOf(name: string, { locked = false } = {}): Keyring {
  const prefix = `${name}:`;
  return {
    isThere: () => Promise.resolve(true),
    encrypt: (text) => (locked ? Promise.reject(new Error('locked')) : Promise.resolve(Buffer.from(prefix + text))),
    decrypt(bytes) {
      const text = bytes.toString();
      if (locked || !text.startsWith(prefix)) return Promise.reject(new Error('refused'));
      return Promise.resolve(text.slice(prefix.length));
    },
  };
}
const none: Keyring = { ...keyringOf('none', { locked: true }), isThere: () => Promise.resolve(false) };
const passphrase = 'four words that fit';
const another = 'other words, not those';
const cheap = () => ({ salt: Buffer.from('salt').toString('base64'), cost: 2 ** 14, blockSize: 8, parallelization: 1 });

let root: string;
let plain: string;
let contents: unknown;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'desktop-data-'));
  plain = join(root, 'plain');
  await fillDataFolder(plain);
  contents = await contentsOf(plain, openSealer);
});
afterAll(() => rm(root, { recursive: true, force: true }));

let folder: DataFolder;
let count = 0;
beforeEach(async () => {
  folder = dataFolderAt(join(root, `data ${(count += 1)}`));
  await cp(plain, folder.path, { recursive: true });
});
afterEach(() => vi.restoreAllMocks());

const logger = createRecordingLogger();

/** Starts with this keyring, and a person who gives these answers, one to each question; then they close the page. */
async function start(
  keyring: Keyring,
  answers: readonly StartAnswer[] = [],
  { leftOpen = false, inTheClear = false } = {},
) {
  const questions: StartQuestion[] = [];
  const work: StartWork[] = [];
  const notices: NewNotice[] = [];
  const choice = { leftOpen };
  const left = [...answers];
  const opened = await openDesktopData({
    folder,
    keyring,
    settings: { dataLeftOpen: () => choice.leftOpen, setDataLeftOpen: (on) => void (choice.leftOpen = on) },
    inTheClear,
    page: {
      ask(question) {
        questions.push(question);
        return Promise.resolve(left.shift());
      },
      show: (step) => void work.push(step),
    },
    notices: { add: (notice) => void notices.push(notice) },
    stretching: cheap,
    logger,
  });
  return { opened, questions, work, notices, choice };
}
const sealed = (opened: OpenedData | 'closed') =>
  opened !== 'closed' && opened.seal === 'sealed' ? opened : expect.unreachable('it was not sealed');
const keyFile = () => readFile(folder.dataKey, 'utf8');
async function codeFor(opened: OpenedData | 'closed'): Promise<string> {
  const made = await makeRecoveryCode(folder, sealed(opened).opener);
  return made.ok ? made.value : expect.unreachable(made.error.code);
}
/** Every file with its content. */
async function everything(): Promise<unknown> {
  const names = await readdir(folder.path, { recursive: true, withFileTypes: true });
  const files = names.filter((each) => each.isFile()).map((each) => join(each.parentPath, each.name));
  return Promise.all(files.sort().map(async (path) => [path, (await readFile(path)).toString('base64')]));
}

describe('a folder in the clear', () => {
  it('is sealed at the first start where there is a keyring, and opened by it from then on; nobody is asked', async () => {
    const first = await start(keyringOf('own'));
    expect(first.questions).toEqual([]);
    expect(await filesInTheClear(folder.path)).toEqual([]);
    expect(await contentsOf(folder.path, sealed(first.opened).sealer)).toEqual(contents);
    expect(first.work.at(-1)).toMatchObject({ kind: 'sealing' });
    const second = await start(keyringOf('own'));
    expect([second.questions, second.work]).toEqual([[], []]);
    expect(await contentsOf(folder.path, sealed(second.opened).sealer)).toEqual(contents);
  });

  it('gets a passphrase where there is none, which opens it and no other does', async () => {
    const first = await start(none, [{ kind: 'new-passphrase', passphrase }]);
    expect(first.questions).toEqual([{ kind: 'choose' }]);
    expect(await filesInTheClear(folder.path)).toEqual([]);
    expect(await keyFile()).not.toContain(passphrase);
    const second = await start(none, [
      { kind: 'passphrase', passphrase: another },
      { kind: 'passphrase', passphrase },
    ]);
    expect(second.questions).toEqual([
      { kind: 'passphrase' },
      { kind: 'passphrase', problem: { code: 'wrong-passphrase' } },
    ]);
    expect(await contentsOf(folder.path, sealed(second.opened).sealer)).toEqual(contents);
  });

  it('is left open where the person says so, and is not asked about again', async () => {
    const before = await everything();
    const first = await start(none, [{ kind: 'leave-open' }]);
    expect(first.opened).toEqual({ seal: 'left-open', sealer: openSealer });
    expect(first.choice.leftOpen).toBe(true);
    const second = await start(keyringOf('own'), [], first.choice);
    expect(second.opened).toEqual({ seal: 'left-open', sealer: openSealer });
    expect(second.questions).toEqual([]);
    expect(await everything()).toEqual(before);
  });

  it('stays so in development, and where the person closes the page', async () => {
    const before = await everything();
    expect((await start(keyringOf('own'), [], { inTheClear: true })).opened).toMatchObject({ seal: 'for-tests' });
    expect((await start(none)).opened).toBe('closed');
    expect(await everything()).toEqual(before);
  });

  it('is asked about where the keyring is there and keeps nothing', async () => {
    const { opened, questions } = await start(keyringOf('own', { locked: true }), [{ kind: 'leave-open' }]);
    expect(questions).toEqual([{ kind: 'choose' }]);
    expect(opened).toMatchObject({ seal: 'left-open' });
  });

  it('goes on in the clear, with a notice, where the disk takes no key; the next start seals it', async () => {
    const files = await sharedFileHandle();
    const spy = vi.spyOn(files, 'sync').mockImplementation(() => Promise.reject(noSpace()));
    const first = await start(keyringOf('own'));
    spy.mockRestore();
    expect(first.opened).toEqual({ seal: 'not-yet', sealer: openSealer });
    expect(first.notices).toMatchObject([{ code: 'data-not-sealed', fault: 'storage-full' }]);
    expect(await contentsOf(folder.path, openSealer)).toEqual(contents);
    const second = await start(keyringOf('own'));
    expect(await contentsOf(folder.path, sealed(second.opened).sealer)).toEqual(contents);
    expect(await filesInTheClear(folder.path)).toEqual([]);
  });

  it('is told as not sealed whole where a part of it is refused', async () => {
    await rm(folder.webhooks, { recursive: true });
    await writeFile(folder.webhooks, '');
    expect((await start(keyringOf('own'))).notices).toEqual([{ code: 'data-not-sealed' }]);
  });
});

describe('a folder that does not open here', () => {
  it.each([
    ['another keyring', 'keyring-other', keyringOf('new')],
    ['a locked keyring', 'keyring-other', keyringOf('own', { locked: true })],
    ['no keyring', 'keyring-missing', none],
  ] as const)('is left as it is with %s, and said why', async (_what, reason, keyring) => {
    await start(keyringOf('own'));
    const before = await everything();
    const tried = await start(keyring, [
      { kind: 'recovery-code', code: 'x' },
      { kind: 'recovery-code', code: 'ABCD3-ABCD3-ABCD3-ABCD3-ABCD3-ABCD3' },
      { kind: 'try-again' },
    ]);
    expect(tried.opened).toBe('closed');
    expect(tried.questions).toEqual([
      { kind: 'recover', reason },
      { kind: 'recover', reason, problem: { code: 'not-a-code' } },
      { kind: 'recover', reason, problem: { code: 'code-mistyped', group: expect.any(Number) as number } },
      { kind: 'recover', reason },
    ]);
    expect(await everything()).toEqual(before);
    expect(await contentsOf(folder.path, sealed((await start(keyringOf('own'))).opened).sealer)).toEqual(contents);
  });

  it('is opened by the recovery code on a new computer, and by the keyring of that computer from then on', async () => {
    const code = await codeFor((await start(keyringOf('own'))).opened);
    const recovered = await start(keyringOf('new'), [{ kind: 'recovery-code', code: code.toLowerCase() }]);
    expect(recovered.opened).toMatchObject({ recovered: true });
    expect(await contentsOf(folder.path, sealed(recovered.opened).sealer)).toEqual(contents);
    expect((await start(keyringOf('new'))).questions).toEqual([]);
    // The former keyring opens nothing any more, the code still does.
    expect((await start(keyringOf('own'))).questions).toEqual([{ kind: 'recover', reason: 'keyring-other' }]);
    expect((await start(none, [{ kind: 'recovery-code', code }])).questions).toContainEqual({ kind: 'new-passphrase' });
  });

  it('is opened by the recovery code and a new passphrase where there is no keyring', async () => {
    const code = await codeFor((await start(keyringOf('own'))).opened);
    const recovered = await start(none, [
      { kind: 'recovery-code', code },
      { kind: 'new-passphrase', passphrase },
    ]);
    expect(await contentsOf(folder.path, sealed(recovered.opened).sealer)).toEqual(contents);
    expect((await start(none, [{ kind: 'passphrase', passphrase }])).questions).toEqual([{ kind: 'passphrase' }]);
  });

  it('is opened by the recovery code where the passphrase is forgotten, which is void from then on', async () => {
    const code = await codeFor((await start(none, [{ kind: 'new-passphrase', passphrase }])).opened);
    const recovered = await start(none, [
      { kind: 'forgotten' },
      { kind: 'recovery-code', code },
      { kind: 'new-passphrase', passphrase: another },
    ]);
    expect(recovered.questions.map(({ kind }) => kind)).toEqual(['passphrase', 'recover', 'new-passphrase']);
    expect(await contentsOf(folder.path, sealed(recovered.opened).sealer)).toEqual(contents);
    const after = await start(none, [
      { kind: 'passphrase', passphrase },
      { kind: 'passphrase', passphrase: another },
    ]);
    expect(after.questions).toHaveLength(2);
    sealed(after.opened);
  });

  it('refuses the code of another folder', async () => {
    const code = await codeFor((await start(keyringOf('own'))).opened);
    await codeFor((await start(keyringOf('own'))).opened);
    const { questions } = await start(keyringOf('new'), [{ kind: 'recovery-code', code }]);
    expect(questions.at(-1)).toEqual({ kind: 'recover', reason: 'keyring-other', problem: { code: 'wrong-code' } });
  });

  it('of a service is opened by its recovery code, and the service still opens it', async () => {
    const service = { kind: 'file', secret: Buffer.alloc(32, 7) } as const;
    await openDataFolder(folder, service, logger);
    const made = await makeRecoveryCode(folder, service);
    const code = made.ok ? made.value : expect.unreachable(made.error.code);
    const { opened, questions } = await start(keyringOf('own'), [{ kind: 'recovery-code', code }]);
    expect(questions).toEqual([{ kind: 'recover', reason: 'of-a-service' }]);
    expect(await contentsOf(folder.path, sealed(opened).sealer)).toEqual(contents);
    expect(await openDataFolder(folder, service, logger)).toMatchObject({ ok: true });
  });

  it('is left as it is where its key is lost, damaged, or kept twice; it opens once the file is back', async () => {
    await start(keyringOf('own'));
    const kept = await keyFile();
    const reasonFor = async () => (await start(keyringOf('own'))).questions;
    for (const file of [folder.dataKey, folder.dataKeyCopy]) await writeFile(file, 'x');
    expect(await reasonFor()).toEqual([{ kind: 'recover', reason: 'key-damaged' }]);
    for (const file of [folder.dataKey, folder.dataKeyCopy]) await rm(file);
    expect(await reasonFor()).toEqual([{ kind: 'recover', reason: 'key-lost' }]);
    await writeFile(folder.dataKey, kept);
    const { opener } = sealed((await start(keyringOf('own'))).opened);
    expect(await beginRenewal(folder, opener)).toMatchObject({ ok: true });
    await start(keyringOf('own'));
    await writeFile(folder.dataKeyCopy, kept);
    expect(await reasonFor()).toEqual([{ kind: 'recover', reason: 'key-differs' }]);
    await rm(folder.dataKeyCopy);
    expect(await contentsOf(folder.path, sealed((await start(keyringOf('own'))).opened).sealer)).toEqual(contents);
  });
});

it('never logs a passphrase, a code or a secret', async () => {
  const code = await codeFor((await start(none, [{ kind: 'new-passphrase', passphrase }])).opened);
  await start(keyringOf('own'), [{ kind: 'forgotten' }, { kind: 'recovery-code', code }]);
  const text = JSON.stringify(logger.told);
  expect(text).toContain('does not open');
  for (const secret of [passphrase, code, code.slice(0, 11)]) expect(text).not.toContain(secret);
});
