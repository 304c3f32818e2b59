import type { CredentialsKind } from '../../shared/credentials.ts';
import type { TenantId } from '../../shared/tenant.ts';
import { classify } from '../auth/classify.ts';
import { decodeCreds } from '../auth/creds-data.ts';
import { credsName, sealedName } from '../auth/creds-file.ts';
import type { Inspection } from '../auth/inspect.ts';
import { keyLogName } from '../auth/key-log.ts';
import type { Seal } from '../files/sealer.ts';
import type { Database } from './database.ts';

/** What lies in a tenant's rows, under the names that the same has in a folder. Rows have no time of their last change. */
export async function inspectLink(database: Database, tenantId: TenantId, seal: Seal): Promise<Inspection> {
  const [row] = await database.run<{ creds: Buffer | null; keys: bigint; bytes: bigint }>(
    `SELECT (SELECT creds FROM link WHERE tenant = $1) AS creds, count(*) AS keys,
       coalesce(sum(octet_length(value)), 0)::bigint AS bytes
     FROM signal_key WHERE tenant = $1`,
    [tenantId],
  );
  const creds = row?.creds ?? null;
  const files = [
    ...(creds === null ? [] : [{ name: credsName, bytes: creds.length, modifiedAt: 0 }]),
    ...(row === undefined || row.keys === 0n ? [] : [{ name: keyLogName, bytes: Number(row.bytes), modifiedAt: 0 }]),
  ];
  const folder = database.place;
  return { folder, credentials: kindOf(creds, seal), lastGood: 'empty', files, others: 0, otherKinds: [] };
}

function kindOf(creds: Buffer | null, seal: Seal): CredentialsKind {
  if (creds === null) return 'empty';
  const content = seal.open(sealedName, creds);
  const decoded = content && decodeCreds(content);
  return decoded === undefined ? 'corrupt' : classify(decoded.creds).kind;
}
