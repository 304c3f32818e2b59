/** A UUID (RFC 9562) is as long as a key, but as an id it is not secret. */
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * Ids of tenants and entries as a bundle shows them. People need them to talk about either, so they stay unchanged, but
 * some people use phone numbers as tenant ids: an id that looks like a number or a key becomes `masked-1`, `masked-2`, …
 * The same id gets the same mask in the whole bundle.
 */
export function createPublicIds(redactText: (text: string) => string): (id: string) => string {
  const masks = new Map<string, string>();
  return (id) => {
    if (uuid.test(id) || redactText(id) === id) return id;
    const mask = masks.get(id) ?? `masked-${masks.size + 1}`;
    masks.set(id, mask);
    return mask;
  };
}
