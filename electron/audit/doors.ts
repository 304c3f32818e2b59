import type { CommandError } from '../../shared/errors.ts';
import type { Result } from '../../shared/result.ts';
import type { Input, Reply, Route } from '../bridge/define.ts';
import type { Audit } from './audit.ts';
import { bridgeActs } from './bridge-acts.ts';
import { type Act, windowActs } from './window-acts.ts';

type WindowAct = (input: unknown, value: unknown) => readonly Act[];
type BridgeAct = (input: Input<Route>, reply: Reply<Route>) => Act;

/** For the window's door: tells the audit of every call that is an act, once it has been answered. */
export function auditOfWindow(audit: Pick<Audit, 'record'>, who: string) {
  // The table's type has checked each function against its call; looking one up by name is beyond the compiler.
  const table = windowActs as Readonly<Record<string, Readonly<Record<string, WindowAct>> | undefined>>;
  return (group: string, name: string, input: unknown, result: Result<unknown, CommandError>): void => {
    const acts = table[group]?.[name]?.(input, result.ok ? result.value : undefined) ?? [];
    const ofCall = result.ok ? 'done' : result.error.code;
    for (const { outcome = ofCall, ...act } of acts) audit.record({ ...act, who, door: 'window', outcome });
  };
}

/** For the bridge's door: the same of its routes. */
export function auditOfBridge(audit: Pick<Audit, 'record'>) {
  const table = bridgeActs as unknown as Readonly<Record<string, BridgeAct | undefined>>;
  return (name: string, input: Input<Route>, reply: Reply<Route>): void => {
    const found = table[name]?.(input, reply);
    if (found === undefined) return;
    const { key } = input.grant;
    const ofReply = 'error' in reply ? reply.error.replaceAll(/[_ ]/g, '-').toLowerCase() : 'done';
    const { outcome = ofReply, ...act } = found;
    audit.record({ ...act, who: key?.name ?? null, door: key === undefined ? 'secret' : 'key', outcome });
  };
}
