import type { CredentialsKind, ImportReport } from '../../shared/credentials.ts';
import type { PasskeyError, SendRefusal, StorageError, TenantExists } from '../../shared/errors.ts';
import type { CredentialsFate, Said } from '../../shared/failure.ts';
import type { FlightFrame } from '../../shared/flight.ts';
import type { JournalEntry } from '../../shared/journal.ts';
import type { Unassigned } from '../../shared/linking.ts';
import type { PasskeyAssertion, PasskeyRequest } from '../../shared/passkey.ts';
import type { Result } from '../../shared/result.ts';
import type { Restriction } from '../../shared/session.ts';
import type { RemovedTenant, TenantId } from '../../shared/tenant.ts';
import type { OutgoingMedia } from './media.ts';

/** Time and timers. Tests put a fake one here; nothing in this room reads the time in any other way. */
export interface Clock {
  /** Epoch milliseconds. */
  now(): number;
  /** Runs `task` once after `ms`; the returned function cancels it. */
  after(ms: number, task: () => void): () => void;
  /** A number in [0, 1), for jitter. */
  random(): number;
}

/** Structured; the implementation redacts it. `data` never holds a number, QR text, key or secret. */
export interface Logger {
  debug(message: string, data?: Readonly<Record<string, unknown>>): void;
  info(message: string, data?: Readonly<Record<string, unknown>>): void;
  warn(message: string, data?: Readonly<Record<string, unknown>>): void;
  error(message: string, data?: Readonly<Record<string, unknown>>): void;
}

/** The scan-failure log. Never throws: what cannot be written is reported to the operator by the journal itself. */
export interface Journal {
  /** `flight`: the frames that led to it, oldest first. */
  append(entry: Omit<JournalEntry, 'id'>, flight?: readonly FlightFrame[]): void;
  /**
   * A new link is connected for the first time, and counts as a link from here on: the frames that led there, oldest first.
   * The tenant's newest are kept. `codeAt`: when the first code of the attempt came on screen, epoch ms.
   */
  keepLink(tenantId: TenantId, flight: readonly FlightFrame[], codeAt?: number): void;
}

/** Who a set of credentials belongs to. */
export interface Identity {
  /** `<number>:<device>@s.whatsapp.net`; never logged, never sent to the window. */
  readonly jid: string;
  readonly name?: string;
  readonly platform?: string;
}

/** What a set of credentials that can be read amounts to. */
export type Classification =
  | { readonly kind: Exclude<CredentialsKind, 'paired' | 'corrupt'> }
  | { readonly kind: 'paired'; readonly identity: Identity };

/** What was on disk when the credentials were opened, before anything was repaired. */
export interface FoundCredentials {
  /** What may be used from here on; `corrupt` and `half-paired` were set aside, so the identity in hand is fresh. */
  readonly classification: Classification | { readonly kind: 'corrupt' };
  /**
   * `recovered`: read from the last-good copy. `quarantined`: set aside because it was corrupt, half-paired or left
   * over from an abandoned code.
   */
  readonly fate: CredentialsFate;
  /**
   * A pairing was noted (`notePairing`) whose first login was never accepted. Without paired credentials, the phone may
   * list a device that nothing can log in as.
   */
  readonly pairingPending?: boolean;
  /** Keys of another service came in, just now. */
  readonly imported?: ImportReport;
}

/**
 * One tenant's credentials, open for one session. The client library mutates them in memory; `save` makes them durable.
 */
export interface Credentials {
  readonly found: FoundCredentials;
  /** What the credentials in memory amount to right now. */
  classify(): Classification;
  /**
   * Writes what is in memory, flushes it and reads it back. Answers what the *disk* now proves. Calls are serialised;
   * calls that wait together share one write.
   */
  save(): Promise<Result<Classification, StorageError>>;
  /**
   * Notes on disk that a phone has confirmed and that no login with these credentials was accepted yet; `false` removes
   * the note. Written before the socket sends its reply to the phone.
   */
  notePairing(pending: boolean): Promise<Result<null, StorageError>>;
  /** Waits for every write under way, then lets go of the files. Later writes are refused. */
  close(): Promise<void>;
}

