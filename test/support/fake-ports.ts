import type {
  Classification,
  ConnectionEnd,
  Credentials,
  FoundCredentials,
  Journal,
  LinkSocket,
  Logger,
  SocketEvent,
  SocketFactory,
  AuthStore,
} from '../../electron/pairing/ports.ts';
import type { StorageError } from '../../shared/errors.ts';
import type { JournalEntry } from '../../shared/journal.ts';
import { err, ok } from '../../shared/result.ts';

export const paired: Classification = {
  kind: 'paired',
  identity: { jid: '972501234567:12@s.whatsapp.net', name: 'Shop' },
};

const nothing = () => undefined;
export const silentLogger: Logger = { debug: nothing, info: nothing, warn: nothing, error: nothing };

/** Credentials in memory, with a disk that can be made to fail and a count of who holds them open. */
export function createFakeStore() {
  const state = {
    onDisk: { kind: 'empty' } as Classification,
    inMemory: { kind: 'unpaired' } as Classification,
    open: 0,
    mostOpen: 0,
    quarantined: [] as string[],
    pairingNotes: [] as boolean[],
    saveError: undefined as StorageError | undefined,
    quarantineError: undefined as StorageError | undefined,
    fault: undefined as ((error: StorageError) => void) | undefined,
  };
  const store: AuthStore = {
    open(_tenantId, onFault) {
      state.open += 1;
      state.mostOpen = Math.max(state.mostOpen, state.open);
      state.fault = onFault;
      state.inMemory = state.onDisk.kind === 'paired' ? state.onDisk : { kind: 'unpaired' };
      const found: FoundCredentials = {
        classification: state.onDisk,
        fate: state.onDisk.kind === 'paired' ? 'kept' : 'none',
      };
      const credentials: Credentials = {
        found,
        classify: () => state.inMemory,
        save() {
          if (state.saveError !== undefined) return Promise.resolve(err(state.saveError));
          state.onDisk = state.inMemory;
          return Promise.resolve(ok(state.onDisk));
        },
        notePairing(pending) {
          state.pairingNotes.push(pending);
          return Promise.resolve(ok());
        },
        close() {
          state.open -= 1;
          return Promise.resolve();
        },
      };
      return Promise.resolve(ok(credentials));
    },
    draft() {
      state.inMemory = { kind: 'unpaired' };
      const found: FoundCredentials = { classification: { kind: 'empty' }, fate: 'none' };
      const credentials: Credentials = {
        found,
        classify: () => state.inMemory,
        save: () => Promise.resolve(ok(state.inMemory)),
        notePairing: () => Promise.resolve(ok()),
        close: () => Promise.resolve(),
      };
      return Promise.resolve({
        credentials,
        async fileUnder(tenantId, onFault) {
          if (state.onDisk.kind === 'paired') return ok(undefined);
          const { inMemory } = state;
          const opened = await store.open(tenantId, onFault);
          state.inMemory = inMemory;
          return opened;
        },
      });
    },
    move: () => Promise.resolve(ok(true)),
    identify: () => Promise.resolve(state.onDisk.kind === 'paired' ? state.onDisk.identity : undefined),
    quarantine(_tenantId, reason) {
      if (state.open > 0) throw new Error('quarantined while open');
      if (state.quarantineError !== undefined) return Promise.resolve(err(state.quarantineError));
      const something = state.onDisk.kind !== 'empty';
      if (something) state.quarantined.push(`${reason}:${state.onDisk.kind}`);
      state.onDisk = { kind: 'empty' };
      return Promise.resolve(ok(something));
    },
  };
  return { store, state };
}

export interface FakeSocket {
  readonly emit: (event: SocketEvent) => void;
  readonly end: (end: ConnectionEnd) => void;
  /** WhatsApp accepts the login, and everything after it goes well. */
  readonly logIn: () => void;
  readonly closed: () => boolean;
  lastSeenAt: number | undefined;
  /** Whether it answers when it is asked for a sign of life. */
  alive: boolean;
  /** The session has said that the credentials are saved. */
  released: boolean;
  /** The connection was cut, without a farewell. */
  cut: boolean;
  loggedOut: boolean;
  /** Whether WhatsApp confirms a logout. */
  confirmsLogout: boolean;
  /** What WhatsApp says when a linking code is asked for. */
  code: ReturnType<LinkSocket['requestCode']>;
  /** How every message that it is given ends. */
  acknowledge: ReturnType<LinkSocket['sendText']>;
}

/** Sockets that say what a test tells them to, and know how many of them are live. */
export function createFakeSockets() {
  const opened: FakeSocket[] = [];
  const counts = { live: 0, most: 0, renewed: 0 };
  const sockets: SocketFactory = {
    open({ emit }) {
      let live = true;
      counts.live += 1;
      counts.most = Math.max(counts.most, counts.live);
      const die = () => {
        if (live) counts.live -= 1;
        live = false;
      };
      const fake: FakeSocket = {
        emit,
        end(end) {
          die();
          emit({ type: 'end', end });
        },
        logIn() {
          emit({ type: 'accepted' });
          emit({ type: 'open' });
          emit({ type: 'pre-keys', count: 812 });
        },
        closed: () => !live,
        lastSeenAt: undefined,
        alive: true,
        released: false,
        cut: false,
        loggedOut: false,
        confirmsLogout: true,
        code: Promise.resolve(ok({ code: 'ABCD-EFGH', lifetimeMs: 100_000 })),
        acknowledge: Promise.resolve(ok({ messageId: 'ID' })),
      };
      opened.push(fake);
      const link: LinkSocket = {
        lastSeenAt: () => (live ? fake.lastSeenAt : undefined),
        proveLife: () => Promise.resolve(fake.alive),
        credentialsSaved: () => void (fake.released = true),
        close() {
          die();
          return Promise.resolve();
        },
        cut() {
          fake.cut = true;
          die();
        },
        logout() {
          fake.loggedOut = true;
          return Promise.resolve(fake.confirmsLogout);
        },
        requestCode: () => fake.code,
        showPresence: () => Promise.resolve(true),
        passkeyRequest: () => ({ challenge: 'AAAA' }),
        answerPasskey: () => Promise.resolve(ok({})),
        confirmPasskey: () => Promise.resolve(ok()),
        sendText: () => (live ? fake.acknowledge : Promise.resolve(err({ code: 'not-connected' as const }))),
        sendMedia: () => (live ? fake.acknowledge : Promise.resolve(err({ code: 'not-connected' as const }))),
        resolvePerson: () => Promise.resolve({ source: 'unresolvable' as const }),
        sendTyping: () => Promise.resolve(live ? ok() : err({ code: 'not-connected' })),
      };
      return Promise.resolve(link);
    },
    renew() {
      counts.renewed += 1;
      return Promise.resolve();
    },
  };
  const last = () => {
    const socket = opened.at(-1);
    if (socket === undefined) throw new Error('no socket was opened');
    return socket;
  };
  return { sockets, opened, counts, last };
}

export function createFakeJournal() {
  const entries: Omit<JournalEntry, 'id'>[] = [];
  const links: string[] = [];
  const codesAt: (number | undefined)[] = [];
  const journal: Journal = {
    append(entry) {
      entries.push(entry);
    },
    keepLink(tenantId, _flight, codeAt) {
      links.push(tenantId);
      codesAt.push(codeAt);
    },
  };
  return { journal, entries, links, codesAt };
}
