import type { Contract } from '../../shared/ipc/contract.ts';
import type { Handlers } from '../../shared/ipc/define.ts';
import { err, ok } from '../../shared/result.ts';
import type { Settings } from '../settings/settings.ts';
import type { VersionControl } from './version-control.ts';

type VersionHandlers = Handlers<Contract>['waVersion'];

/** The advanced setting: which WA Web version is presented, from the next socket on. */
export function createVersionHandlers(parts: {
  readonly versions: VersionControl;
  readonly settings: Pick<Settings, 'setWaVersionPin'>;
  /** The environment pins a version, which the window cannot change. */
  readonly fixed: boolean;
}): VersionHandlers {
  const { versions, settings, fixed } = parts;
  const state = async () => ok({ ...(await versions.state()), fixed });
  return {
    state,
    async pin({ version }) {
      if (fixed) return err({ code: 'invalid-request' });
      settings.setWaVersionPin(version ?? undefined);
      versions.pin(version);
      return state();
    },
    fetch: async () => ((await versions.fetch()) ? state() : err({ code: 'version-not-fetched' })),
  };
}
