/** What an administrator can decide for everybody at a computer, in groups as the settings show them. */
export const managedGroups = [
  'language',
  'proxies',
  'certificates',
  'bridge',
  'webhooks',
  'version',
  'updates',
  'operators',
] as const;
export type ManagedGroup = (typeof managedGroups)[number];
