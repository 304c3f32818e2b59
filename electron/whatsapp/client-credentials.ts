import type {
  AuthenticationCreds,
  AuthenticationState,
  SignalDataTypeMap,
  SignalKeyStore,
} from '@whiskeysockets/baileys';

import type { Credentials } from '../pairing/ports.ts';
import type * as clientLibrary from './client.ts';
import { isWorkOnMessage } from './message-keys.ts';
import { withoutOldChains } from './repairs/growing-sessions.ts';

type Client = typeof clientLibrary;

/** What the client library needs of credentials, beside what the pairing room does. */
export interface ClientCredentials extends Credentials {
  /** The client library changes it in place; the store that made it knows its type. */
  readonly creds: object;
  readonly keys: {
    get(type: string, ids: readonly string[]): Promise<Record<string, unknown>>;
    set(data: KeyChanges): Promise<void>;
    /** The same for what a message changes: it may be saved together with the message, at the latest by `flush`. */
    setWithMessage(data: KeyChanges): Promise<void>;
    flush(): Promise<void>;
  };
  /** Greater than before where another program may have used the link meanwhile; nothing where none can. */
  readonly epoch: bigint | undefined;
}

type KeyChanges = Readonly<Record<string, Readonly<Record<string, unknown>> | undefined>>;

/** The library wants its app-state keys as messages, where the files hold plain objects. */
export function authenticationState({ proto }: Client, { creds, keys }: ClientCredentials): AuthenticationState {
  const store: SignalKeyStore = {
    async get<T extends keyof SignalDataTypeMap>(type: T, ids: string[]) {
      const found = await keys.get(type, ids);
      if (type === 'app-state-sync-key') {
        for (const [id, value] of Object.entries(found)) {
          if (value !== undefined && value !== null) {
            found[id] = proto.Message.AppStateSyncKeyData.fromObject(value);
          }
        }
      }
      return found as Record<string, SignalDataTypeMap[T]>;
    },
    set: ({ session, ...others }) => {
      const kept = Object.entries(session ?? {}).map(([id, record]) => [id, withoutOldChains(record)] as const);
      const changes = session === undefined ? others : { ...others, session: Object.fromEntries(kept) };
      return isWorkOnMessage() ? keys.setWithMessage(changes) : keys.set(changes);
    },
  };
  return { creds: creds as AuthenticationCreds, keys: store };
}
