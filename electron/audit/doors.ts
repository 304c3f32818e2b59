import type { NewAuditEntry } from '../../shared/audit.ts';
import type { CommandError } from '../../shared/errors.ts';
import { type Result, err, ok } from '../../shared/result.ts';
import { type TenantId, tenantIdSchema } from '../../shared/tenant.ts';
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
  /** A call was refused: the role of who is in front of the window does not allow it. */
  readonly onRefused: (group: string, name: string, input: unknown, error: CommandError) => void;
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
    onRefused(group, name, input, error) {
      // A locked window asks for nothing by itself; what it asked for just before is no attempt.
      if (error.code === 'role-refused') {
        record({ act: 'refused', tenantId: tenantIn(input), about: `${group}.${name}` }, err(error));
      }
    },
    onTurn: (tenantId, answer) => record({ act: 'link', tenantId, about: 'queue' }, answer, queuedBy),
    onSaved: () => record({ act: 'export', tenantId: null, about: 'page' }, ok()),
  };
}

function tenantIn(input: unknown): TenantId | null {
  if (typeof input !== 'object' || input === null || !('tenantId' in input)) return null;
  return tenantIdSchema.safeParse(input.tenantId).data ?? null;
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
