import type { NewAuditEntry } from '../../shared/audit.ts';
import type { CommandError } from '../../shared/errors.ts';
import { type Result, ok } from '../../shared/result.ts';
import type { TenantId } from '../../shared/tenant.ts';
import type { BridgeAudit } from '../bridge/bridge.ts';
import type { Input, Problem, Reply, Route } from '../bridge/define.ts';
import type { Grant } from '../bridge/grant.ts';
import type { Audit } from './audit.ts';
import { bridgeActs } from './bridge-acts.ts';
import { type Act, windowActs } from './window-acts.ts';

type WindowAct = (input: unknown, value: unknown) => readonly Act[];
type BridgeAct = (input: Input<Route>, reply: Reply<Route>) => Act;

/** For the window's door. None of these throws. */
export interface WindowAudit {
  /** A call was answered. */
  readonly onAnswer: (group: string, name: string, input: unknown, result: Result<unknown, CommandError>) => void;
  /** Linking mode has begun to link a tenant. */
  readonly onTurn: (tenantId: TenantId, answer: Result<null, CommandError>) => void;
  /** The page has saved a file. */
  readonly onSaved: () => void;
}

/** Tells the audit of every call of the window that is an act, and of what follows from one. `who`: who is in front of it. */
export function auditOfWindow(audit: Pick<Audit, 'record'>, who: () => string): WindowAudit {
  // The table's type has checked each function against its call; looking one up by name is beyond the compiler.
  const table = windowActs as Readonly<Record<string, Readonly<Record<string, WindowAct>> | undefined>>;
  /** Who gave the newest tenants to linking mode, which goes on by itself. */
  let queuedBy: string | undefined;
  const record = (act: Act, answer: Result<unknown, CommandError>, by = who()): void => {
    const { outcome = answer.ok ? 'done' : answer.error.code, ...rest } = act;
    audit.record({ ...rest, who: by, door: 'window', outcome });
  };
  return {
    onAnswer(group, name, input, result) {
      const acts = table[group]?.[name]?.(input, result.ok ? result.value : undefined) ?? [];
      for (const act of acts) record(act, result);
      if (acts.some(({ act }) => act === 'queue')) queuedBy = who();
    },
    onTurn: (tenantId, answer) => record({ act: 'link', tenantId, about: 'queue' }, answer, queuedBy),
    onSaved: () => record({ act: 'export', tenantId: null, about: 'page' }, ok()),
  };
}

/** For the bridge's door: the same of its routes, of what a key does not allow, and of tenants that a call has created. */
export function auditOfBridge(audit: Pick<Audit, 'record'>): BridgeAudit {
  const table = bridgeActs as unknown as Readonly<Record<string, BridgeAct | undefined>>;
  return {
    onDone(name, input, reply) {
      const found = table[name]?.(input, reply);
      if (found === undefined) return;
      const { outcome = 'error' in reply ? outcomeOf(reply) : 'done', ...act } = found;
      audit.record({ ...act, ...callerOf(input.grant), outcome });
    },
    onRefused(route, grant, problem, tenantId) {
      audit.record({
        act: 'refused',
        tenantId: tenantId ?? null,
        about: route,
        ...callerOf(grant),
        outcome: outcomeOf(problem),
      });
    },
    onAdded(tenantId, grant) {
      audit.record({ act: 'add', tenantId, about: null, ...callerOf(grant), outcome: 'done' });
    },
  };
}

const callerOf = ({ key }: Grant): Pick<NewAuditEntry, 'who' | 'door'> =>
  key === undefined ? { who: null, door: 'secret' } : { who: key.name, door: 'key' };

/** The code of a refusal, spelled as those of the window are. */
const outcomeOf = ({ error }: Problem) => error.replaceAll(/[_ ]/g, '-').toLowerCase();
