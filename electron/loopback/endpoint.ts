import { Curve, jidDecode } from '@whiskeysockets/baileys';
import type { WebSocket } from 'ws';

import { systemClock } from '../clock/system-clock.ts';
import { readClientPayload } from './client-payload.ts';
import { createCancellableClock, type LoopbackClock } from './clock.ts';
import { createConnection, type Connection, type StanzaHandler } from './connection.ts';
import { createDirectory, type Account } from './directory.ts';
import { createEvents, type LoopbackEvents, type Violation, type ViolationRule } from './events.ts';
import { announcementOfHistory } from './history.ts';
import { createInboxes } from './inboxes.ts';
import { createListener } from './listener.ts';
import { mediaIn, openFile } from './media-files.ts';
import { createMediaServer } from './media-server.ts';
import type { Envelope } from './messages.ts';
import {
  createMisbehaviours,
  garbageFrame,
  type Misbehaviour,
  type MisbehaviourAt,
  type MisbehaviourScope,
} from './misbehaviour.ts';
import { createChains } from './noise-certificate.ts';
import { createNoiseServer, type NoiseClient } from './noise-server.ts';
import { askAgain, messageWithFile, sendToCompanions } from './phone-messages.ts';
import { createPhone, type Phone } from './phone.ts';
import { createRegistrations } from './registrations.ts';
import { createSessions } from './sessions.ts';
import { failure } from './stanzas.ts';

export interface LoopbackOptions {
  /** Default 0: the system chooses. */
  readonly port?: number;
  /** Refs offered to each registration; default 6. */
  readonly refCount?: number;
  /** Whether routing info comes before the scan, as from the real server; default true. */
  readonly edgeRouting?: boolean;
  /** How long a client has to answer `pair-device` and `pair-success`, in ms; default 60 s. */
  readonly answerTimeoutMs?: number;
  /** Whether a companion that silences its phone breaks a rule; default true. The unmodified client library does. */
  readonly judgesPresence?: boolean;
  /** Whether the server keeps a device's pre-keys from one login to the next; default true. */
  readonly keepsPreKeys?: boolean;
  readonly clock?: LoopbackClock;
}

export interface PhoneSettings {
  /** 7 to 15 digits, country code first; a number has one phone. */
  readonly number: string;
  /** What companions are told the account is called. */
  readonly name?: string | undefined;
  /** `android`, `iphone`, …; default `android`. */
  readonly platform?: string | undefined;
}

export interface LoopbackCounts {
  readonly live: number;
  readonly connections: number;
  readonly registrations: number;
  readonly logins: number;
  readonly preKeysUploaded: number;
  /** Files that were uploaded, and downloads that were begun. */
  readonly uploads: number;
  readonly downloads: number;
}

/** WhatsApp on 127.0.0.1: an endpoint that the unmodified client library speaks to, and the phones that scan its QRs. */
export interface LoopbackWhatsApp extends Pick<LoopbackEvents, 'on' | 'next'> {
  /** For the client library's `waWebSocketUrl`. */
  readonly url: string;
  /** What clients did against the protocol; empty at the end of a good run. */
  readonly violations: readonly Violation[];
  readonly phones: readonly Phone[];
  readonly counts: LoopbackCounts;
  addPhone(options: PhoneSettings): Phone;
  phone(number: string): Phone | undefined;
  /** Plans what is to go wrong; the returned function takes it back. */
  misbehave(misbehaviour: Misbehaviour, scope?: MisbehaviourScope): () => void;
  /** Takes every planned misbehaviour back. */
  behave(): void;
  /** Cuts every connection without a word. */
  dropConnections(): void;
  /** Down: every connection is cut and new ones are refused. Up: the same port listens again. */
  setNetwork(state: 'up' | 'down'): Promise<void>;
  /** Ends connections, timers and the port. */
  close(): Promise<void>;
}

