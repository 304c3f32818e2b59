import { cp } from 'node:fs/promises';
import { join } from 'node:path';

import type { Console } from '../../electron/console/console.ts';
import { openConsole } from '../../electron/console/open-console.ts';
import { openSealer } from '../../electron/files/sealer.ts';
import type { Clock } from '../../electron/pairing/ports.ts';
import { isConnected } from '../../shared/session.ts';
import type { TenantId } from '../../shared/tenant.ts';
import { silentLogger } from './fake-ports.ts';

/** Copies a tenant from one data folder to another, where it may get another id. */
export async function copyTenant(
  from: { readonly dataFolder: string; readonly tenantId: TenantId },
  to: { readonly dataFolder: string; readonly tenantId: TenantId },
): Promise<void> {
  const folderOf = ({ dataFolder, tenantId }: typeof from) => join(dataFolder, 'storage', 'whatsapp', tenantId);
  // What is about to be renamed may be gone before it is copied.
  await cp(folderOf(from), folderOf(to), { recursive: true, filter: (source) => !source.endsWith('.tmp') });
}

/** A second program on a copy of a tenant that is linked. It has logged in, and so taken the link, when this resolves. */
export async function openSecondProgram(options: {
  readonly tenantId: TenantId;
  /** Of the first program. */
  readonly original: string;
  /** Empty so far. */
  readonly dataFolder: string;
  readonly whatsappUrl: string;
  readonly clock: Clock;
}): Promise<Console> {
  const { tenantId, original, dataFolder, whatsappUrl, clock } = options;
  await copyTenant({ dataFolder: original, tenantId }, { dataFolder, tenantId });
  let loggedIn: () => void = () => undefined;
  const login = new Promise<void>((resolve) => (loggedIn = resolve));
  const opened = await openConsole({ sealer: openSealer, dataFolder, whatsappUrl, clock, logger: silentLogger });
  opened.subscribe({
    onChange() {
      const session = opened.registry.view(tenantId)?.session;
      if (session !== undefined && isConnected(session)) loggedIn();
    },
  });
  await opened.registry.open();
  await login;
  return opened;
}
