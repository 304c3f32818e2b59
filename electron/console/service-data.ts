import { readFile } from 'node:fs/promises';

import { type Result, err, ok } from '../../shared/result.ts';
import type { Opener } from '../crypto/key-envelope.ts';
import { type CodeProblem, readRecoveryCode } from '../crypto/recovery-code.ts';
import { namesIn } from '../files/durable-file.ts';
import type { Sealer } from '../files/sealer.ts';
import { attempt, systemCodeOf } from '../files/storage-error.ts';
import type { Logger } from '../pairing/ports.ts';
import type { DataFolder } from './data-folder.ts';
import {
  type DataKeyError,
  type KeyPlaces,
  changeOpener,
  makeRecoveryCode,
  openDataFolder,
  renewDataKey,
} from './data-key.ts';

/** Fewer bytes could be guessed: `openssl rand -base64 32` makes more. */
const shortestKey = 32;

/** What is sealed, and what it and its key are called in words for a person. */
export type ServiceData = KeyPlaces & Pick<DataFolder, 'path' | 'dataKey'>;

interface Options {
  readonly folder: ServiceData;
  /** `DATA_KEY_FILE`. */
  readonly keyFile: string | undefined;
  readonly logger: Logger;
}

/**
 * The seal for the service's data folder, or why it cannot be opened: a line for the person who started it. A new folder is
 * sealed, or somebody has said that it is not to be (`inTheClear`). One that holds links without a key goes on as it is.
 */
export async function openServiceData(
  options: Options & { readonly inTheClear: 'yes' | undefined },
): Promise<Result<Sealer, string>> {
  const { folder, keyFile, inTheClear, logger } = options;
  const opener = await readOpener(keyFile);
  if (!opener.ok) return opener;
  const opened = await openDataFolder(folder, opener.value, logger);
  if (opened.ok && opener.value === undefined && inTheClear === undefined && (await isNew(folder)))
    return err(bothWays(folder));
  return opened.ok ? opened : err(lineOf(opened.error, folder));
}

/** No tenant has a folder yet. A folder that cannot be read is not new: opening its tenants tells why. */
async function isNew(data: ServiceData): Promise<boolean> {
  if ('isNew' in data) return data.isNew();
  const { tenants } = data;
  const names = await attempt(tenants, () => namesIn(tenants));
  return names.ok && names.value.length === 0;
}

function bothWays({ path }: ServiceData): string {
  return (
    `${path} is new. DATA_KEY_FILE names a file with a secret that seals it (openssl rand -base64 32). ` +
    'DATA_IN_THE_CLEAR=yes leaves it open: a copy of it can then log in as every tenant.'
  );
}

/** The commands of the service that change the key of a data folder which no program uses. */
export const keyCommands = ['recovery-code', 'recover', 'new-data-key'] as const;
export type KeyCommand = (typeof keyCommands)[number];

export function isKeyCommand(command: string | undefined): command is KeyCommand {
  return keyCommands.some((each) => each === command);
}

/** Carries one out. Answers a line for the person who asked, either way. `readCode` asks for the recovery code. */
export async function runKeyCommand(
  command: KeyCommand,
  { folder, keyFile, logger, readCode }: Options & { readonly readCode: () => Promise<string> },
): Promise<Result<string, string>> {
  const read = await readOpener(keyFile);
  if (!read.ok) return read;
  const opener = read.value;
  if (opener === undefined) return err('This command needs DATA_KEY_FILE');
  if (command === 'recovery-code') {
    const code = await makeRecoveryCode(folder, opener);
    if (!code.ok) return err(lineOf(code.error, folder));
    return ok(
      `${code.value}\nKeep it away from this computer. It is shown once; an earlier code opens nothing any more.`,
    );
  }
  if (command === 'new-data-key') {
    const renewed = await renewDataKey(folder, opener, logger);
    if (!renewed.ok) return err(lineOf(renewed.error, folder));
    const line = 'There is a new data key. The recovery code opens nothing any more: make a new one.';
    if (renewed.value) return ok(line);
    return err(`${line}\nNot everything could be sealed with it, as the log says. The next start tries again.`);
  }
  const secret = readRecoveryCode(await readCode());
  if (!secret.ok) return err(problemLine(secret.error));
  const changed = await changeOpener(folder, { kind: 'recovery', secret: secret.value }, opener);
  if (changed.ok) return ok('DATA_KEY_FILE opens this data folder from now on.');
  const isWrong = changed.error.code === 'data-key-wrong';
  return err(
    isWrong ? 'This recovery code is for another data folder, or a newer one was made.' : lineOf(changed.error, folder),
  );
}

async function readOpener(keyFile: string | undefined): Promise<Result<Opener | undefined, string>> {
  if (keyFile === undefined) return ok(undefined);
  try {
    const secret = Buffer.from((await readFile(keyFile, 'utf8')).trim());
    if (secret.length >= shortestKey) return ok({ kind: 'file', secret });
    return err(`DATA_KEY_FILE needs a file of ${shortestKey} characters or more: openssl rand -base64 32`);
  } catch (error) {
    return err(`DATA_KEY_FILE cannot be read: ${systemCodeOf(error) ?? 'no file'}`);
  }
}

function problemLine(problem: CodeProblem): string {
  if (problem.code === 'mistyped') return `The recovery code is mistyped in group ${problem.group}.`;
  return 'A recovery code has six groups of five characters.';
}

function lineOf(error: DataKeyError, { dataKey, path }: ServiceData): string {
  const untouched = 'Nothing was changed.';
  switch (error.code) {
    case 'data-key-needed':
      return `${path} is sealed, and DATA_KEY_FILE is not set. ${untouched}`;
    case 'data-key-wrong':
      return `DATA_KEY_FILE does not open ${path}. ${untouched} With the recovery code: service recover`;
    case 'data-key-lost':
      return `${path} is sealed, and ${dataKey} is gone. ${untouched} Bring it back from a backup.`;
    case 'data-key-differs':
      return `${dataKey} and its copy hold different keys. ${untouched} Move the older one to another folder.`;
    case 'data-key-damaged':
      return `${dataKey} and its copy are damaged. ${untouched} Bring one back from a backup.`;
    default:
      return `${error.place} cannot be used: ${error.code}`;
  }
}