/** An identity that no tenant has yet. Nothing of it is on disk, and a phone may link it all the same. */
export interface Draft<C extends Credentials = Credentials> {
  /** For a socket. Before `fileUnder`, `save` proves nothing and writes nothing; `close` never does anything. */
  readonly credentials: C;
  /**
   * Makes it this tenant's: from here on every save goes into the tenant's place, through either handle. Answers the
   * tenant's own handle, or nothing where a link lies there already, which stays untouched.
   */
  fileUnder(tenantId: TenantId, onFault: (error: StorageError) => void): Promise<Result<C | undefined, StorageError>>;
}

/** Credentials on disk. Never replaces credentials without a word: what it sets aside it says. */
export interface AuthStore<C extends Credentials = Credentials> {
  /**
   * Opens what is on disk; where there is nothing usable, a fresh identity in memory. Keys that cannot be written
   * later on are reported to `onFault`, once.
   */
  open(tenantId: TenantId, onFault: (error: StorageError) => void): Promise<Result<C, StorageError>>;
  /** A fresh identity for a code that any phone may scan: it is known only then under which tenant to file it. */
  draft(): Promise<Draft<C>>;
  /**
   * Gives a link that had no tenant to one, whole and in one step. Closed credentials only. `false`: a link
   * lies at the tenant's place, or none at `from`; nothing has changed.
   */
  move(from: TenantId, to: TenantId): Promise<Result<boolean, StorageError>>;
  /** Whose link lies on disk, as far as it can be read; changes nothing. */
  identify(tenantId: TenantId): Promise<Identity | undefined>;
  /** Moves the tenant's credentials to quarantine, whole. `false`: there were none. Closed credentials only. */
  quarantine(tenantId: TenantId, reason: string): Promise<Result<boolean, StorageError>>;
}

/**
 * The texts of the client library, or of a library below it, that tell more than their status code. `whatsapp/`
 * recognises them (library-texts.ts says in which version each was read); nothing else compares a message.
 */
export type LibraryText =
  /** The library's own QR timer has run out. */
  | 'qr-refs-ended'
  /** The device identity of a pair-success was not signed as it should be. */
  | 'account-signature-invalid'
  /** A pair-success came without a device identity. */
  | 'device-identity-missing'
  /** The certificate chain inside of the Noise handshake was not WhatsApp's. */
  | 'noise-certificate-invalid';

/** Why this program itself ended a connection. */
export type OwnEnd =
  /** Neither a QR nor an accepted login came in time. */
  | 'no-answer'
  /** The last QR of this connection expired. */
  | 'codes-used-up'
  /** WhatsApp offered a link without a single ref, so there is no QR to show. */
  | 'no-refs'
  /** The linking code expired. */
  | 'code-over'
  /** The passkey request expired. */
  | 'passkey-over'
  | 'passkey-unreadable'
  /** The account's signature over this device is false. */
  | 'account-not-proven'
  /** An HTTP answer came in place of the WebSocket; `statusCode` is its status. */
  | 'http-answer'
  /** The key in the Noise certificate is not the server's static key, or no trusted root signed the chain. */
  | 'server-not-whatsapp'
  /** Nothing arrives from the other end any more, not even answers to pings. */
  | 'peer-silent'
  /** Stanzas arrive, and the client library no longer works on them. */
  | 'link-deaf'
  /** WhatsApp accepted the login and left the client library's queries unanswered. */
  | 'settling-unanswered'
  | 'pre-keys-refused'
  | 'pre-keys-unanswered'
  | 'pre-keys-missing'
  | 'code-finish-refused'
  | 'code-finish-unanswered'
  | 'code-mismatch';

