/** A UUID's form (RFC 9562): as long as a key, and as an id nobody's secret. */
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * Ids of tenants and of entries as they may leave the house. They are needed to speak of either, so they stay as they
 * are; but some people use phone numbers for tenants, and what looks like a number or a key becomes `masked-1`,
 * `masked-2`, … all through one bundle.
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
