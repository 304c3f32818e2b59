/**
 * What the console connects for.
 * - `link`: WhatsApp's WebSocket
 * - `media`: WhatsApp's media servers
 * - `version`: the page that publishes the WA Web version
 * - `webhooks`: the backend
 * - `media-urls`: files that the backend names by their address
 * - `updates`: new versions of this program
 */
export const networkUses = ['link', 'media', 'version', 'webhooks', 'media-urls', 'updates'] as const;
export type NetworkUse = (typeof networkUses)[number];
