import type { StorageError } from '../../shared/errors.ts';
import { type Result, ok } from '../../shared/result.ts';
import type { TenantId } from '../../shared/tenant.ts';
import type { AuthStore } from '../pairing/ports.ts';
import type { CredentialFolder } from './credential-folder.ts';
import type { CredsData } from './creds-data.ts';
import { createDraftCredentials } from './draft-credentials.ts';
import type { KeyLog } from './key-log.ts';

/** A tenant's place, open: what lies there, and how credentials are bound to it. */
export interface OpenedPlace<C extends CredsData> {
  /** Of the link that lies there; nothing where there is none. */
  readonly creds: C | undefined;
  readonly log: KeyLog;
  readonly bind: (creds: C) => CredentialFolder<C>;
}

/** The two ways to credentials, wherever they are kept: a tenant's own, and a draft that gets its tenant later. */
export function createOpenings<C extends CredsData>(options: {
  readonly openPlace: (
    tenantId: TenantId,
    onFault: (error: StorageError) => void,
  ) => Promise<Result<OpenedPlace<C>, StorageError>>;
  readonly createIdentity: () => C | Promise<C>;
}): Pick<AuthStore<CredentialFolder<C>>, 'open' | 'draft'> {
  const { openPlace, createIdentity } = options;
  return {
    async open(tenantId, onFault) {
      const opened = await openPlace(tenantId, onFault);
      if (!opened.ok) return opened;
      const { creds, bind } = opened.value;
      return ok(bind(creds ?? (await createIdentity())));
    },

    async draft() {
      const draft = createDraftCredentials(await createIdentity());
      return {
        credentials: draft.credentials,
        async fileUnder(tenantId, onFault) {
          const opened = await openPlace(tenantId, onFault);
          if (!opened.ok) return opened;
          const { creds, log, bind } = opened.value;
          if (creds !== undefined) {
            await bind(creds).close();
            return ok(undefined);
          }
          const home = bind(draft.credentials.creds);
          draft.settleIn(home, log);
          return ok(home);
        },
      };
    },
  };
}

/** Tells of the first and of no other. */
export function once<T>(listener: (value: T) => void): (value: T) => void {
  let told = false;
  return (value) => {
    if (told) return;
    told = true;
    listener(value);
  };
}
