import type { WaVersionState } from '../../shared/wa-version.ts';
import { type WebVersion, type WebVersions, versionFrom, versionText } from './version.ts';

/** What a person may know and decide of the version that is presented to WhatsApp. */
export interface VersionControl {
  state(): Promise<Omit<WaVersionState, 'fixed'>>;
  /** `null`: the newest that is known. For sockets from here on. */
  pin(version: string | null): void;
  /** Asks WhatsApp now; at most 10 s. `false`: it gave no version. */
  fetch(): Promise<boolean>;
}

export function createVersionControl(versions: WebVersions, loadOwn: () => Promise<WebVersion>): VersionControl {
  return {
    async state() {
      const own = await loadOwn();
      const { pin, published, packed, failedAt } = versions.known();
      const inUse = versions.current(own);
      function sourceOf() {
        if (pin !== undefined) return 'pinned';
        if (inUse === own) return 'library';
        return packed !== undefined && versionText(packed) === versionText(inUse) ? 'pack' : 'published';
      }
      return {
        inUse: versionText(inUse),
        source: sourceOf(),
        pin: pin === undefined ? null : versionText(pin),
        published:
          published === undefined ? null : { version: versionText(published.version), fetchedAt: published.fetchedAt },
        failedAt: failedAt ?? null,
      };
    },
    pin: (version) => versions.pin(version === null ? undefined : versionFrom(version)),
    fetch: () => versions.fetch(),
  };
}
