import type { NewAuditEntry } from '../../shared/audit.ts';
import type { CommandError } from '../../shared/errors.ts';
import type { Contract } from '../../shared/ipc/contract.ts';
import type { Handlers } from '../../shared/ipc/define.ts';
import { createListeners } from '../../shared/listeners.ts';
import type { OperatorsPolicy } from '../../shared/managed.ts';
import { type Rights, fullRights } from '../../shared/operator-rules.ts';
import type { LinkCounts, Operator, OperatorsState } from '../../shared/operators.ts';
import { type Result, err, ok } from '../../shared/result.ts';
import type { Clock } from '../pairing/ports.ts';
import { idleLeft } from './idle.ts';
import type { Operators } from './operators.ts';

/** What becomes of the operators, for the audit. */
export type OperatorAct = Pick<NewAuditEntry, 'act' | 'about' | 'outcome'>;

/** Who is in front of the window. Without operators it is the person who has logged in to the system, and may do everything. */
export interface Attendance {
  readonly rights: (group?: string) => Rights;
  /** The operator who is signed in with the system's account, or the account alone. */
  readonly who: () => string;
  /** There are operators, or there may be some in a file that cannot be read. */
  readonly hasOperators: () => boolean;
  /** A key or a pointer was used in one of the program's windows. */
  readonly active: () => void;
  /** The machine has woken up: its timers may have slept as well. */
  readonly awake: () => void;
  /** Locks, where there are operators. */
  readonly lock: () => void;
  /** The window's part of the contract. `links`: how things stand. */
  readonly handlers: (links: () => LinkCounts) => Handlers<Contract>['operators'];
  readonly state: (links: LinkCounts) => OperatorsState;
  /** Called when somebody has signed in or locked, and when operators have changed. Returns its own cancellation. */
  readonly onChange: (listener: () => void) => () => void;
  readonly close: () => void;
}

const noRights: Rights = { locked: true, role: 'look' };

export function createAttendance(options: {
  readonly operators: Operators;
  readonly file: string;
  /** The system's. */
  readonly account: string;
  /** What the organisation has decided. */
  readonly policy?: OperatorsPolicy | undefined;
  /** Told after the fact; `who` is asked before it. Must not throw. */
  readonly record: (act: OperatorAct, who: string) => void;
  readonly clock: Clock;
}): Attendance {
  const { operators, file, account, policy = {}, record, clock } = options;
  const changed = createListeners();
  let currentId: string | undefined;
  let lastInputAt = clock.now();
  let cancelIdle: (() => void) | undefined;

  const current = () => operators.list().find(({ id }) => id === currentId);
  const hasOperators = () => operators.fault() !== undefined || operators.list().length > 0;
  const lockMinutes = () => policy.lockAfterMinutes ?? operators.lockMinutes();
  const lacksOperators = () => policy.required === true && !hasOperators();
  const nameOf = (id: string) => operators.list().find((each) => each.id === id)?.name ?? null;

  function rights(group?: string): Rights {
    // The first person names the first administrator, and can do nothing else.
    if (lacksOperators()) return group === 'operators' ? fullRights : noRights;
    if (!hasOperators()) return fullRights;
    const operator = current();
    return operator === undefined ? noRights : { locked: false, role: operator.role };
  }

  function who(): string {
    const operator = current();
    return operator === undefined ? account : `${operator.name} (${account})`;
  }

  function watchIdle(): void {
    cancelIdle?.();
    cancelIdle = undefined;
    if (current() === undefined) return;
    const left = idleLeft(lastInputAt, clock.now(), lockMinutes());
    if (left === 0) lock('idle');
    else cancelIdle = clock.after(left, watchIdle);
  }

  function lock(about: 'idle' | 'by-hand'): void {
    const by = who();
    if (current() === undefined) return;
    currentId = undefined;
    cancelIdle?.();
    record({ act: 'lock', about, outcome: 'done' }, by);
    changed.tell();
  }

  function enter({ id }: Operator): void {
    currentId = id;
    lastInputAt = clock.now();
    watchIdle();
  }

  /** Carries out a change by the person who is signed in, and tells of it. */
  async function carryOut(
    act: NewAuditEntry['act'],
    about: string | null,
    change: () => Promise<Result<unknown, CommandError>>,
  ): Promise<Result<null, CommandError>> {
    const by = who();
    const done = await change();
    record({ act, about, outcome: done.ok ? 'done' : done.error.code }, by);
    // A role may have changed, or the person who is signed in has been removed.
    watchIdle();
    changed.tell();
    return done.ok ? ok() : done;
  }

  function state(links: LinkCounts): OperatorsState {
    const why = operators.fault();
    if (why !== undefined) return { kind: 'unreadable', why, file, links };
    const all = [...operators.list()];
    const operator = current();
    if (all.length === 0) return policy.required === true ? { kind: 'required', links } : { kind: 'none' };
    if (operator === undefined) return { kind: 'locked', operators: all, links };
    return { kind: 'signed-in', operators: all, current: operator, lockMinutes: lockMinutes() };
  }

  return {
    rights,
    who,
    hasOperators,
    active() {
      // A timer that is late, after a sleep, must not be outrun by the hand that wakes the machine.
      if (current() !== undefined && idleLeft(lastInputAt, clock.now(), lockMinutes()) === 0) lock('idle');
      lastInputAt = clock.now();
    },
    awake: watchIdle,
    lock: () => lock('by-hand'),
    state,
    handlers: (links) => ({
      async state() {
        if (operators.fault() !== undefined) await operators.read();
        return ok(state(links()));
      },
      async signIn({ id, pin }) {
        const about = nameOf(id);
        const checked = await operators.check(id, pin);
        if (checked.ok) {
          if (current() !== undefined) lock('by-hand');
          enter(checked.value);
          record({ act: 'sign-in', about: null, outcome: 'done' }, who());
          changed.tell();
          return ok();
        }
        record({ act: 'sign-in', about, outcome: checked.error.code }, account);
        return checked;
      },
      lock() {
        lock('by-hand');
        return Promise.resolve(ok());
      },
      add: (wanted) =>
        carryOut('operator-added', wanted.name, async () => {
          const isFirst = !hasOperators();
          const added = await operators.add(wanted);
          if (added.ok && isFirst) enter(added.value);
          return added;
        }),
      change: (wanted) => carryOut('operator-changed', wanted.name, () => operators.change(wanted)),
      changePin(wanted) {
        const operator = current();
        // Only a signed-in operator has a PIN to change.
        if (operator === undefined) return Promise.resolve(err({ code: 'unknown-operator' }));
        return carryOut('operator-pin', operator.name, () => operators.changePin(operator.id, wanted));
      },
      setPin: ({ id, pin }) => carryOut('operator-pin', nameOf(id), () => operators.setPin(id, pin)),
      remove({ id }) {
        const isLast = operators.list().length === 1 && nameOf(id) !== null;
        if (policy.required === true && isLast) return Promise.resolve(err({ code: 'managed' }));
        return carryOut('operator-removed', nameOf(id), () => operators.remove(id));
      },
      lockAfter({ minutes }) {
        if (policy.lockAfterMinutes !== undefined) return Promise.resolve(err({ code: 'managed' }));
        return carryOut('settings', 'lock-after', () => operators.lockAfter(minutes));
      },
    }),
    onChange: (listener) => changed.add(listener),
    close: () => cancelIdle?.(),
  };
}
