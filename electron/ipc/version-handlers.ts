import type { Contract } from '../../shared/ipc/contract.ts';
import type { Handlers } from '../../shared/ipc/define.ts';
import { err, ok } from '../../shared/result.ts';
import type { Settings } from '../settings/settings.ts';
import type { VersionControl } from '../whatsapp/version-control.ts';

type VersionHandlers = Handlers<Contract>['waVersion'];

/** The advanced setting: which WA Web version is presented. What is chosen holds for the next socket. */
export function createVersionHandlers(parts: {
  readonly versions: VersionControl;
  readonly settings: Pick<Settings, 'setWaVersionPin'>;
  /** The environment has decided. */
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

/** Practice presents itself to a WhatsApp on this machine, which takes any version. */
export function createVersionRefusals(): VersionHandlers {
  const refuse = () => Promise.resolve(err({ code: 'invalid-request' } as const));
  return { state: refuse, pin: refuse, fetch: refuse };
}
