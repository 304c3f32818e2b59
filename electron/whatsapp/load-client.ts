/** Loads the client library, repaired: identities are made, and signed, before the first socket is. */
export async function loadClient() {
  const client = await import('./client.ts');
  client.repairLibrary();
  return client;
}