/** How a connection ended: the client library said so, or this program decided it. */
export type ConnectionEnd =
  | {
      readonly by: 'library';
      /** The library's status code; 500 is its default for unlabelled errors. */
      readonly statusCode?: number;
      /** The library's message, redacted. For the log entry only; nothing is decided by it. */
      readonly message: string;
      readonly known?: LibraryText;
      /** Attributes of the failure or of the stream error's reason: `type` (`device_removed`), `code`, `expire`, … */
      readonly data?: Readonly<Record<string, string>>;
      /** The system's error code where the network failed: `ENOTFOUND`, `ECONNREFUSED`, … */
      readonly systemCode?: string;
      /** A person has pinned the WA Web version that the connection presented. */
      readonly versionPinned?: boolean;
      /** WhatsApp's own words for the person. */
      readonly said?: Said;
    }
  | {
      readonly by: 'console';
      readonly why: OwnEnd;
      readonly statusCode?: number;
      readonly versionPinned?: boolean;
    };

/** Why the pre-keys are not at the server: the upload was refused, went unanswered, or the server still has none. */
export type PreKeyProblem = 'refused' | 'unanswered' | 'missing';

/** Why a code that was typed on the phone led nowhere. */
export type CodeProblem = 'code-finish-refused' | 'code-finish-unanswered' | 'code-mismatch';

/** What a socket says. Every one is tagged with the socket's generation before it reaches the machine. */
export type SocketEvent =
  /** `rescan`: the phone's last scan met a secret that WhatsApp had retired, so someone must scan again. */
  | { readonly type: 'qr'; readonly text: string; readonly lifetimeMs: number; readonly rescan: boolean }
  /** WhatsApp has reported that a phone scanned: it retired the secret in that code. A fresh `qr` follows. */
  | { readonly type: 'scan-heard' }
  /** The phone's account wants an assertion by its passkey, within `lifetimeMs`; `passkeyRequest` has what it asks. */
  | { readonly type: 'passkey-request'; readonly lifetimeMs: number }
  /** The same code, `ABCD-EFGH`, is on the phone; someone must compare the two. */
  | { readonly type: 'passkey-code'; readonly text: string }
  /** The phone's signature was verified; the credentials in memory hold `account` and `me`. */
  | { readonly type: 'pair-success' }
  /** The credentials in memory changed in some other way and should be saved. */
  | { readonly type: 'credentials-changed' }
  /** `<success>` came: WhatsApp accepted the login. */
  | { readonly type: 'accepted' }
  /** The client library's own queries after `<success>` are done; each may take 60 s. */
  | { readonly type: 'open' }
  /** How many one-time pre-keys WhatsApp says that it holds for this device. */
  | { readonly type: 'pre-keys'; readonly count: number }
  /** The device's pre-keys are not at the server. */
  | { readonly type: 'pre-keys-failed'; readonly reason: PreKeyProblem }
  /** WhatsApp restricts the account, or (`null`) does so no longer: in this way, or without `lifts` in any. */
  | { readonly type: 'restriction'; readonly restriction: Restriction }
  | { readonly type: 'restriction'; readonly restriction: null; readonly lifts?: Restriction['kind'] }
  /** WhatsApp has retired the linking code on screen; this one takes its place. */
  | { readonly type: 'code-refreshed'; readonly text: string; readonly lifetimeMs: number }
  /** The phone says (`primary_hello`) that a person has typed the linking code. */
  | { readonly type: 'code-typed' }
  /**
   * WhatsApp took the answer to a typed code. Only the phone knows whether it was typed right; `triesLeft` further tries
   * of the same code count.
   */
  | { readonly type: 'code-answered'; readonly triesLeft: number }
  /** The linking code was typed, and the exchange after it failed. */
  | { readonly type: 'code-failed'; readonly why: CodeProblem; readonly statusCode?: number }
  | { readonly type: 'end'; readonly end: ConnectionEnd };

/** Why WhatsApp did not do what it was asked: the code of its answer, or nothing where no answer came. */
export interface Refusal {
  readonly statusCode?: number;
}

