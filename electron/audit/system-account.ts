import { userInfo } from 'node:os';

/** The name of the system's account, which names the operator. An account that the system has no name for is its number. */
export function systemAccount(read: () => { readonly username: string } = userInfo, uid = process.getuid?.()): string {
  try {
    return read().username;
  } catch {
    // Thrown where the account is in no list of users, as in some containers.
    return `uid ${String(uid ?? '?')}`;
  }
}
