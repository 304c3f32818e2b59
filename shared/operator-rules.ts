import { keyNameProblem } from './bridge-rules.ts';

/** What an operator may do. Each role may do what those before it may. */
export const roles = ['look', 'link', 'administer'] as const;
export type Role = (typeof roles)[number];

/** What a call or an event needs. `anyone`: it is there in a locked window, too. */
export type Needs = 'anyone' | Role;

/** What the person in front of the window may do now. */
export interface Rights {
  /** Nobody is signed in, though there are operators. */
  readonly locked: boolean;
  readonly role: Role;
}

/** Of a console without operators. */
export const fullRights: Rights = { locked: false, role: 'administer' };

/** Why these rights do not reach; `undefined`: they do. */
export function refusalOf({ locked, role }: Rights, needs: Needs): 'locked' | 'role-refused' | undefined {
  if (needs === 'anyone') return undefined;
  if (locked) return 'locked';
  return roles.indexOf(role) < roles.indexOf(needs) ? 'role-refused' : undefined;
}

/** Whether somebody may see numbers and codes. */
export function seesCodes(rights: Rights): boolean {
  return refusalOf(rights, 'link') === undefined;
}

export const pinLength = { least: 6, most: 12 };
export type PinProblem = 'digits' | 'too-short' | 'too-long' | 'simple';

/** Digits only, so that every keyboard layout types the same. One digit over and over, or a row of them, is guessed first. */
export function pinProblem(pin: string): PinProblem | undefined {
  if (!/^[0-9]*$/.test(pin)) return 'digits';
  if (pin.length < pinLength.least) return 'too-short';
  if (pin.length > pinLength.most) return 'too-long';
  const steps = new Set(Array.from(pin.slice(1), (digit, at) => Number(digit) - Number(pin[at])));
  const [step] = steps;
  return steps.size === 1 && step !== undefined && Math.abs(step) <= 1 ? 'simple' : undefined;
}

/** An operator's name stands in the audit, so it must not look like a number or like a key. */
export const operatorNameProblem = keyNameProblem;

/** Minutes without a key or a pointer after which the window locks. */
export const lockMinutes = [1, 2, 5, 10, 15, 30, 60, 120] as const;
export type LockMinutes = (typeof lockMinutes)[number];
export const lockMinutesByDefault: LockMinutes = 5;
