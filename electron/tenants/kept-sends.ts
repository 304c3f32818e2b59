import { join } from 'node:path';

import type { TenantId } from '../../shared/tenant.ts';
import type { Sealer } from '../files/sealer.ts';
import { systemCodeOf } from '../files/storage-error.ts';
import type { KeptSends } from '../pairing/kept-sends.ts';
import type { Clock, Logger } from '../pairing/ports.ts';
import { messageIdPattern } from './kept-media.ts';
import { createSendLog, type SendLog, sendLogName } from './send-log.ts';

/** A longer message is not kept, in bytes. */
export const longestKept = 256 * 1024;

/**
 * The last messages that each tenant has sent, in one file in the tenant's folder, readable for this user only, and sealed as
 * the credentials are. Removed with the tenant. What cannot be kept is logged, and the message is sent all the same.
 */
export function createKeptSends({
  root,
  sealer,
  clock,
  logger,
}: {
  readonly root: string;
  readonly sealer: Sealer;
  readonly clock: Clock;
  readonly logger: Logger;
}): (tenantId: TenantId) => KeptSends {
  /** One for each tenant, whatever sockets it has had: what waits in one must be found through the next. */
  const logs = new Map<TenantId, SendLog>();

  function logOf(tenantId: TenantId): SendLog {
    const log = logs.get(tenantId) ?? createSendLog(join(root, tenantId, sendLogName), sealer.of(tenantId), clock);
    logs.set(tenantId, log);
    return log;
  }

  return (tenantId) => ({
    async keep(id, send) {
      if (!messageIdPattern.test(id) || send.content.length > longestKept) return;
      try {
        await logOf(tenantId).add(id, send);
      } catch (error) {
        logger.warn('a sent message could not be kept', { tenantId, code: systemCodeOf(error) });
      }
    },
    async find(id) {
      if (!messageIdPattern.test(id)) return undefined;
      try {
        return await logOf(tenantId).find(id);
      } catch (error) {
        logger.warn('a kept message could not be read', { tenantId, code: systemCodeOf(error) });
        return undefined;
      }
    },
  });
}
