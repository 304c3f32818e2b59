import { compareVersions } from '../../shared/update-rules.ts';
import type { InstallationForm, Release, ReleaseFile } from '../../shared/updates.ts';

/** What an installation knows when a release is offered to it. */
export interface Installation {
  readonly version: string;
  readonly form: InstallationForm;
  readonly arch: string;
  /** From 0 to 99, the same for good: releases reach those with a low one first. */
  readonly threshold: number;
  /** The newest version that was ever offered. */
  readonly newest: string | null;
  /** It did not reach its window here. */
  readonly blocked: string | null;
}

type Decision =
  | { readonly kind: 'newest' | 'staged' | 'blocked' | 'no-file' }
  /** Older than what runs here, or than what was offered before: somebody shows a former release as the newest. */
  | { readonly kind: 'old' }
  /** `back`: the file of the version that runs, for a way back. */
  | { readonly kind: 'take'; readonly file: ReleaseFile; readonly back: ReleaseFile | undefined };

/** What to do about a release whose signature is right. */
export function decide(release: Release, installation: Installation): Decision {
  const { version, newest, blocked, threshold } = installation;
  if (compareVersions(release.version, version) < 0) return { kind: 'old' };
  // One that failed here may be withdrawn, and the one before be offered again.
  const known = newest === blocked ? null : newest;
  if (known !== null && compareVersions(release.version, known) < 0) return { kind: 'old' };
  if (release.version === version) return { kind: 'newest' };
  if (release.version === blocked) return { kind: 'blocked' };
  if (threshold >= release.rollout) return { kind: 'staged' };
  const fits = ({ form, arch }: ReleaseFile) => form === installation.form && arch === installation.arch;
  const file = release.files.find(fits);
  if (file === undefined) return { kind: 'no-file' };
  const { previous } = release;
  return { kind: 'take', file, back: previous?.version === version ? previous.files.find(fits) : undefined };
}
