import { DatabaseError } from 'pg';

import type { StorageError } from '../../shared/errors.ts';
import { StorageRefusal } from '../files/storage-error.ts';

/** The database could not be asked, or refused. Holds no value of a statement: PostgreSQL's own message may. */
export class DatabaseRefusal extends StorageRefusal {
  /** SQLSTATE, such as `57P01`; or the system's code, such as `ECONNREFUSED`. Nothing where a time ran out. */
  readonly state: string | undefined;
  /** The same statement may succeed in a moment: the server restarts, or a connection broke. */
  readonly mayPass: boolean;

  constructor(code: StorageError['code'], state: string | undefined, mayPass: boolean) {
    super(code, `The database did not do it: ${state ?? 'no answer in time'}`);
    this.name = 'DatabaseRefusal';
    this.state = state;
    this.mayPass = mayPass;
  }
}

/**
 * Classes of SQLSTATE (PostgreSQL, appendix A) that pass by themselves: broken connections, a server that starts or stops, a
 * statement that took too long, two transactions in each other's way, too many connections, a replica that is about to be the
 * primary.
 */
const passing = /^(08|57|40|55P03|53[34]|25006)/;
const full = /^53[12]/;
const denied = /^(28|42501|3D000|3F000)/;
/** What this program wrote wrongly, or a row that cannot be: a bug, whose message says where. */
const bugs = /^(0A|2[1-37F]|42)/;

/** What an error of the client library amounts to. Errors that are bugs are answered as they are. */
export function refusalOf(error: unknown): Error {
  if (error instanceof DatabaseRefusal) return error;
  if (error instanceof DatabaseError) {
    const state = error.code ?? '';
    if (denied.test(state)) return new DatabaseRefusal('storage-denied', state, false);
    if (full.test(state)) return new DatabaseRefusal('storage-full', state, true);
    if (bugs.test(state) && !passing.test(state)) return new Error(`SQL ${state}: ${error.message}`);
    return new DatabaseRefusal(passing.test(state) ? 'storage-away' : 'storage-failed', state, passing.test(state));
  }
  if (error instanceof TypeError || !(error instanceof Error)) return error instanceof Error ? error : new Error('?');
  // Of the socket, or the client library's own: no connection in time, no answer in time, a connection that ended.
  const state = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  return new DatabaseRefusal('storage-away', state, true);
}
