import { useMemo, useSyncExternalStore } from 'react';

import { useRoster, useServices } from '../../state/services.ts';
import { createBucketCounter, type Bucket } from '../../state/tenant-list.ts';

/** How many tenants are in each state, live. */
export function useBucketCounts(): Readonly<Record<Bucket, number>> {
  const { store } = useServices();
  const roster = useRoster();
  const read = useMemo(() => createBucketCounter(store, roster), [store, roster]);
  return useSyncExternalStore(store.subscribe, read);
}
