import { stores } from './0001-stores.ts';
import { leases } from './0002-leases.ts';
import { shares } from './0003-shares.ts';
import type { Migration } from './migration.ts';

/** Every step, in order. */
export const migrations: readonly Migration[] = [stores, leases, shares];
