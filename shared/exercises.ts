/** What a new colleague does once in practice, in the order in which it is learnt. */
export const exercises = ['link', 'refuse', 'wrong-number', 'expired', 'passkey', 'unlink'] as const;
export type Exercise = (typeof exercises)[number];
