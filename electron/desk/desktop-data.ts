import { randomBytes } from 'node:crypto';

import {
  type StartAnswer,
  type StartProblem,
  type StartQuestion,
  type StartWork,
  diskCodeSchema,
} from '../../shared/ipc/start-contract.ts';
import type { RecoveryReason } from '../../shared/start-rules.ts';
import type { DataFolder } from '../console/data-folder.ts';
import { type DataKeyError, changeOpener, checkOpener, findKey, openDataFolder } from '../console/data-key.ts';
import type { Notices } from '../console/notices.ts';
import type { Opener } from '../crypto/key-envelope.ts';
import type { Keyring } from '../crypto/keyring.ts';
import { readRecoveryCode } from '../crypto/recovery-code.ts';
import { type Stretching, newStretching, stretch } from '../crypto/stretched-passphrase.ts';
import { type Sealer, openSealer } from '../files/sealer.ts';
import type { Logger } from '../pairing/ports.ts';
import type { Settings } from '../settings/settings.ts';
import { type WayIn, reasonOf, wayIn } from './way-in.ts';

/** The page in front of the console, where a person has to say something before the data folder opens. */
export interface StartPage {
  /** Answers nothing where the person closes it. */
  readonly ask: (question: StartQuestion) => Promise<StartAnswer | undefined>;
  /** Says what goes on meanwhile; without a page yet, only if that takes long. */
  readonly show: (work: StartWork) => void;
}

/** The opener of a desktop, which can change its own key. */
export type DesktopOpener = Extract<Opener, { readonly kind: 'keyring' | 'passphrase' }>;

/** How the data folder was opened. */
export type OpenedData =
  | {
      readonly seal: 'sealed';
      readonly sealer: Sealer;
      readonly opener: DesktopOpener;
      /** With the recovery code. */
      readonly recovered?: true;
    }
  | { readonly seal: 'left-open' | 'for-tests' | 'not-yet'; readonly sealer: Sealer };

type SealedData = Extract<OpenedData, { readonly seal: 'sealed' }>;

interface Options {
  readonly folder: DataFolder;
  readonly keyring: Keyring;
  readonly settings: Pick<Settings, 'dataLeftOpen' | 'setDataLeftOpen'>;
  /** The environment says that a folder without a key stays so. */
  readonly inTheClear: boolean;
  readonly page: StartPage;
  readonly notices: Pick<Notices, 'add'>;
  /** How a new passphrase is stretched; tests take less time. */
  readonly stretching?: () => Stretching;
  readonly logger: Logger;
}

/** A secret that only the system's keyring can give back. Rejects where the keyring refuses. */
export async function newKeyringOpener(keyring: Keyring): Promise<DesktopOpener> {
  const secret = randomBytes(32);
  const encrypted = await keyring.encrypt(secret.toString('base64'));
  return { kind: 'keyring', secret, encrypted: encrypted.toString('base64') };
}

/**
 * Opens the data folder of the desktop program, and asks the person wherever the keyring is not enough; `closed`: the person
 * has closed the page. Nothing is set aside or replaced for a key that does not open.
 */
