import type { CommandError } from '../../shared/errors.ts';
import type { ConcealsOf } from '../../shared/ipc/conceal.ts';
import type { Definition } from '../../shared/ipc/define.ts';
import type { NeedsOf } from '../../shared/ipc/needs.ts';
import { type Needs, type Rights, refusalOf, seesCodes } from '../../shared/operator-rules.ts';

/** What stands between a window and the console: what the person in front of it may ask for, and see. */
export interface Guard {
  /** Why a call is refused; `undefined`: it is not. Asked again before its answer is given: somebody may have locked. */
  readonly refusal: (group: string, name: string, input: unknown) => CommandError | undefined;
  /** The same of an event: one that is refused is not sent. */
  readonly isSent: (group: string, name: string) => boolean;
  /** An answer or the data of an event, without numbers and codes where they are not for these eyes. */
  readonly seen: (group: string, name: string, value: unknown) => unknown;
}

export function createGuard<D extends Definition>(options: {
  readonly needs: NeedsOf<D>;
  readonly conceals: ConcealsOf<D>;
  /** Of the person in front of the window now, for this group. */
  readonly rights: (group: string) => Rights;
}): Guard {
  // The compiler has checked both tables against the contract; walking them by name is beyond it.
  const needs = options.needs as Readonly<
    Record<string, Readonly<Record<string, Needs | ((input: unknown) => Needs)>> | undefined>
  >;
  const conceals = options.conceals as Readonly<
    Record<string, Readonly<Record<string, ((value: unknown) => unknown) | undefined>> | undefined>
  >;
  const { rights } = options;

  function needed(group: string, name: string, input: unknown): Needs {
    const found = needs[group]?.[name];
    // What is in no table is for nobody but those who may do everything.
    if (found === undefined) return 'administer';
    return typeof found === 'function' ? found(input) : found;
  }

  return {
    refusal(group, name, input) {
      const needs = needed(group, name, input);
      const code = refusalOf(rights(group), needs);
      return code === undefined ? undefined : { code };
    },
    isSent: (group, name) => refusalOf(rights(group), needed(group, name, undefined)) === undefined,
    seen(group, name, value) {
      const conceal = conceals[group]?.[name];
      return conceal === undefined || seesCodes(rights(group)) ? value : conceal(value);
    },
  };
}
