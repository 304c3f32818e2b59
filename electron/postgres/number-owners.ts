import { createHmac, hkdfSync } from 'node:crypto';

import type { OtherOwner } from '../../shared/console.ts';
import { type TenantId, tenantIdSchema } from '../../shared/tenant.ts';
import type { Sealer } from '../files/sealer.ts';
import { attempt } from '../files/storage-error.ts';
import { canonicalNumber, numberOf } from '../pairing/machine/numbers.ts';
import type { Identity, Logger } from '../pairing/ports.ts';
import type { TenantsElsewhere } from '../pairing/tenants-at-work.ts';
import { decodeRecord } from '../tenants/tenant-store.ts';
import type { Database } from './database.ts';
import type { Fence } from './fence.ts';
import { heldSql, heldUnder } from './held-rows.ts';
import { type Patience, patiently } from './patience.ts';

/** The tenant that comes first holds the device, until the credentials of the link go: that deletes both rows (`emptyLink`). */
const noteSql = `
  WITH ${heldSql}, noted AS (
    INSERT INTO linked_number (tenant, number, device) SELECT tenant, $3::bytea, $4::bytea FROM held
    ON CONFLICT (tenant) DO UPDATE SET number = excluded.number, device = excluded.device
  ), former AS (
    DELETE FROM device_holder USING held WHERE device_holder.tenant = held.tenant AND device_holder.device <> $4::bytea
  ), holding AS (
    INSERT INTO device_holder (device, tenant) SELECT $4::bytea, tenant FROM held WHERE $5::boolean
    ON CONFLICT (device) DO UPDATE SET device = excluded.device RETURNING tenant
  )
  SELECT (SELECT tenant FROM holding) AS holder FROM held`;
const sharersSql = `
  SELECT mine.tenant, other.tenant AS other, mine.device = other.device AS same, tenant.record
  FROM linked_number AS mine
  JOIN linked_number AS other ON other.number = mine.number AND other.tenant <> mine.tenant
  JOIN tenant ON tenant.id = other.tenant ORDER BY mine.tenant, other.tenant`;

interface SharerRow {
  readonly tenant: string;
  readonly other: string;
  readonly same: boolean;
  readonly record: Buffer;
}

export interface DatabaseNumberOwners extends TenantsElsewhere {
  /** Finds out who shares a number by now. To be called again and again. */
  readonly read: () => Promise<void>;
}

/** Which tenant is linked with which number and device, among all services on the database. `secret`: all of them have it. */
export function createDatabaseNumberOwners(options: {
  readonly database: Database;
  readonly fence: Fence;
  readonly sealer: Sealer;
  readonly secret: string;
  readonly patience: Patience;
  readonly logger: Logger;
}): DatabaseNumberOwners {
  const { database, fence, sealer, patience, logger } = options;
  const key = Buffer.from(hkdfSync('sha256', options.secret, '', 'pairing-console numbers', 32));
  const held = heldUnder(database, fence);
  const mark = (text: string) => createHmac('sha256', key).update(text).digest();
  const listeners: ((tenantId: TenantId) => void)[] = [];
  /** What was written last for each tenant: it is told with every change of a session. */
  const noted = new Map<TenantId, string>();
  let sharers: ReadonlyMap<TenantId, readonly OtherOwner[]> = new Map();

  async function write(tenantId: TenantId, { jid }: Identity, holds: boolean): Promise<TenantId | undefined> {
    const values = [mark(canonicalNumber(numberOf({ jid }))), mark(jid), holds];
    const [row] = await patiently(patience, () => held<{ holder: string | null }>(tenantId, noteSql, values));
    const holder = row?.holder ?? tenantId;
    return holder === tenantId ? undefined : tenantIdSchema.parse(holder);
  }

  return {
    async holdDevice(tenantId, identity) {
      const holder = await attempt(database.place, () => write(tenantId, identity, true));
      if (holder.ok && holder.value === undefined) noted.set(tenantId, textOf(identity, true));
      return holder;
    },
    note(tenantId, identity, holds) {
      const text = textOf(identity, holds);
      if (noted.get(tenantId) === text || noted.get(tenantId) === textOf(identity, true)) return;
      noted.set(tenantId, text);
      void attempt(database.place, () => write(tenantId, identity, holds)).then((written) => {
        if (written.ok) return;
        noted.delete(tenantId);
        if (written.error.code !== 'lease-lost')
          logger.warn('the number of a link was not noted', { tenantId, ...written.error });
      });
    },
    sharers: (tenantId) => sharers.get(tenantId) ?? [],
    onSharers: (listener) => void listeners.push(listener),
    async read() {
      const found = await attempt(database.place, readSharers);
      // The next one finds out.
      if (!found.ok) return;
      const before = sharers;
      sharers = found.value;
      for (const tenantId of new Set([...before.keys(), ...sharers.keys()])) {
        if (JSON.stringify(before.get(tenantId)) === JSON.stringify(sharers.get(tenantId))) continue;
        for (const listener of listeners) listener(tenantId);
      }
    },
  };

  async function readSharers(): Promise<Map<TenantId, readonly OtherOwner[]>> {
    const found = new Map<TenantId, readonly OtherOwner[]>();
    for (const { tenant, other, same, record } of await database.run<SharerRow>(sharersSql)) {
      const [mine, id] = [tenantIdSchema.parse(tenant), tenantIdSchema.parse(other)];
      found.set(mine, [...(found.get(mine) ?? []), ownerOf(id, same, record)]);
    }
    return found;
  }

  function ownerOf(id: TenantId, sameDevice: boolean, record: Buffer): OtherOwner {
    const { name = id, linkedAt } = decodeRecord(record, sealer.of(id)) ?? {};
    return { id, name, ...(linkedAt === undefined ? {} : { linkedAt }), sameDevice };
  }
}

const textOf = ({ jid }: Identity, holds: boolean) => `${jid} ${holds}`;
