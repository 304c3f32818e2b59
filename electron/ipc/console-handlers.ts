import type { Contract } from '../../shared/ipc/contract.ts';
import type { Handlers } from '../../shared/ipc/define.ts';
import { ok } from '../../shared/result.ts';
import type { JournalStore } from '../journal/journal.ts';
import type { Registry } from '../pairing/registry.ts';
import type { Settings } from '../settings/settings.ts';
import type { ChangeFeed } from './change-feed.ts';

/** What each call of the window does. Nothing is decided here: commands go to the registry, as the bridge's do. */
export function createConsoleHandlers(parts: {
  readonly registry: Registry;
  readonly journal: JournalStore;
  readonly settings: Settings;
  readonly feed: ChangeFeed;
}): Handlers<Contract> {
  const { registry, journal, settings, feed } = parts;
  return {
    console: {
      state: () => Promise.resolve(ok(feed.state())),
      dismissNotice({ id }) {
        feed.dismissNotice(id);
        return Promise.resolve(ok());
      },
    },
    tenants: {
      add: ({ tenantId, name }) => registry.add(tenantId, name),
      rename: ({ tenantId, name }) => registry.rename(tenantId, name),
      remove: ({ tenantId }) => registry.remove(tenantId),
    },
    session: {
      start: ({ tenantId }) => registry.start(tenantId),
      relink: ({ tenantId }) => registry.relink(tenantId),
      disconnect: ({ tenantId }) => registry.disconnect(tenantId),
      sendTestMessage: ({ tenantId, text }) => registry.sendTestMessage(tenantId, text),
    },
    journal: { list: (query) => Promise.resolve(ok(journal.list(query))) },
    preferences: {
      get: () => Promise.resolve(ok(settings.preferences())),
      set: (change) => Promise.resolve(ok(settings.setPreferences(change))),
    },
  };
}
