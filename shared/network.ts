import { z } from 'zod';

import { networkUses } from './network-rules.ts';
import { proxySchema } from './tenant.ts';

/** How the program goes out, as somebody chose it at the workstation. */
export const networkSettingsSchema = z.object({
  /** As the system says, PAC files included; through `proxy`; or past every proxy. A tenant's own proxy goes before. */
  way: z.enum(['system', 'proxy', 'direct']),
  /** `http://host:port`, without user name and password; `null`: none was given. */
  proxy: proxySchema.nullable(),
  /** What goes past the system's proxies, and past `proxy`. */
  direct: z.array(z.enum(networkUses)),
  /** Whether TLS trusts what this computer trusts. */
  trustSystem: z.boolean(),
});
export type NetworkSettings = z.infer<typeof networkSettingsSchema>;

export const networkStateSchema = z.object({
  settings: networkSettingsSchema,
  /** Decided elsewhere, so that the window cannot: by the environment, or by a policy of this computer. */
  fixed: z.object({ direct: z.boolean(), trust: z.enum(['environment', 'policy']).nullable() }),
  /** This computer has no network at all. */
  offline: z.boolean(),
  /** The newest connection that was tried; `null`: none yet. */
  lastDial: z
    .object({
      at: z.number().int().nonnegative(),
      use: z.enum(networkUses),
      /** `http://host:port` of a proxy, masked; `null`: straight. */
      through: z.string().max(300).nullable(),
      /** Absent: it was opened. Else a code: `PROXY_SIGN_IN`, `ECONNREFUSED`, … */
      failed: z.string().max(60).optional(),
    })
    .nullable(),
  /** This proxy wants a user name and a password. `refused`: it did not take those it was given. */
  signIn: z.object({ proxy: z.string().max(300), refused: z.boolean() }).nullable(),
});
export type NetworkState = z.infer<typeof networkStateSchema>;

export const proxyLoginSchema = z.object({
  username: z.string().min(1).max(200),
  password: z.string().min(1).max(200),
});
