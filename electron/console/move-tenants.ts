import { resolve } from 'node:path';

import { type Result, err, ok } from '../../shared/result.ts';
import { type TenantId, tenantIdSchema } from '../../shared/tenant.ts';
import { readRecoveryCode } from '../crypto/recovery-code.ts';
import type { Sealer } from '../files/sealer.ts';
import { moveTenant } from '../moving/move.ts';
import type { ParcelPlace } from '../moving/parcel.ts';
import { createOutboxFolder } from '../outbox/outbox-folder.ts';
import type { Clock, Logger } from '../pairing/ports.ts';
import { createFolderParcels } from '../tenants/folder-parcels.ts';
import { type DataFolder, dataFolderAt } from './data-folder.ts';
import { findKey, openDataFolder } from './data-key.ts';
import { owners } from './seal-data.ts';
import { openServiceData } from './service-data.ts';

interface FolderOptions {
  readonly path: string;
  /** `FOLDER_KEY_FILE`: what opens its data key, or is to seal a new folder. */
  readonly keyFile: string | undefined;
  /** A new folder is to stay in the clear. */
  readonly inTheClear: 'yes' | undefined;
  /** Asks for the recovery code of a sealed folder. */
  readonly readCode: () => Promise<string>;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** A data folder, locked, as a place of parcels; or why not: a line for a person. */
export async function openFolderPlace(options: FolderOptions): Promise<Result<ParcelPlace, string>> {
  const folder = dataFolderAt(resolve(options.path));
  const sealer = await sealerOf(folder, options);
  return sealer.ok ? ok(folderPlace(folder, sealer.value, options)) : sealer;
}

/** The same with its seal. */
export function folderPlace(
  folder: DataFolder,
  sealer: Sealer,
  { clock, logger }: { readonly clock: Clock; readonly logger: Logger },
): ParcelPlace {
  const outbox = createOutboxFolder({ folder: folder.webhooks, seal: sealer.of(owners.webhooks), logger });
  return createFolderParcels({ name: folder.path, root: folder.tenants, sealer, outbox, clock, logger });
}

async function sealerOf(folder: DataFolder, options: FolderOptions): Promise<Result<Sealer, string>> {
  const { keyFile, inTheClear, readCode, logger } = options;
  const key = keyFile === undefined ? await findKey(folder) : undefined;
  // A folder of the desktop program opens with its keyring, or a passphrase; here with its recovery code.
  if (key?.ok !== true || key.value.kind !== 'kept') return openServiceData({ folder, keyFile, inTheClear, logger });
  const code = readRecoveryCode(await readCode());
  if (!code.ok) return err(`That is no recovery code of ${folder.path}`);
  const opened = await openDataFolder(folder, { kind: 'recovery', secret: code.value }, logger);
  return opened.ok ? opened : err(`The recovery code does not open ${folder.path}: ${opened.error.code}`);
}

/**
 * Moves the tenants that are named, or all, one after the other. Answers how many moved, and how many did not; a line for each
 * goes to `print`.
 */
export async function moveTenants(options: {
  readonly from: ParcelPlace;
  readonly to: ParcelPlace;
  /** None: all. */
  readonly tenants: readonly string[];
  readonly trial: ((tenantId: TenantId) => Promise<Result<null, string>>) | undefined;
  /** Whether to end before the next one. */
  readonly isStopping: () => boolean;
  readonly print: (line: string) => void;
}): Promise<Result<{ readonly moved: number; readonly failed: number }, string>> {
  const { from, to, trial, isStopping, print } = options;
  const named = await idsOf(options.tenants, from);
  if (!named.ok) return named;
  let moved = 0;
  for (const [index, tenantId] of named.value.entries()) {
    if (isStopping()) {
      print(`Stopped: ${named.value.length - index} were not begun`);
      break;
    }
    const done = await moveTenant({ from, to, trial }, tenantId);
    if (done.ok) moved += 1;
    const what = !done.ok ? `not moved: ${done.error}` : done.value.isProven ? 'moved, and linked there' : 'moved';
    print(`${index + 1} of ${named.value.length}  ${tenantId}  ${what}`);
  }
  return ok({ moved, failed: named.value.length - moved });
}

/** The ids that are named, or all that there are. */
export async function idsOf(
  tenants: readonly string[],
  place: ParcelPlace,
): Promise<Result<readonly TenantId[], string>> {
  const wrong = tenants.find((text) => !tenantIdSchema.safeParse(text).success);
  if (wrong !== undefined) return err(`${wrong} is not a tenant id`);
  if (tenants.length > 0) return ok(tenants.map((text) => tenantIdSchema.parse(text)));
  const all = await place.tenantIds();
  return all.ok ? all : err(`${place.name} cannot be read: ${all.error.code}`);
}
