import type * as clientLibrary from './client.ts';

let loading: Promise<typeof clientLibrary> | undefined;

/** Loads the client library, repaired: identities are made, and signed, before the first socket is. */
export function loadClient(): Promise<typeof clientLibrary> {
  return (loading ??= load().catch((error: unknown) => {
    loading = undefined;
    throw error;
  }));
}

async function load(): Promise<typeof clientLibrary> {
  const client = await import('./client.ts');
  client.repairLibrary();
  return client;
}
