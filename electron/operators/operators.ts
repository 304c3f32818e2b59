import { randomBytes } from 'node:crypto';
import { basename, dirname } from 'node:path';

import { z } from 'zod';

import type { StorageError } from '../../shared/errors.ts';
import { type LockMinutes, type Role, lockMinutesByDefault } from '../../shared/operator-rules.ts';
import { type Operator, type OperatorsState, lockMinutesSchema, operatorSchema } from '../../shared/operators.ts';
import { type Err, type Result, err, ok } from '../../shared/result.ts';
import { readIfPresent, replaceFile } from '../files/durable-file.ts';
import { parsedJson } from '../files/json-text.ts';
import type { Seal } from '../files/sealer.ts';
import { attempt } from '../files/storage-error.ts';
import type { Clock, Logger } from '../pairing/ports.ts';
import { createQueue } from '../pairing/queue.ts';
import { isPin, keepPin, keptPinSchema, usualCost } from './pins.ts';
import { noWrongPins, waitOf } from './wrong-pins.ts';

const most = 100;

const keptSchema = operatorSchema.extend({
  pin: keptPinSchema,
  wrong: z.object({ count: z.number().int().nonnegative(), at: z.number().int().nonnegative() }),
});
const fileSchema = z.object({ version: z.literal(1), lockMinutes: lockMinutesSchema, operators: z.array(keptSchema) });
type Kept = z.infer<typeof keptSchema>;
type File = z.infer<typeof fileSchema>;

type Fault = Extract<OperatorsState, { kind: 'unreadable' }>['why'];
interface Code<C extends string> {
  readonly code: C;
}
type Refused = StorageError | Code<'operators-unreadable'>;
type Wrong =
  | Code<'unknown-operator' | 'wrong-pin' | 'operators-unreadable'>
  | { readonly code: 'pin-wait'; readonly until: number };

/** The operators of this console, in one file. */
export interface Operators {
  /** Why the file that is there cannot be read; `undefined`: it can, or there is none. Nobody can sign in meanwhile. */
  readonly fault: () => Fault | undefined;
  readonly list: () => readonly Operator[];
  readonly lockMinutes: () => LockMinutes;
  /** Reads the file again, after a fault. */
  readonly read: () => Promise<void>;
  /** Looks at a PIN, one at a time. The wrong ones are counted on disk before this answers. */
  readonly check: (id: string, pin: string) => Promise<Result<Operator, Wrong>>;
  /** As `check`, and then this PIN takes the place of the right one. */
  readonly changePin: (id: string, pins: NewPin) => Promise<Result<Operator, Wrong | StorageError>>;
  readonly add: (
    wanted: Pick<Operator, 'name' | 'role'> & { readonly pin: string },
  ) => Promise<Result<Operator, Refused | Code<'operator-exists' | 'too-many-operators' | 'last-administrator'>>>;
  readonly change: (
    wanted: Operator,
  ) => Promise<Result<Operator, Refused | Code<'unknown-operator' | 'operator-exists' | 'last-administrator'>>>;
  /** Forgets the wrong PINs, too. */
  readonly setPin: (id: string, pin: string) => Promise<Result<Operator, Refused | Code<'unknown-operator'>>>;
  /** The last administrator only as the last operator. */
  readonly remove: (id: string) => Promise<Result<Operator, Refused | Code<'unknown-operator' | 'last-administrator'>>>;
  readonly lockAfter: (minutes: LockMinutes) => Promise<Result<null, Refused>>;
}

/** The PIN that somebody has, and the one they want. */
interface NewPin {
  readonly current: string;
  readonly pin: string;
}

type Answer<N extends keyof Operators> = Operators[N] extends (...args: never[]) => Promise<infer A> ? A : never;

