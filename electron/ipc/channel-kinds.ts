import type { Contract } from '../../shared/ipc/contract.ts';
import type { Definition } from '../../shared/ipc/define.ts';

/** Which names a contract has and what each of them is, without its schemas. */
export type ChannelKinds<D extends Definition> = {
  readonly [G in keyof D]: { readonly [N in keyof D[G]]: D[G][N]['kind'] };
};

/**
 * The contract's names for the preload, which would otherwise carry the schemas and zod into every window. The type
 * refuses a name that is missing, superfluous or of the wrong kind.
 */
export const channelKinds = {
  console: { state: 'call', changed: 'event', dismissNotice: 'call' },
  tenants: { add: 'call', rename: 'call', remove: 'call' },
  session: { start: 'call', relink: 'call', disconnect: 'call', sendTestMessage: 'call' },
  journal: { list: 'call', appended: 'event' },
  preferences: { get: 'call', set: 'call', changed: 'event' },
} as const satisfies ChannelKinds<Contract>;
