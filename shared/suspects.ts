/** Why a phone and this console did not come together. Where two weigh the same, the earlier one is named first. */
export const suspects = [
  'secret-retired',
  'passkey-wanted',
  'phone-outdated',
  'device-limit',
  'account-restricted',
  'wrong-code',
  'phone-offline',
  'scan-not-taken',
  'reply-lost',
  'linked-elsewhere',
  'link-taken-back',
  'version-pinned',
  'client-outdated',
  'other-program',
  'workstation-network',
  'this-computer',
] as const;
export type Suspect = (typeof suspects)[number];

/** How much an observation speaks for each suspect: 9 settles it, 1 hardly counts. */
export type Weights = Readonly<Partial<Record<Suspect, number>>>;
