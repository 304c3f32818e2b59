import { join } from 'node:path';

import { systemClock } from '../../electron/clock/system-clock.ts';
import { openConsole } from '../../electron/console/open-console.ts';
import { openSealer } from '../../electron/files/sealer.ts';
import { createFileLogger } from '../../electron/logging/logger.ts';
import { isConnected } from '../../shared/session.ts';
import { type TenantId, tenantIdSchema } from '../../shared/tenant.ts';
import type { Design, DesignOptions } from './design.ts';

/** The console as its composition roots build it, without a window. */
export async function createConsoleDesign({ folder, url, onQr, onConnected }: DesignOptions): Promise<Design> {
  // Loaded lazily by the program; loaded beforehand here, because the other design's import is not timed either.
  await import('../../electron/whatsapp/client.ts');
  const logger = createFileLogger({ folder: join(folder, 'logs'), level: 'info' });
  const told = new Map<TenantId, string>();
  const core = await openConsole({
    sealer: openSealer,
    dataFolder: folder,
    whatsappUrl: url,
    clock: systemClock,
    logger,
  });
  core.subscribe({
    onNotice: ({ code }) => {
      throw new Error(code);
    },
    onChange: (tenant) => {
      const session = core.registry.view(tenant)?.session;
      if (session === undefined) return;
      const news = isConnected(session) ? 'connected' : session.qr?.text;
      if (news === undefined || told.get(tenant) === news) return;
      told.set(tenant, news);
      if (news === 'connected') onConnected(tenant);
      else onQr(tenant, news);
    },
  });
  return {
    async prepare(tenants) {
      for (const tenant of tenants) {
        const added = await core.registry.add(tenantIdSchema.parse(tenant), `Tenant ${tenant}`);
        if (!added.ok) throw new Error(added.error.code);
      }
    },
    start(tenants) {
      for (const tenant of tenants) {
        void core.registry.start(tenantIdSchema.parse(tenant)).then((started) => {
          if (!started.ok) throw new Error(started.error.code);
        });
      }
    },
    async close() {
      await core.close();
      logger.close();
    },
  };
}
