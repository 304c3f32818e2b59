import { type BrowserName, ownBrowser, patienceNames } from '../../../shared/protocol-pack-rules.ts';
import type { PackChange, ProtocolPack } from '../../../shared/protocol-pack.ts';
import type { PackedRules } from '../../pairing/machine/packed-rules.ts';
import { patience } from '../../pairing/machine/patience.ts';

/** What sessions and sockets go by under a pack. */
export interface PackInForce {
  readonly pack: ProtocolPack;
  readonly rules: PackedRules;
}

export function inForce(pack: ProtocolPack): PackInForce {
  return {
    pack,
    rules: {
      patience: { ...patience, ...given(pack.patience ?? {}) },
      codes: new Map((pack.codes ?? []).map(({ code, cause }) => [code, cause])),
    },
  };
}

/** What a pack changes, one thing after the other. */
export function changesOf(pack: ProtocolPack): PackChange[] {
  const { webVersion, browser, codes = [], notes = {} } = pack;
  const changes: PackChange[] = [];
  if (webVersion !== undefined) changes.push({ what: 'web-version', to: webVersion });
  if (browser !== undefined) changes.push({ what: 'browser', from: nameOf(ownBrowser), to: nameOf(browser) });
  for (const name of patienceNames) {
    const to = pack.patience?.[name];
    if (to !== undefined) changes.push({ what: 'patience', name, from: patience[name], to });
  }
  for (const each of codes) changes.push({ what: 'code', ...each });
  for (const cause of Object.keys(notes)) changes.push({ what: 'note', cause: cause as keyof typeof notes });
  return changes;
}

function nameOf({ name, system }: BrowserName): string {
  return `${name} (${system})`;
}

/** Leaves out members that are undefined, which would hide the program's own value. */
function given<T extends object>(values: T): { [N in keyof T]?: Exclude<T[N], undefined> } {
  const entries = Object.entries(values).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as { [N in keyof T]?: Exclude<T[N], undefined> };
}