/** A code of eight characters for a phone, as `ABCD-EFGH`; it expires `lifetimeMs` from now. */
export interface IssuedCode {
  readonly code: string;
  readonly lifetimeMs: number;
}

/** Why a message was not sent. `send-timeout`: it may have been. */
export type SendFailure =
  | { readonly code: 'not-connected' | 'send-timeout' | 'not-on-whatsapp' }
  | {
      readonly code: 'send-failed';
      readonly reason: SendRefusal;
      /** WhatsApp's code, where it refused the message. */
      readonly statusCode?: number;
    }
  /** WhatsApp's media servers did not take the file, so nothing was sent. `statusCode`: what the last one answered. */
  | { readonly code: 'media-not-uploaded'; readonly statusCode?: number };

/** Who a message is for: a chat's jid, or the linked account itself. */
export type Recipient = 'self' | `${string}@${string}`;

/** Messages with chat content that others have sent, in the client library's form, as plain JSON. */
export interface IncomingMessages {
  /** `notify` for what is new, `append` for what other devices had already seen. */
  readonly type: string;
  readonly messages: readonly unknown[];
}

/** Whose jid it is, and how that is known. `number`: digits only; absent where it is not known. */
export interface ResolvedPerson {
  readonly number?: string;
  readonly source: 'direct' | 'participant' | 'lid-mapping' | 'whatsapp-query' | 'unresolvable';
}

export interface LinkSocket {
  /** When the last frame arrived from WhatsApp, epoch ms; `undefined`: none has. */
  lastSeenAt(): number | undefined;
  /** Asks WhatsApp for a sign of life now. `false`: it did not answer within `ms`. */
  proveLife(ms: number): Promise<boolean>;
  /**
   * To be called once the credentials of a `pair-success` were saved and read back. Until then the socket holds back
   * what it would send, so that the phone never lists a device that this disk does not know.
   */
  credentialsSaved(): void;
  /**
   * Closes and waits until nothing more can arrive; never longer than two seconds. Emits no `end`.
   */
  close(): Promise<void>;
  /** Cuts the connection at once, without a farewell: nothing is sent from here on. Emits no `end`; `close` may follow. */
  cut(): void;
  /** Asks WhatsApp to remove this device and waits for its answer. `false`: no answer came in time. */
  logout(timeoutMs: number): Promise<boolean>;
  /**
   * Shows this device as in use for ten seconds, which keeps WhatsApp from logging out an account that seems
   * unused. `false`: the connection is not logged in. Until it ends, the phone shows no notifications.
   */
  showPresence(): Promise<boolean>;
  /**
   * Asks for a linking code for a number (digits only, country code first), after the first QR. Answers what the server
   * answered; the credentials in memory are made out to the number only if it agreed.
   */
  requestCode(number: string): Promise<Result<IssuedCode, Refusal>>;
  /** What WhatsApp asks of the account's passkey, while it does. */
  passkeyRequest(): PasskeyRequest | undefined;
  /**
   * Checks an assertion and goes through the exchange with the phone; may be tried again. With a `confirmationCode`, it
   * stops before the last step until `confirmPasskey`. `pair-success` follows as an event.
   */
  answerPasskey(assertion: PasskeyAssertion): Promise<Result<{ readonly confirmationCode?: string }, PasskeyError>>;
  /** A person has seen the same code on the phone. */
  confirmPasskey(): Promise<Result<null, PasskeyError>>;
  /** Sends text and waits for the server's acknowledgement. */
  sendText(
    to: Recipient,
    text: string,
    timeoutMs: number,
  ): Promise<Result<{ readonly messageId: string }, SendFailure>>;
  /**
   * Encrypts and uploads a file, within five minutes, then sends a message with it as `sendText` does; `timeoutMs` counts
   * from then.
   */
  sendMedia(
    to: Recipient,
    media: OutgoingMedia,
    timeoutMs: number,
  ): Promise<Result<{ readonly messageId: string }, SendFailure>>;
  /** Shows or takes back "typing…" in a chat. WhatsApp acknowledges nothing: `ok` means it was written. */
  sendTyping(jid: string, typing: boolean): Promise<Result<null, SendFailure>>;
  /** Finds the number behind a jid; `participant` is who wrote there. WhatsApp is asked last and for `timeoutMs` at most. */
  resolvePerson(jid: string, participant: string | undefined, timeoutMs: number): Promise<ResolvedPerson>;
}

