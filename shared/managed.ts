import { z } from 'zod';

import { bridgeSettingsSchema } from './bridge.ts';
import { managedGroups } from './managed-rules.ts';
import { networkSettingsSchema } from './network.ts';
import { lockMinutesSchema } from './operators.ts';
import { preferencesSchema } from './preferences.ts';
import { updateUrlSchema } from './updates.ts';
import { waVersionSchema } from './wa-version.ts';

const groupsSchema = z.array(z.enum(managedGroups));

/**
 * What is decided of operators, beside the lock of their list. `required`: without any, nothing but to add the first one can be
 * done. `lockAfterMinutes`: when the window locks by itself.
 */
const operatorsPolicySchema = z.strictObject({
  required: z.boolean().optional(),
  lockAfterMinutes: lockMinutesSchema.optional(),
});
export type OperatorsPolicy = z.infer<typeof operatorsPolicySchema>;

/** What the window cannot change, and what of that it does not show. */
export const managedSchema = z.object({
  locked: groupsSchema,
  hidden: groupsSchema,
  operators: operatorsPolicySchema.optional(),
});
export type Managed = z.infer<typeof managedSchema>;

const { way, proxy, direct } = networkSettingsSchema.shape;
const { enabled, host, port, backendUrl, incomingMessages, flapMs } = bridgeSettingsSchema.shape;

/** The policy file of a computer (docs/managed.md says where). A value locks its group. */
export const policySchema = z.strictObject({
  language: preferencesSchema.shape.language.optional(),
  proxies: z.strictObject({ way, proxy, direct }).partial().optional(),
  /** Whether TLS trusts what this computer trusts. */
  trustSystemCertificates: z.boolean().optional(),
  bridge: z.strictObject({ enabled, host, port }).partial().optional(),
  webhooks: z.strictObject({ backendUrl, incomingMessages, flapMs }).partial().optional(),
  /** The WhatsApp Web version to present; `null`: the newest that is known. */
  version: waVersionSchema.nullable().optional(),
  /** Where new versions of the program and protocol packs come from; `url: null`: there are none. */
  updates: z.strictObject({ url: updateUrlSchema, protocolPacks: z.boolean().optional() }).optional(),
  /** These values lock themselves only: operators are still added at each workstation, where `lock` does not name them. */
  operators: operatorsPolicySchema.optional(),
  /** Locked as they stand. */
  lock: groupsSchema.optional(),
  /** Locked, and not shown. */
  hide: groupsSchema.optional(),
});
export type Policy = z.infer<typeof policySchema>;

export function managedBy(policy: Policy): Managed {
  const { lock = [], hide = [], trustSystemCertificates: certificates, operators, ...values } = policy;
  const decided: Partial<Record<string, unknown>> = { ...values, certificates };
  const isLocked = (group: (typeof managedGroups)[number]) =>
    decided[group] !== undefined || lock.includes(group) || hide.includes(group);
  return {
    locked: managedGroups.filter(isLocked),
    hidden: managedGroups.filter((group) => hide.includes(group)),
    ...(operators && { operators }),
  };
}
