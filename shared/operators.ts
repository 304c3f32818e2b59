import { z } from 'zod';

import { lockMinutes, operatorNameProblem, pinProblem, roles } from './operator-rules.ts';

export const roleSchema = z.enum(roles);
export const pinSchema = z.string().refine((pin) => pinProblem(pin) === undefined, { error: 'not a PIN' });
export const operatorNameSchema = z
  .string()
  .trim()
  .refine((name) => operatorNameProblem(name) === undefined, { error: 'not a name for an operator' });
export const operatorIdSchema = z.string().regex(/^[0-9a-f]{16}$/);
export const lockMinutesSchema = z.literal([...lockMinutes]);

/** Somebody who signs in with a PIN. */
export const operatorSchema = z.object({ id: operatorIdSchema, name: operatorNameSchema, role: roleSchema });
export type Operator = z.infer<typeof operatorSchema>;

/** How things stand, in figures that name nobody. */
export const linkCountsSchema = z.object({
  tenants: z.number().int().nonnegative(),
  connected: z.number().int().nonnegative(),
  attention: z.number().int().nonnegative(),
});
export type LinkCounts = z.infer<typeof linkCountsSchema>;

/**
 * Who may use this window.
 * - `none`: there are no operators, and nothing is ever locked
 * - `required`: there are none, and the organisation wants some: nothing but to add the first one can be done
 * - `unreadable`: there are some, and their file cannot be read: nobody can sign in
 */
export const operatorsStateSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('none') }),
  z.object({ kind: z.literal('required'), links: linkCountsSchema }),
  z.object({
    kind: z.literal('unreadable'),
    why: z.enum(['damaged', 'sealed', 'disk']),
    file: z.string(),
    links: linkCountsSchema,
  }),
  z.object({ kind: z.literal('locked'), operators: z.array(operatorSchema), links: linkCountsSchema }),
  z.object({
    kind: z.literal('signed-in'),
    operators: z.array(operatorSchema),
    current: operatorSchema,
    lockMinutes: lockMinutesSchema,
  }),
]);
export type OperatorsState = z.infer<typeof operatorsStateSchema>;