export async function openDesktopData(options: Options): Promise<OpenedData | 'closed'> {
  const { folder, keyring, settings, inTheClear, page, notices, stretching = newStretching, logger } = options;
  const opening = () => page.show({ kind: 'opening' });

  for (;;) {
    const left = inTheClear ? 'for-tests' : settings.dataLeftOpen() ? 'left-open' : undefined;
    const way = wayIn({ key: await findKey(folder), keyring: await keyring.isThere(), leftOpen: left });
    const opened = await go(way);
    if (opened !== 'again') return opened;
  }

  async function go(way: WayIn): Promise<OpenedData | 'closed' | 'again'> {
    switch (way.kind) {
      case 'clear':
        logger.warn('the data folder is not sealed: a copy of it can log in as every tenant', { why: way.leftOpen });
        return { seal: way.leftOpen, sealer: openSealer };
      case 'seal':
        return sealByKeyring();
      case 'choose':
        return choose();
      case 'by-keyring':
        return byKeyring(way.secrets);
      case 'by-passphrase':
        return byPassphrase(way.stretchings);
      case 'recover':
        return recover(way.reason);
    }
  }

  /** Opens, and seals what is not sealed. */
  async function openBy(opener: DesktopOpener): Promise<SealedData | DataKeyError> {
    const opened = await openDataFolder(folder, opener, logger, {
      onProgress: ({ done, total }) => page.show({ kind: 'sealing', done, total }),
      onLeft: () => notices.add({ code: 'data-not-sealed' }),
    });
    return opened.ok ? { seal: 'sealed', sealer: opened.value, opener } : opened.error;
  }

  async function sealByKeyring(): Promise<OpenedData | 'closed' | 'again'> {
    let opener: DesktopOpener;
    try {
      opener = await newKeyringOpener(keyring);
    } catch (error) {
      // Its owner may have closed the dialog that unlocks it.
      logger.warn('the keyring keeps no secret', { error });
      return choose();
    }
    const opened = await openBy(opener);
    if (!('code' in opened)) return opened;
    if ('place' in opened) return notSealed(opened.code, opened.place);
    return recover(reasonOf(opened));
  }

  /** The disk takes no key. What is linked goes on; a key that was half written is found by the next start. */
  function notSealed(code: StorageCode, path: string): OpenedData {
    logger.error('the data folder could not be sealed: the next start tries again', { code, path });
    notices.add({ code: 'data-not-sealed', path, fault: code });
    return { seal: 'not-yet', sealer: openSealer };
  }

  async function choose(): Promise<OpenedData | 'closed' | 'again'> {
    const answer = await page.ask({ kind: 'choose' });
    if (answer === undefined) return 'closed';
    if (answer.kind === 'leave-open') {
      settings.setDataLeftOpen(true);
      return 'again';
    }
    if (answer.kind !== 'new-passphrase') return 'again';
    const opened = await openBy(await newPassphrase(answer.passphrase));
    if (!('code' in opened)) return opened;
    return 'place' in opened ? notSealed(opened.code, opened.place) : recover(reasonOf(opened));
  }

  async function newPassphrase(passphrase: string): Promise<DesktopOpener> {
    opening();
    const parameters = stretching();
    return { kind: 'passphrase', secret: await stretch(passphrase, parameters), stretching: parameters };
  }

  /** The key's file and its copy may hold a secret each, after a crash: one that opens is enough. */
  async function byKeyring(secrets: readonly string[]): Promise<OpenedData | 'closed' | 'again'> {
    for (const encrypted of new Set(secrets)) {
      const secret = await decrypted(encrypted);
      if (secret === undefined) continue;
      const opened = await openBy({ kind: 'keyring', secret, encrypted });
      if (!('code' in opened)) return opened;
      if (opened.code !== 'data-key-wrong') return recover(reasonOf(opened), opened);
    }
    return recover('keyring-other');
  }

  async function decrypted(encrypted: string): Promise<Buffer | undefined> {
    try {
      return Buffer.from(await keyring.decrypt(Buffer.from(encrypted, 'base64')), 'base64');
    } catch (error) {
      logger.warn('the keyring does not open the data key', { error });
      return undefined;
    }
  }

  async function byPassphrase(stretchings: readonly Stretching[]): Promise<OpenedData | 'closed' | 'again'> {
    let problem: StartProblem | undefined;
    for (;;) {
      const answer = await page.ask({ kind: 'passphrase', ...(problem && { problem }) });
      if (answer === undefined) return 'closed';
      if (answer.kind === 'forgotten') return recover('forgotten');
      if (answer.kind !== 'passphrase') return 'again';
      opening();
      for (const parameters of distinct(stretchings)) {
        const secret = await stretch(answer.passphrase, parameters);
        const opened = await openBy({ kind: 'passphrase', secret, stretching: parameters });
        if (!('code' in opened)) return opened;
        if (opened.code !== 'data-key-wrong') return recover(reasonOf(opened), opened);
      }
      problem = { code: 'wrong-passphrase' };
    }
  }

  /** Says why nothing here opens the folder, and takes the recovery code. */
  async function recover(reason: RecoveryReason, error?: DataKeyError): Promise<OpenedData | 'closed' | 'again'> {
    logger.error('the data folder does not open', { reason });
    let problem: StartProblem | undefined = problemOf(error);
    for (;;) {
      const answer = await page.ask({ kind: 'recover', reason, ...(problem && { problem }) });
      if (answer === undefined) return 'closed';
      if (answer.kind !== 'recovery-code') return 'again';
      opening();
      const read = readRecoveryCode(answer.code);
      if (!read.ok) {
        problem = read.error.code === 'mistyped' ? { code: 'code-mistyped', group: read.error.group } : read.error;
        continue;
      }
      const recovery: Opener = { kind: 'recovery', secret: read.value };
      const checked = await checkOpener(folder, recovery);
      if (checked.ok) return bind(recovery);
      if (checked.error.code !== 'data-key-wrong') return recover(reasonOf(checked.error), checked.error);
      problem = { code: 'wrong-code' };
    }
  }

  /** From here on the keyring of this computer opens the folder, or a new passphrase. */
  async function bind(recovery: Opener): Promise<OpenedData | 'closed' | 'again'> {
    const opener = await ownOpener();
    if (opener === undefined) return 'closed';
    const changed = await changeOpener(folder, recovery, opener);
    if (!changed.ok) return recover(reasonOf(changed.error), changed.error);
    const opened = await openBy(opener);
    return 'code' in opened ? recover(reasonOf(opened), opened) : { ...opened, recovered: true };
  }

  async function ownOpener(): Promise<DesktopOpener | undefined> {
    if (await keyring.isThere()) {
      try {
        return await newKeyringOpener(keyring);
      } catch (error) {
        logger.warn('the keyring keeps no secret', { error });
      }
    }
    for (;;) {
      const answer = await page.ask({ kind: 'new-passphrase' });
      if (answer === undefined) return undefined;
      if (answer.kind === 'new-passphrase') return newPassphrase(answer.passphrase);
    }
  }
}

type StorageCode = Extract<DataKeyError, { readonly place: string }>['code'];

function problemOf(error: DataKeyError | undefined): StartProblem | undefined {
  if (error === undefined || !('place' in error)) return undefined;
  return { code: diskCodeSchema.safeParse(error.code).data ?? 'storage-failed' };
}

function distinct(stretchings: readonly Stretching[]): Stretching[] {
  return [...new Map(stretchings.map((each) => [JSON.stringify(each), each])).values()];
}
