import { ok } from '../../shared/result.ts';
import { classify } from './classify.ts';
import type { CredentialFolder } from './credential-folder.ts';
import type { CredsData } from './creds-data.ts';
import type { KeyLog } from './key-log.ts';
import { createKeyStore } from './key-store.ts';
import { createKeyValues } from './key-values.ts';

/** Credentials in memory, until they get a folder. */
export interface DraftCredentials<C extends CredsData> {
  readonly credentials: CredentialFolder<C>;
  /** Every save and every key goes there from here on; `log` is that folder's. */
  settleIn(folder: CredentialFolder<C>, log: KeyLog): void;
}

export function createDraftCredentials<C extends CredsData>(creds: C): DraftCredentials<C> {
  const log = createMemoryLog();
  const keys = createKeyStore(log, () => Promise.resolve());
  let home: CredentialFolder<C> | undefined;
  return {
    credentials: {
      creds,
      get epoch() {
        return home?.epoch;
      },
      keys: {
        get: (type, ids) => (home?.keys ?? keys).get(type, ids),
        set: (data) => (home?.keys ?? keys).set(data),
        setWithMessage: (data) => (home?.keys ?? keys).setWithMessage(data),
        flush: () => (home?.keys ?? keys).flush(),
        clear: () => (home?.keys ?? keys).clear(),
      },
      keyDamage: log.damage,
      found: { classification: { kind: 'empty' }, fate: 'none' },
      classify: () => classify(creds),
      save: () => home?.save() ?? Promise.resolve(ok(classify(creds))),
      notePairing: (pending) => home?.notePairing(pending) ?? Promise.resolve(ok()),
      close: () => Promise.resolve(),
    },
    settleIn(folder, homeLog) {
      homeLog.change(log.entries());
      home = folder;
    },
  };
}

function createMemoryLog(): KeyLog {
  const values = createKeyValues();
  return {
    damage: { tornBytes: 0, damagedPlaces: 0 },
    get: (key) => values.get(key),
    entries: () => values.entries(),
    change(changes) {
      for (const [key, value] of changes) {
        if (value === null) values.delete(key);
        else values.set(key, value);
      }
    },
    commit: () => Promise.resolve(ok()),
    close: () => Promise.resolve(),
  };
}
