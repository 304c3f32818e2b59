import type { Contract } from '../../shared/ipc/contract.ts';
import type { Handlers } from '../../shared/ipc/define.ts';
import { ok } from '../../shared/result.ts';
import type { WaVersionState } from '../../shared/wa-version.ts';

/** The versions of WA Web as the window sees them: pinned by hand, or the newest. */
export function createFakeVersions(initial: WaVersionState, now: () => number): Handlers<Contract>['waVersion'] {
  let waVersion = initial;
  return {
    state: () => Promise.resolve(ok(waVersion)),
    pin: ({ version }) => {
      const inUse = version ?? waVersion.published?.version ?? '2.3000.1030000000';
      waVersion = { ...waVersion, pin: version, inUse, source: version === null ? 'published' : 'pinned' };
      return Promise.resolve(ok(waVersion));
    },
    fetch: () => {
      waVersion = { ...waVersion, published: { version: '2.3000.1034074999', fetchedAt: now() }, failedAt: null };
      if (waVersion.pin === null) waVersion = { ...waVersion, inUse: '2.3000.1034074999', source: 'published' };
      return Promise.resolve(ok(waVersion));
    },
  };
}