export async function openOperators(options: {
  readonly path: string;
  readonly seal: Seal;
  readonly clock: Pick<Clock, 'now'>;
  readonly logger: Logger;
  readonly cost?: typeof usualCost;
}): Promise<Operators> {
  const { path, seal, clock, logger, cost = usualCost } = options;
  const [place, name] = [dirname(path), basename(path)];
  const turns = createQueue();
  let file: File = { version: 1, lockMinutes: lockMinutesByDefault, operators: [] };
  let fault: Fault | undefined;

  async function read(): Promise<void> {
    const found = await attempt(place, async () => {
      const bytes = await readIfPresent(path);
      return bytes === undefined ? undefined : (seal.open(name, bytes)?.toString('utf8') ?? '');
    });
    fault = undefined;
    if (!found.ok) fault = found.error.code === 'storage-sealed' ? 'sealed' : 'disk';
    else if (found.value !== undefined) {
      const parsed = fileSchema.safeParse(parsedJson(found.value));
      if (parsed.success) file = parsed.data;
      else fault = 'damaged';
    }
    if (fault !== undefined) logger.error('the operators cannot be read: nobody can sign in', { fault, path });
  }
  await read();

  /** Takes a new content into force once it is on disk. */
  async function write(next: File): Promise<Result<null, StorageError>> {
    const written = await attempt(place, () => replaceFile(path, seal.seal(name, JSON.stringify(next))));
    if (!written.ok) return written;
    file = next;
    return ok();
  }
  const find = (id: string) => file.operators.find((each) => each.id === id);
  const isNamed = (wanted: string, except?: string) =>
    file.operators.some((each) => each.name === wanted && each.id !== except);
  const withOne = (one: Kept): File => ({
    ...file,
    operators: file.operators.map((each) => (each.id === one.id ? one : each)),
  });
  const keepsAdministrator = (operators: readonly { readonly role: Role }[]) =>
    operators.length === 0 || operators.some(({ role }) => role === 'administer');

  /** Runs a change in its turn; refused while the file cannot be read, which must not be written over. */
  function inTurn<R>(change: () => Promise<R>): Promise<R | Err<Code<'operators-unreadable'>>> {
    return turns.run(async () => (fault === undefined ? change() : err({ code: 'operators-unreadable' })));
  }

  /** Where the disk refuses, the count holds until the program ends: nobody is kept out by a full disk. */
  async function count(one: Kept, wrong: Kept['wrong']): Promise<void> {
    const next = withOne({ ...one, wrong });
    const written = await write(next);
    if (written.ok) return;
    file = next;
    logger.warn('wrong PINs could not be counted on disk', written.error);
  }

  /** Looks at a PIN of this operator, and counts it. */
  async function look(id: string, pin: string): Promise<Result<Kept, Wrong>> {
    const one = find(id);
    if (one === undefined) return err({ code: 'unknown-operator' });
    const now = clock.now();
    const wait = waitOf(
      one.wrong,
      file.operators.map(({ wrong }) => wrong),
      now,
    );
    if (wait > 0) return err({ code: 'pin-wait', until: now + wait });
    // Counted as wrong before it is looked at: ending the program in between gives no free guess.
    await count(one, { count: one.wrong.count + 1, at: now });
    if (!(await isPin(pin, one.pin))) return err({ code: 'wrong-pin' });
    await count(one, noWrongPins);
    return ok(one);
  }

  /** Forgets the wrong PINs, too. */
  async function give(one: Kept, pin: string): Promise<Result<Operator, StorageError>> {
    const written = await write(withOne({ ...one, pin: await keepPin(pin, cost), wrong: noWrongPins }));
    return written.ok ? ok(shown(one)) : written;
  }

  return {
    fault: () => fault,
    list: () => file.operators.map(shown),
    lockMinutes: () => file.lockMinutes,
    read: () => turns.run(read),
    check: (id, pin) =>
      inTurn<Answer<'check'>>(async () => {
        const looked = await look(id, pin);
        return looked.ok ? ok(shown(looked.value)) : looked;
      }),
    changePin: (id, { current, pin }) =>
      inTurn<Answer<'changePin'>>(async () => {
        const looked = await look(id, current);
        return looked.ok ? give(looked.value, pin) : looked;
      }),
    add: ({ name: wanted, role, pin }) =>
      inTurn<Answer<'add'>>(async () => {
        if (isNamed(wanted)) return err({ code: 'operator-exists' });
        if (file.operators.length >= most) return err({ code: 'too-many-operators' });
        const id = randomBytes(8).toString('hex');
        const one: Kept = { id, name: wanted, role, pin: await keepPin(pin, cost), wrong: noWrongPins };
        if (!keepsAdministrator([...file.operators, one])) return err({ code: 'last-administrator' });
        const written = await write({ ...file, operators: [...file.operators, one] });
        return written.ok ? ok(shown(one)) : written;
      }),
    change: ({ id, name: wanted, role }) =>
      inTurn<Answer<'change'>>(async () => {
        const one = find(id);
        if (one === undefined) return err({ code: 'unknown-operator' });
        if (isNamed(wanted, id)) return err({ code: 'operator-exists' });
        const changed = { ...one, name: wanted, role };
        const next = withOne(changed);
        if (!keepsAdministrator(next.operators)) return err({ code: 'last-administrator' });
        const written = await write(next);
        return written.ok ? ok(shown(changed)) : written;
      }),
    setPin: (id, pin) =>
      inTurn<Answer<'setPin'>>(async () => {
        const one = find(id);
        return one === undefined ? err({ code: 'unknown-operator' }) : give(one, pin);
      }),
    remove: (id) =>
      inTurn<Answer<'remove'>>(async () => {
        const one = find(id);
        if (one === undefined) return err({ code: 'unknown-operator' });
        const operators = file.operators.filter((each) => each !== one);
        if (!keepsAdministrator(operators)) return err({ code: 'last-administrator' });
        const written = await write({ ...file, operators });
        return written.ok ? ok(shown(one)) : written;
      }),
    lockAfter: (minutes) => inTurn<Answer<'lockAfter'>>(() => write({ ...file, lockMinutes: minutes })),
  };
}

/** Without the PIN. */
function shown({ id, name, role }: Kept): Operator {
  return { id, name, role };
}