export async function createLoopbackWhatsApp(options: LoopbackOptions = {}): Promise<LoopbackWhatsApp> {
  const {
    port = 0,
    refCount = 6,
    edgeRouting = true,
    answerTimeoutMs = 60_000,
    keepsPreKeys = true,
    judgesPresence = true,
  } = options;
  const clock = createCancellableClock(options.clock ?? systemClock);
  const { emit, on, next } = createEvents();
  const directory = createDirectory();
  const misbehaviours = createMisbehaviours();
  const violations: Violation[] = [];
  const phones = new Map<Account, ReturnType<typeof createPhone>>();
  const staticKey = Curve.generateKeyPair();
  const chainOf = createChains(staticKey.public, () => clock.now());
  const counts = { live: 0, connections: 0, registrations: 0, logins: 0, preKeysUploaded: 0 };

  on((event) => {
    if (event.type === 'registration') counts.registrations += 1;
    else if (event.type === 'login') counts.logins += 1;
    else if (event.type === 'pre-keys') counts.preKeysUploaded += event.count;
    else if (event.type === 'closed') counts.live -= 1;
  });

  function report(connection: number, rule: ViolationRule, detail: string): void {
    const violation = { connection, rule, detail };
    violations.push(violation);
    emit({ type: 'violation', violation });
  }

  async function deliver(account: Account, envelope: Envelope): Promise<void> {
    await phones.get(account)?.deliver(envelope);
  }

  function recipient(number: string): Account {
    const account = directory.account(number);
    if (account === undefined) throw new Error('no phone has this number');
    return account;
  }

  const registrations = createRegistrations({
    clock,
    directory,
    misbehaviours,
    emit,
    refCount,
    edgeRouting,
    answerTimeoutMs,
  });
  const media = await createMediaServer({ misbehaviours, report: (rule, detail) => report(0, rule, detail) });
  const inboxes = createInboxes();
  const post = { directory, inboxes, now: () => clock.now() };
  const sessions = createSessions({
    inboxes,
    media,
    clock,
    directory,
    misbehaviours,
    emit,
    deliver,
    judgesPresence,
    keepsPreKeys,
  });

  function onClient(connection: Connection, client: NoiseClient): StanzaHandler {
    const request = readClientPayload(client.payload);
    if (!request.ok) {
      connection.report('client-payload', request.error);
      connection.end(failure(400));
      return () => undefined;
    }
    if (request.value.type === 'registration') return registrations.begin(connection, client, request.value);
    return sessions.begin(connection, client, request.value.login);
  }

  function onSocket(socket: WebSocket, misbehaviour: MisbehaviourAt<'connection'> | undefined): void {
    const id = ++counts.connections;
    counts.live += 1;
    emit({ type: 'connection', connection: id });
    socket.on('error', (error) => report(id, 'handshake', error.message));
    socket.on('close', () => emit({ type: 'closed', connection: id }));
    if (misbehaviour?.kind === 'silent') return;
    if (misbehaviour?.kind === 'garbage') {
      socket.on('message', () => socket.send(garbageFrame()));
      return;
    }
    const delayMs = misbehaviour?.kind === 'slow' ? misbehaviour.delayMs : 0;
    const chain = chainOf(misbehaviour?.kind === 'certificate' ? misbehaviour.chain : 'own');
    const noise = createNoiseServer(staticKey, chain);
    createConnection({
      id,
      socket,
      noise,
      clock,
      delayMs,
      onClient,
      report: (rule, detail) => report(id, rule, detail),
    });
  }

  const listener = await createListener({
    port,
    path: '/ws/chat',
    receptionist() {
      const misbehaviour = misbehaviours.take('connection');
      if (misbehaviour?.kind === 'answer') return misbehaviour.status;
      return misbehaviour?.kind === 'no-upgrade' ? undefined : (socket) => onSocket(socket, misbehaviour);
    },
  });

  return {
    url: `ws://127.0.0.1:${listener.port}/ws/chat`,
    violations,
    on,
    next,
    get phones() {
      return [...phones.values()].map(({ phone }) => phone);
    },
    get counts() {
      return { ...counts, ...media.counts };
    },
    addPhone({ number, name = 'Loopback phone', platform = 'android' }) {
      const account = directory.add({ number, name, platform });
      const created = createPhone({
        account,
        clock,
        emit,
        scan: (qrText) => registrations.scan(account, qrText),
        enterCode: (code) => registrations.enterCode(account, code),
        refreshCode: (manual) => registrations.refreshCode(account, manual),
        unlink(deviceJid) {
          const device = account.devices.get(jidDecode(deviceJid)?.device ?? 0);
          return device?.jid === deviceJid && sessions.unlink(device, 'phone');
        },
        send: (to, message) => sendToCompanions(account, recipient(to), message, post),
        sendFile: async (to, file) =>
          sendToCompanions(account, recipient(to), await messageWithFile(file, media), post),
        announceHistory: async (history) =>
          sendToCompanions(account, account, await announcementOfHistory(account.jid, history, media), post),
        async openFile(message) {
          const found = mediaIn(message);
          if (found === undefined) return undefined;
          const encrypted = await media.get(found.content.directPath ?? '');
          if (encrypted === undefined) throw new Error('there is nothing at its place');
          return openFile(found.kind, found.content, encrypted);
        },
        askAgain: (deviceJid, id) => askAgain(account, deviceJid, id, post),
        report: ({ sender }, rule, detail) => report(sender.connection?.id ?? 0, rule, detail),
      });
      phones.set(account, created);
      return created.phone;
    },
    phone(number) {
      const account = directory.account(number);
      return account && phones.get(account)?.phone;
    },
    misbehave: (misbehaviour, scope) => misbehaviours.add(misbehaviour, scope),
    behave: () => misbehaviours.clear(),
    dropConnections: () => listener.cut(),
    setNetwork: (state) => (state === 'up' ? listener.up() : listener.down()),
    async close() {
      clock.cancelAll();
      await listener.down();
      await media.close();
      for (const account of directory.accounts()) account.primary.close();
    },
  };
}
