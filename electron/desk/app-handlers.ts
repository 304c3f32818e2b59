import type { AppInfo, Licence } from '../../shared/app.ts';
import type { Contract } from '../../shared/ipc/contract.ts';
import type { Handlers } from '../../shared/ipc/define.ts';
import { err, ok } from '../../shared/result.ts';

/** The parts of the system that the window may use, each of them for one thing. */
export interface AppServices {
  readonly dataFolder: string;
  readonly info: () => Promise<AppInfo>;
  readonly licences: () => Promise<readonly Licence[]>;
  /** Answers `false` where the system would not open it. */
  readonly openFolder: (folder: string) => Promise<boolean>;
  /** `url` is an https address. Answers `false` where the system would not open it. */
  readonly openLink: (url: string) => Promise<boolean>;
  readonly copyText: (text: string) => void | Promise<void>;
  readonly setFullScreen: (on: boolean) => void;
  /** Answers `false` where the system would not print; a person who changes their mind is no failure. */
  readonly print: () => Promise<boolean>;
}

export function createAppHandlers(services: AppServices): Handlers<Contract>['app'] {
  return {
    info: async () => ok(await services.info()),
    async openDataFolder() {
      const { dataFolder } = services;
      return (await services.openFolder(dataFolder)) ? ok() : err({ code: 'folder-not-opened', folder: dataFolder });
    },
    licences: async () => ok([...(await services.licences())]),
    openLink: async ({ url }) => ((await services.openLink(url)) ? ok() : err({ code: 'link-not-opened' })),
    async copyText({ text }) {
      await services.copyText(text);
      return ok();
    },
    print: async () => ((await services.print()) ? ok() : err({ code: 'not-printed' })),
    setFullScreen({ on }) {
      services.setFullScreen(on);
      return Promise.resolve(ok());
    },
  };
}
