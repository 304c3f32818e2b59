import type { Agent as HttpsAgent } from 'node:https';

import type { makeWASocket } from '@whiskeysockets/baileys';

import { type BrowserName, ownBrowser } from '../../shared/protocol-pack-rules.ts';
import type { TenantId } from '../../shared/tenant.ts';
import type { Dialer } from '../network/dialer.ts';
import type { KeptSends } from '../pairing/kept-sends.ts';
import type { Clock, SocketFactory } from '../pairing/ports.ts';
import { type ClientCredentials, authenticationState } from './client-credentials.ts';
import type * as clientLibrary from './client.ts';
import { createDeviceLists } from './device-lists.ts';
import { whatsappEndpoint } from './endpoint.ts';
import { recordFrames } from './frames.ts';
import { type SeenMessages, createSeenMessages, finishReading, hearMessages } from './incoming-messages.ts';
import { createLinkSocket } from './link-socket.ts';
import { createMediaServers } from './media-servers.ts';
import { catchKeyPairs } from './noise-guard.ts';
import { createOwnTurns } from './own-turns.ts';
import { makeCachesLater } from './repairs/caches-made-ahead.ts';
import { catchStorages } from './repairs/kept-contexts.ts';
import { noOwnPings } from './repairs/late-silence.ts';
import { askByNumberToo } from './repairs/lid-only-keys.ts';
import { downloadBy } from './repairs/own-downloads.ts';
import { type PreKeyMaker, createPreKeyMaker } from './repairs/pre-keys-in-one-tick.ts';
import type { WebVersions } from './version.ts';

type Client = typeof clientLibrary;
type ClientLogger = NonNullable<Parameters<typeof makeWASocket>[0]['logger']>;

export interface SocketFactoryOptions {
  /** Loads the client library, at the first socket. */
  readonly loadClient: () => Promise<Client>;
  readonly clock: Clock;
  /** Opens every connection of the sockets. */
  readonly dialer: Pick<Dialer, 'agent'>;
  readonly clientLogger: ClientLogger;
  readonly versions: WebVersions;
  /** Takes numbers, codes, keys and secrets out of a text. */
  readonly redact: (text: string) => string;
  /** The last sends of a tenant, for recipients that ask again; without it only those of the same socket are answered. */
  readonly keptSends?: (tenantId: TenantId) => KeptSends;
  /** What a protocol pack has sockets call themselves from here on; `undefined`: the program's own name counts. */
  readonly browser?: () => BrowserName | undefined;
  /** Another WebSocket endpoint than WhatsApp's own, for practice and tests. */
  readonly url?: string;
  /** Does not ask that endpoint to prove that its certificates are its own. Counts for an endpoint on loopback only. */
  readonly unverified?: boolean;
}

/** The client library's names of the systems. */
const systems = { Ubuntu: 'ubuntu', Windows: 'windows', 'Mac OS': 'macOS' } as const;

/** Opens sockets of the client library, repaired. */
export function createSocketFactory(options: SocketFactoryOptions): SocketFactory<ClientCredentials> {
  let preKeys: PreKeyMaker | undefined;
  const ownTurn = createOwnTurns();
  const seen = new Map<TenantId, { readonly epoch: bigint | undefined; readonly messages: SeenMessages }>();
  const { loadClient, clientLogger, clock, dialer, redact, url, unverified, versions } = options;

  /**
   * What another program may have gone on with is forgotten: a message that was passed on here, and whose row it could not
   * keep any more, comes again.
   */
  function seenBy(tenantId: TenantId, epoch: bigint | undefined): SeenMessages {
    const known = seen.get(tenantId);
    if (known !== undefined && known.epoch === epoch) return known.messages;
    const messages = createSeenMessages();
    seen.set(tenantId, { epoch, messages });
    return messages;
  }

  return {
    async open({ tenantId, credentials, emit, onMessages, roomForMessages, messagesKept, onFrame }) {
      const client = await loadClient();
      const recording = recordFrames(clientLogger, clock, onFrame);
      preKeys ??= createPreKeyMaker({
        generateKeyPair: () => client.Curve.generateKeyPair(),
        count: client.INITIAL_PREKEY_COUNT,
        clock,
      });
      // WhatsApp knows these names. It refuses linking codes to names that it does not know.
      const { name, system } = options.browser?.() ?? ownBrowser;
      const browser = client.Browsers[systems[system]](name);
      const lists = createDeviceLists(clock);
      const keptSends = options.keptSends?.(tenantId);
      const mediaServers = createMediaServers(url, dialer, tenantId);
      const caught = catchKeyPairs(client.Curve, () =>
        catchStorages(() =>
          client.makeWASocket({
            auth: authenticationState(client, credentials),
            logger: recording.logger,
            version: versions.current(client.DEFAULT_CONNECTION_CONFIG.version),
            browser,
            markOnlineOnConnect: false,
            keepAliveIntervalMs: noOwnPings,
            syncFullHistory: false,
            userDevicesCache: lists.cache,
            makeSignalRepository: askByNumberToo(client.DEFAULT_CONNECTION_CONFIG.makeSignalRepository),
            getMessage: async ({ id, remoteJid }) => {
              const kept = await keptSends?.find(id ?? '');
              // A recipient gets back only what was sent to that chat.
              const isTheirs = kept?.to.includes(client.jidNormalizedUser(remoteJid ?? undefined)) === true;
              return isTheirs ? client.proto.Message.decode(kept.content) : undefined;
            },
            // The library only hands it on to `ws`, which takes any agent of Node.
            agent: dialer.agent(url ?? whatsappEndpoint, 'link', tenantId) as unknown as HttpsAgent,
            options: downloadBy(mediaServers),
            ...(url === undefined ? {} : { waWebSocketUrl: url }),
          }),
        ),
      );
      const socket = caught.made;
      makeCachesLater(socket);
      const versionPinned = versions.known().pin !== undefined;
      recording.attend(socket);
      const hearing =
        onMessages &&
        hearMessages(socket, {
          seen: seenBy(tenantId, credentials.epoch),
          keys: credentials.keys,
          onMessages,
          room: () => roomForMessages?.(),
          kept: () => messagesKept?.(),
        });
      const stopPreKeys = preKeys.attend(socket.ev, credentials);
      const link = createLinkSocket({
        lists,
        keptSends,
        mediaServers,
        client,
        socket,
        browser,
        credentials,
        clock,
        ownTurn,
        emit,
        redact,
        versionPinned,
        server: { pairs: caught.pairs, url, unverified, onFrame },
      });
      return {
        ...link,
        async close() {
          stopPreKeys();
          await hearing?.acknowledged();
          await link.close();
          // A message that was being read has been acknowledged: it is passed on before this socket counts as closed.
          await finishReading(socket);
          await hearing?.passedOn();
          hearing?.stop();
        },
      };
    },
    renew: () => versions.renew(),
  };
}
