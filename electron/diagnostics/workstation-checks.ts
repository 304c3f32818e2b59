import { randomUUID } from 'node:crypto';
import { open, readFile, rm, statfs } from 'node:fs/promises';
import { join } from 'node:path';

import type { Finding } from '../../shared/preflight.ts';
import { errorCodeOf } from '../network/dial-failure.ts';
import type { Clock } from '../pairing/ports.ts';
import type { KnownVersions } from '../whatsapp/version.ts';
import type { Check } from './run-checks.ts';

export interface WorkstationOptions {
  /** Where the credentials lie. */
  readonly dataFolder: string;
  readonly clock: Clock;
  readonly versions: () => VersionsToJudge;
  /** Whether another program has the data folder: `none`, its pid, or `unknown` where the folder cannot be locked. */
  readonly otherInstance: () => Promise<'none' | 'unknown' | { readonly pid: number }>;
  /** Absent in programs that need no keyring. */
  readonly hasKeyring?: (() => Promise<boolean>) | undefined;
}

type VersionsToJudge = Pick<KnownVersions, 'pin' | 'published' | 'isFetched'>;

/** WhatsApp may refuse a version that was fetched longer ago than this, in ms. It is fetched every six hours. */
const oldVersionMs = 3 * 24 * 3_600_000;
const slowDiskMs = 1_000;
const sampleBytes = 64 * 1024;
/** A tenant's files take about 2 MB, and the journal and the logs some 40 MB. */
const littleSpace = 500 * 1024 * 1024;
const noSpace = 50 * 1024 * 1024;

/** Checks this machine. They need no network and do not depend on each other. */
export function createWorkstationChecks(options: WorkstationOptions): Check[] {
  const { dataFolder, clock, versions, otherInstance, hasKeyring } = options;
  const boundMs = 5_000;
  const checks: Check[] = [
    {
      id: 'version',
      boundMs,
      late: { code: 'check-broken' },
      run: () => Promise.resolve(judgeVersion(versions(), clock.now())),
    },
    { id: 'disk', boundMs, late: { code: 'disk-timeout' }, run: () => writeSample(dataFolder, clock) },
    { id: 'space', boundMs, late: { code: 'space-unknown' }, run: () => measureSpace(dataFolder) },
    {
      id: 'instance',
      boundMs,
      late: { code: 'instance-unknown' },
      async run() {
        const other = await otherInstance();
        if (typeof other === 'object') return { code: 'instance-other', pid: other.pid };
        return { code: other === 'none' ? 'instance-alone' : 'instance-unknown' };
      },
    },
  ];
  if (hasKeyring === undefined) return checks;
  const keyring: Check = {
    id: 'keyring',
    boundMs,
    late: { code: 'keyring-unknown' },
    run: async () => ({ code: (await hasKeyring()) ? 'keyring-there' : 'keyring-missing' }),
  };
  return [...checks, keyring];
}

function judgeVersion({ pin, published, isFetched }: VersionsToJudge, now: number): Finding {
  if (pin !== undefined) return { code: 'version-pinned', version: pin.join('.') };
  if (!isFetched) return { code: 'version-not-needed' };
  if (published === undefined) return { code: 'version-own' };
  const ms = Math.max(0, now - published.fetchedAt);
  return { code: ms > oldVersionMs ? 'version-old' : 'version-fresh', version: published.version.join('.'), ms };
}

/** Writes, flushes and reads back as many bytes as a tenant's credentials have, and removes them. */
async function writeSample(folder: string, clock: Clock): Promise<Finding> {
  const path = join(folder, `.disk-check-${randomUUID()}`);
  const sample = Buffer.alloc(sampleBytes, 'pairing console ');
  const startedAt = clock.now();
  try {
    const file = await open(path, 'wx', 0o600);
    try {
      await file.writeFile(sample);
      await file.sync();
    } finally {
      await file.close();
    }
    if (!(await readFile(path)).equals(sample)) return { code: 'disk-failed' };
    const ms = Math.max(0, clock.now() - startedAt);
    return { code: ms > slowDiskMs ? 'disk-slow' : 'disk-written', ms };
  } catch (error) {
    return refusalOf(errorCodeOf(error));
  } finally {
    // If nothing could be written there is nothing to remove.
    await rm(path, { force: true }).catch(() => undefined);
  }
}

function refusalOf(systemCode: string): Finding {
  if (systemCode === 'ENOSPC' || systemCode === 'EDQUOT') return { code: 'disk-full' };
  if (systemCode === 'EACCES' || systemCode === 'EPERM' || systemCode === 'EROFS') return { code: 'disk-denied' };
  return { code: 'disk-failed' };
}

async function measureSpace(folder: string): Promise<Finding> {
  try {
    const { bavail, bsize } = await statfs(folder);
    const bytes = bavail * bsize;
    if (bytes < noSpace) return { code: 'space-none', bytes };
    return { code: bytes < littleSpace ? 'space-low' : 'space-enough', bytes };
  } catch {
    // The folder is missing or may not be read; the check of the disk says which.
    return { code: 'space-unknown' };
  }
}
