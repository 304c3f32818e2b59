import { readFile } from 'node:fs/promises';
import { join, win32 } from 'node:path';

import type { NewNotice } from '../../shared/console.ts';
import { type Policy, policySchema } from '../../shared/managed.ts';
import { systemCodeOf } from '../files/storage-error.ts';
import type { Logger } from '../pairing/ports.ts';

/** A file that only administrators can write: nobody else may decide for others. */
export function policyPathOf(platform: NodeJS.Platform, env: Readonly<Record<string, string | undefined>>): string {
  switch (platform) {
    case 'win32':
      // Not ProgramData: there every user can make a folder.
      return win32.join(env.ProgramFiles ?? 'C:\\Program Files', 'Pairing Console', 'policy.json');
    case 'darwin':
      return '/Library/Application Support/Pairing Console/policy.json';
    default:
      return join('/etc', 'pairing-console', 'policy.json');
  }
}

/** The policy of this computer; empty where there is none. A file that cannot be used decides nothing, and that is told. */
export async function readPolicy(
  path: string,
  { logger, onNotice }: { readonly logger: Logger; readonly onNotice: (notice: NewNotice) => void },
): Promise<Policy> {
  try {
    return policySchema.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch (error) {
    const isAbsent = ['ENOENT', 'ENOTDIR'].includes(systemCodeOf(error) ?? '');
    if (isAbsent) return {};
    logger.warn('the policy of this computer cannot be used', { path, error });
    onNotice({ code: 'policy-damaged', path });
    return {};
  }
}
