import type { z } from 'zod';

import type { TenantView } from '../console.ts';
import type { UnassignedLink } from '../linking.ts';
import type { SessionSnapshot } from '../session.ts';
import type { Contract } from './contract.ts';
import type { Call, Definition, Event } from './define.ts';

/** For each call and event that may hold a number or a code, the same without. */
export type ConcealsOf<D extends Definition> = {
  readonly [G in keyof D]?: {
    readonly [N in keyof D[G]]?: D[G][N] extends Call<z.ZodType, infer O>
      ? (value: O['_output']) => O['_output']
      : D[G][N] extends Event<infer E>
        ? (value: E['_output']) => E['_output']
        : never;
  };
};

const hidden = '•••';

/** Where a session stands, without the codes on screen and without any digit of a number. */
export function concealSession(session: SessionSnapshot): SessionSnapshot {
  const seen = { ...session };
  delete seen.qr;
  delete seen.code;
  const { account, wrongNumber, passkey } = session;
  return {
    ...seen,
    ...(account === undefined ? {} : { account: { ...account, maskedNumber: hidden } }),
    ...(wrongNumber === undefined ? {} : { wrongNumber: { expected: hidden, linked: hidden } }),
    ...(passkey === undefined ? {} : { passkey: { expiresAt: passkey.expiresAt } }),
  };
}

function concealTenant(tenant: TenantView): TenantView {
  const expected = tenant.expectedNumberMasked === undefined ? {} : { expectedNumberMasked: hidden };
  return { ...tenant, ...expected, session: concealSession(tenant.session) };
}

const concealTenants = <T extends { readonly tenants: TenantView[] }>(state: T): T => ({
  ...state,
  tenants: state.tenants.map(concealTenant),
});
const concealLinks = (links: UnassignedLink[]) => links.map((link) => ({ ...link, maskedNumber: hidden }));
const concealQueue = <T extends { shared?: SessionSnapshot | undefined }>(queue: T | null): T | null =>
  queue?.shared === undefined ? queue : { ...queue, shared: concealSession(queue.shared) };

/** What a window gets whose operator may look and no more. */
export const conceals: ConcealsOf<Contract> = {
  console: { state: concealTenants, changed: concealTenants },
  linking: { state: concealQueue, changed: concealQueue },
  unassigned: { state: concealLinks, changed: concealLinks },
};
