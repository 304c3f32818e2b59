import { rm } from 'node:fs/promises';
import { join } from 'node:path';

import { z } from 'zod';

import { isSealed } from '../crypto/seal.ts';
import { readIfPresent, replaceFile, syncFolder } from '../files/durable-file.ts';
import { parsedJson } from '../files/json-text.ts';
import type { Seal, Sealer } from '../files/sealer.ts';
import { SealRefusal } from '../files/storage-error.ts';

/**
 * The note in a folder of credentials that comes from another tenant. Files are sealed for their tenant, and the folder moves
 * in one rename: until every file in it is sealed for the new tenant, the note lets it open those of the former, too. It is
 * sealed itself: making one needs the data key.
 */
export const movedNoteName = 'moved-from.json';
const noteSchema = z.object({ from: z.string() });

/** The seal for a tenant's folder of credentials, wherever that lies; without a note in it, `own`. */
export async function sealOfFolder(
  folder: string,
  tenantId: string,
  sealer: Sealer,
  own: Seal = sealer.of(tenantId),
): Promise<Seal> {
  const bytes = own.isOn ? await readIfPresent(join(folder, movedNoteName)) : undefined;
  const note = bytes && openNote(own, bytes);
  return note === undefined ? own : sealer.of(tenantId, [note.from]);
}

/** Nothing where it is for another tenant: the move was not made. Nor where it is in the clear: making that needs no key. */
function openNote(seal: Seal, bytes: Buffer): z.infer<typeof noteSchema> | undefined {
  if (!isSealed(bytes)) return undefined;
  try {
    return noteSchema.safeParse(parsedJson(seal.open(movedNoteName, bytes)?.toString('utf8') ?? '')).data;
  } catch (error) {
    if (error instanceof SealRefusal && error.why === 'other-place') return undefined;
    throw error;
  }
}

/** Before a folder is moved: the tenant it goes to may open what was sealed for the one it comes from. */
export async function noteMove(folder: string, from: string, to: string, sealer: Sealer): Promise<void> {
  const target = sealer.of(to);
  if (!target.isOn) return;
  await replaceFile(join(folder, movedNoteName), target.seal(movedNoteName, JSON.stringify({ from })));
}

/** Once nothing in the folder is sealed for its former tenant. */
export async function forgetMove(folder: string): Promise<void> {
  await rm(join(folder, movedNoteName), { force: true });
  await syncFolder(folder);
}
