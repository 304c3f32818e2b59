import type { CommandError } from '../../shared/errors.ts';
import type { Client, Definition, Handlers, Publisher } from '../../shared/ipc/define.ts';
import { ok, type Result } from '../../shared/result.ts';

type Answer = Promise<Result<unknown, CommandError>>;
type AnyHandler = (input: unknown) => Answer;

/** Stands between the window's call and its handler: to record it, delay it or refuse it. */
type Interceptor = (group: string, name: string, input: unknown, carryOut: () => Answer) => Answer;

/**
 * Joins a client to its handlers without a process between them. Everything that crosses is parsed and cloned, as it is
 * on the real way: a test that sends what the contract does not allow fails.
 */
export function connectContract<D extends Definition>(
  definition: D,
  handlers: Handlers<D>,
  intercept: Interceptor,
): { client: Client<D>; publish: Publisher<D> } {
  const client: Record<string, Record<string, unknown>> = {};
  const publish: Record<string, Record<string, unknown>> = {};
  const handlerOf = (group: string, name: string) =>
    (handlers as Readonly<Record<string, Readonly<Record<string, AnyHandler>>>>)[group]?.[name];

  for (const [group, members] of Object.entries(definition)) {
    const groupClient: Record<string, unknown> = (client[group] = {});
    const groupPublish: Record<string, unknown> = (publish[group] = {});
    for (const [name, member] of Object.entries(members)) {
      if (member.kind === 'call') {
        groupClient[name] = (input: unknown = null): Answer =>
          intercept(group, name, input, async () => {
            const handler = handlerOf(group, name);
            if (handler === undefined) throw new Error(`no handler for ${group}.${name}`);
            const answer = await handler(member.input.parse(input));
            return answer.ok ? ok(structuredClone(member.output.parse(answer.value))) : answer;
          });
        continue;
      }
      const listeners = new Set<(data: unknown) => void>();
      groupClient[name] = (listener: (data: unknown) => void) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      };
      groupPublish[name] = (data: unknown) => {
        const parsed = structuredClone(member.data.parse(data));
        for (const listener of listeners) listener(parsed);
      };
    }
  }
  return { client: client as Client<D>, publish: publish as Publisher<D> };
}
