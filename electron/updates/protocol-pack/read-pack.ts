import type { KeyObject } from 'node:crypto';

import { z } from 'zod';

import type { PackError } from '../../../shared/errors.ts';
import { type ProtocolPack, protocolPackSchema } from '../../../shared/protocol-pack.ts';
import { type Result, err, ok } from '../../../shared/result.ts';
import { compareVersions } from '../../../shared/update-rules.ts';
import { readSigned } from '../signed-file.ts';

/** In bytes. */
export const packLimit = 64_000;

/**
 * A pack that may count, or why it may not.
 * - `version`: this program's
 * - `newest`: the highest number that was ever seen; 0: none was
 */
export function readPack(
  text: string,
  { key, version, newest }: { readonly key: KeyObject; readonly version: string; readonly newest: number },
): Result<ProtocolPack, PackError> {
  if (Buffer.byteLength(text) > packLimit) return err({ code: 'pack-too-large' });
  const said = readSigned(text, 'protocol-pack', key, z.unknown());
  if (said === undefined) return err({ code: 'pack-unsigned' });
  const pack = protocolPackSchema.safeParse(said);
  if (!pack.success) return err({ code: 'pack-out-of-bounds' });
  const { number, program } = pack.data;
  if (number < newest) return err({ code: 'pack-old', id: String(number) });
  const isMeant = compareVersions(program.from, version) <= 0 && compareVersions(version, program.to) <= 0;
  return isMeant ? ok(pack.data) : err({ code: 'pack-other-version', id: `${program.from} – ${program.to}` });
}
