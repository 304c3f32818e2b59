import type { z } from 'zod';

import type { BridgeKey } from '../../shared/bridge-keys.ts';
import type { Contract } from './contract.ts';
import { type Handlers, problem } from './define.ts';
import type { HandlerContext } from './handler-context.ts';
import { problemOf } from './problem-of.ts';
import { iso } from './status.ts';
import type { wireKeySchema } from './wire.ts';

/** The routes for keys. They need the secret: a leaked key must not make another one that outlives it. */
export function createKeyHandlers({
  keys,
}: Pick<HandlerContext, 'keys'>): Pick<Handlers<Contract>, 'keys' | 'addKey' | 'revokeKey'> {
  return {
    keys: () => ({ body: { keys: keys.list().map(onWire) } }),

    async addKey({ body: { name, scopes, tenants, expiresAt } }) {
      const until = expiresAt === null ? null : Date.parse(expiresAt);
      const made = await keys.add({ name, scopes, tenants, expiresAt: until });
      if (made.ok) return { body: { ...onWire(made.value.key), text: made.value.text } };
      switch (made.error.code) {
        case 'key-exists':
          return problem(409, 'key_exists', 'Another key has this name.');
        case 'too-many-keys':
          return problem(409, 'too_many_keys', 'There are as many keys as the bridge allows. Revoke one first.');
        default:
          return problemOf(made.error);
      }
    },

    async revokeKey({ params: { keyId } }) {
      const revoked = await keys.revoke(keyId);
      if (revoked.ok) return { body: { ok: true, name: revoked.value.name } };
      return revoked.error.code === 'unknown-key' ? problem(404, 'unknown_key') : problemOf(revoked.error);
    },
  };
}

function onWire({ lastUsed, createdAt, expiresAt, ...key }: BridgeKey): z.input<typeof wireKeySchema> {
  return {
    ...key,
    createdAt: iso(createdAt),
    expiresAt: expiresAt === null ? null : iso(expiresAt),
    lastUsed: lastUsed === null ? null : { at: iso(lastUsed.at), address: lastUsed.address },
  };
}
