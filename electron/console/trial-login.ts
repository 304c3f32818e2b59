import { request } from 'node:http';

import { z } from 'zod';

import { type Result, err, ok } from '../../shared/result.ts';
import type { TenantId } from '../../shared/tenant.ts';
import { parsedJson } from '../files/json-text.ts';
import type { Clock } from '../pairing/ports.ts';

/** How long a service may take to log in with a link that came to it, and between two looks, in ms. */
const loginMs = 60_000;
const lookMs = 500;

const statusSchema = z.object({
  connected: z.boolean(),
  phase: z.string(),
  authPaired: z.boolean(),
  failure: z.looseObject({ code: z.string() }).optional(),
});

/** Waits until a service at work has logged in with a tenant's link: WhatsApp has accepted it, and it counts as connected. */
export function createTrialLogin(options: {
  /** Where the services are that are at work: `http://host:port`. */
  readonly nodes: () => Promise<readonly string[]>;
  readonly secret: string;
  readonly clock: Clock;
}): (tenantId: TenantId) => Promise<Result<null, string>> {
  const { nodes, secret, clock } = options;
  return async (tenantId) => {
    let last = '';
    for (const end = clock.now() + loginMs; clock.now() < end;) {
      const [node] = await nodes();
      const status = node === undefined ? undefined : await statusOf(node, tenantId, secret);
      if (status?.connected === true) return ok(null);
      if (status === undefined) last = node === undefined ? 'no service is at work' : `${node} did not answer`;
      else {
        last = status.failure?.code ?? status.phase;
        // Its credentials were refused: no further look will find it connected.
        if (status.failure !== undefined && !status.authPaired) return err(`it could not log in: ${last}`);
      }
      await new Promise<void>((resolve) => void clock.after(lookMs, resolve));
    }
    return err(`it did not log in within a minute: ${last}`);
  };
}

function statusOf(node: string, tenantId: TenantId, secret: string): Promise<z.infer<typeof statusSchema> | undefined> {
  return new Promise((resolve) => {
    const asked = request(
      new URL(`/whatsapp/${tenantId}/status`, node),
      // A service answers to this name, whatever its machine is called.
      { headers: { host: 'localhost', 'x-internal-secret': secret }, timeout: 5_000 },
      (answer) => {
        const parts: Buffer[] = [];
        answer.on('data', (part: Buffer) => parts.push(part));
        answer.on('end', () => resolve(statusSchema.safeParse(parsedJson(Buffer.concat(parts).toString())).data));
        answer.on('error', () => resolve(undefined));
      },
    );
    // The next look asks again.
    asked
      .on('error', () => resolve(undefined))
      .on('timeout', () => asked.destroy())
      .end();
  });
}
