import type { NewAuditEntry } from '../../shared/audit.ts';
import type { Contract } from '../../shared/ipc/contract.ts';
import type { Handlers } from '../../shared/ipc/define.ts';
import type { TenantId } from '../../shared/tenant.ts';

/** An act without who and where. `outcome`: where it is another one than the call's. */
export type Act = Pick<NewAuditEntry, 'act' | 'tenantId' | 'about'> & { readonly outcome?: string | undefined };

type Calls = Handlers<Contract>;
/** What a call answers where it was carried out. */
type ValueOf<A> = A extends { readonly ok: true; readonly value: infer V } ? V : never;
type Table = {
  readonly [G in keyof Calls]?: {
    readonly [N in keyof Calls[G]]?: Calls[G][N] extends (input: infer I) => Promise<infer A>
      ? (input: I, value: ValueOf<A> | undefined) => readonly Act[]
      : never;
  };
};

/** An act on the tenant that the call names. */
const onTenant =
  (act: Act['act']) =>
  ({ tenantId }: { readonly tenantId: TenantId }) => [{ act, tenantId, about: null }];
const act = (act: Act['act'], about: string | null = null) => [{ act, tenantId: null, about }];
/** Which settings, never what they are. */
const changed = (change: object) =>
  Object.entries(change)
    .flatMap(([name, value]) => (value === undefined ? [] : [name]))
    .join(' ');

/** Which calls of the window are acts. Every other one looks, or moves the window itself. */
export const windowActs: Table = {
  app: { print: ({ sheet, tenantId }) => [{ act: 'print', tenantId, about: sheet }] },
  tenants: {
    add: onTenant('add'),
    import: ({ rows }, answer) => {
      const refused = new Map(answer?.refused.map(({ tenantId, error }) => [tenantId, error.code]));
      return rows.map(({ tenantId }) => ({ act: 'add', tenantId, about: 'import', outcome: refused.get(tenantId) }));
    },
    rename: onTenant('rename'),
    // The form for a linking code asks for every tenant. Where none was given, it shows none.
    expectedNumber: (input, number) => (number === null ? [] : onTenant('reveal-number')(input)),
    expectNumber: onTenant('expect-number'),
    useProxy: ({ tenantId }) => [{ act: 'settings', tenantId, about: 'proxy' }],
    remove: onTenant('remove'),
    restore: onTenant('restore'),
  },
  session: {
    start: onTenant('link'),
    takeOver: onTenant('take-over'),
    relink: onTenant('relink'),
    disconnect: onTenant('disconnect'),
    acceptNumber: onTenant('accept-number'),
    revealNumbers: onTenant('reveal-number'),
    refuseNumber: onTenant('refuse-number'),
    requestCode: ({ tenantId }) => [{ act: 'link', tenantId, about: 'code' }],
    confirmPasskey: ({ tenantId }) => [{ act: 'link', tenantId, about: 'passkey' }],
  },
  linking: {
    // How many; the queue tells of each link when its code is shown.
    begin: ({ tenantIds }) => act('queue', String(tenantIds.length)),
  },
  unassigned: {
    assign: onTenant('assign'),
    refuse: () => act('disconnect', 'unassigned'),
  },
  preferences: { set: (change) => act('settings', changed(change)) },
  waVersion: { pin: () => act('settings', 'wa-version') },
  updates: {
    configure: () => act('settings', 'updates url'),
    restart: () => act('settings', 'update installed'),
  },
  protocol: {
    use: ({ on }) => act('settings', `protocol packs ${on ? 'on' : 'off'}`),
    back: () => act('settings', 'protocol pack taken back'),
  },
  network: {
    configure: (change) => act('settings', `network ${changed(change)}`),
    signIn: () => act('settings', 'network login'),
  },
  bridge: {
    configure: (change) => act('settings', `bridge ${changed(change)}`),
    copySecret: () => act('secret', 'copied'),
    renewSecret: () => act('secret', 'renewed'),
    copySigningSecret: () => act('secret', 'signing copied'),
    renewSigningSecret: () => act('secret', 'signing renewed'),
    addKey: ({ name }) => act('key-made', name),
    revokeKey: (_, key) => act('key-revoked', key?.name ?? null),
  },
  data: {
    makeRecoveryCode: () => act('secret', 'recovery-code'),
    renewKey: () => act('secret', 'new-data-key'),
    changePassphrase: () => act('secret', 'passphrase'),
    sealNow: () => act('settings', 'data-sealed'),
  },
  diagnostics: { saveBundle: () => act('export', 'bundle') },
};
