/**
 * Why the data folder does not open. `keyring-other`: the keyring that is here does not open its key, as another one's, or
 * while it is locked. `of-a-service`: a service has sealed it. `forgotten`: the passphrase is.
 */
export const recoveryReasons = [
  'keyring-missing',
  'keyring-other',
  'of-a-service',
  'forgotten',
  'key-lost',
  'key-damaged',
  'key-differs',
  'disk',
] as const;
export type RecoveryReason = (typeof recoveryReasons)[number];

const byCode: ReadonlySet<RecoveryReason> = new Set(['keyring-missing', 'keyring-other', 'of-a-service', 'forgotten']);

/** Whether the recovery code helps. Else a file has to come back, or the disk has to answer. */
export function takesCode(reason: RecoveryReason): boolean {
  return byCode.has(reason);
}

/** Characters of a passphrase: fewer could be guessed. */
export const shortestPassphrase = 12;