export interface SocketFactory<C extends Credentials = Credentials> {
  /** Opens a socket with these credentials. `emit` is called with its events, never before this has returned. */
  open(options: {
    readonly tenantId: TenantId;
    readonly credentials: C;
    readonly emit: (event: SocketEvent) => void;
    /** Without it incoming messages are dropped. */
    readonly onMessages?: ((incoming: IncomingMessages) => void) | undefined;
    /** Nothing while messages can be taken; else resolves once they can. Until then none is acknowledged. */
    readonly roomForMessages?: (() => Promise<void> | undefined) | undefined;
    /** Nothing where all messages that came are kept; else whether they will be. Until then none is acknowledged. */
    readonly messagesKept?: (() => Promise<boolean> | undefined) | undefined;
    /** Told of every frame in either direction, reduced to what it was. */
    readonly onFrame: (frame: Omit<FlightFrame, 'connection'>) => void;
  }): Promise<LinkSocket>;
  /** WhatsApp called this client outdated: finds out what sockets should present from here on. Bounded; never throws. */
  renew(): Promise<void>;
}

/** A tenant as its store keeps it. */
export interface TenantRecord {
  readonly id: TenantId;
  readonly name: string;
  /** Epoch milliseconds. */
  readonly addedAt: number;
  /** Whether the session comes back by itself after a start of the program. */
  readonly running: boolean;
  /** The number that is to be linked: 7 to 15 digits, country code first. */
  readonly expectedNumber?: string | undefined;
  /** The proxy that its link takes, `http://user@host:port`, without a password. */
  readonly proxy?: string | undefined;
  /** The record was damaged: whether it named a proxy is not known. Nothing is dialled until a person says. */
  readonly proxyLost?: true | undefined;
  /** When the link was made; epoch milliseconds. */
  readonly linkedAt?: number | undefined;
  /** The link is new and was never connected: it does not count as one yet. */
  readonly uncounted?: true | undefined;
  /** When another program took the link over, until someone takes it back; epoch milliseconds. */
  readonly evictedAt?: number | undefined;
  /** When the account was last shown as in use (weekly-presence.ts); epoch milliseconds. */
  readonly presenceAt?: number | undefined;
  /** What WhatsApp does not let the account do, until it ends or the link is given up. */
  readonly restriction?: Restriction | undefined;
  /** No tenant at all, but a link by the shared code that waits for a person. */
  readonly unassigned?: Unassigned | undefined;
}

/** The list of tenants, kept. */
export interface TenantStore {
  /** Every tenant, and the places (folders, or rows) that could not be read. */
  list(): Promise<Result<{ tenants: TenantRecord[]; unreadable: string[] }, StorageError>>;
  put(tenant: TenantRecord): Promise<Result<null, StorageError>>;
  /** Writes a tenant that is new. Another server may have one with this id, or with this id in other letter case: `id`. */
  add(tenant: TenantRecord): Promise<Result<null, StorageError | TenantExists>>;
  /** Sets everything of the tenant aside, credentials included, for seven days. */
  remove(tenantId: TenantId): Promise<Result<null, StorageError>>;
  /** Deletes the record and what lies beside it. For a link that was given to a tenant, or has ended. */
  forget(tenantId: TenantId): Promise<Result<null, StorageError>>;
  /** Brings back what `remove` set aside last, whole; `undefined`: nothing of this tenant is kept. */
  restore(tenantId: TenantId): Promise<Result<TenantRecord | undefined, StorageError>>;
  /** What `restore` can bring back, newest first; of each tenant the newest removal. */
  removed(): Promise<Result<RemovedTenant[], StorageError>>;
}
