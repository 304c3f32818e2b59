import type { Contract } from '../bridge/contract.ts';
import type { Input, Reply } from '../bridge/define.ts';
import type { Act } from './window-acts.ts';

type Table = { readonly [N in keyof Contract]?: (input: Input<Contract[N]>, reply: Reply<Contract[N]>) => Act };

const onTenant =
  (act: Act['act'], about: string | null = null) =>
  ({ params: { tenantId } }: { readonly params: { readonly tenantId: NonNullable<Act['tenantId']> } }): Act => ({
    act,
    tenantId,
    about,
  });

/** Which routes of the bridge are acts. Messages are not: the backend has them, and there may be thousands an hour. */
export const bridgeActs: Table = {
  start({ params: { tenantId }, query, body }, reply) {
    const relinks = query.forceRelink ?? body?.forceRelink ?? false;
    const takesOver = query.takeOver ?? body?.takeOver ?? false;
    // Answered as done, and nothing was started.
    const outcome = 'body' in reply && reply.body.takenOver !== undefined ? 'taken-over' : undefined;
    return { act: relinks ? 'relink' : takesOver ? 'take-over' : 'link', tenantId, about: null, outcome };
  },
  reset: onTenant('relink'),
  disconnect: onTenant('disconnect'),
  proxy: onTenant('settings', 'proxy'),
  expectedNumber: onTenant('expect-number'),
  pairingCode: onTenant('link', 'code'),
  answerPasskey: onTenant('link', 'passkey'),
  confirmPasskey: onTenant('link', 'passkey'),
  validateAuth: onTenant('validate'),
  addKey: ({ body: { name } }) => ({ act: 'key-made', tenantId: null, about: name }),
  revokeKey: (_, reply) => ({
    act: 'key-revoked',
    tenantId: null,
    about: 'body' in reply ? reply.body.name : null,
  }),
};
