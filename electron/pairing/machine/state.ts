import type { FoundOnDisk } from '../../../shared/credentials.ts';
import type { StorageError } from '../../../shared/errors.ts';
import type { Failure } from '../../../shared/failure.ts';
import type { JournalEntry } from '../../../shared/journal.ts';
import type {
  Evidence,
  LiveCode,
  LivePasskey,
  LiveQr,
  Restriction,
  ScanClaim,
  Settling,
} from '../../../shared/session.ts';
import type { TenantId } from '../../../shared/tenant.ts';
import type { Classification, ConnectionEnd, FoundCredentials, Identity, SocketEvent } from '../ports.ts';
import type { Packed } from './packed-rules.ts';

/** What every state has. Times are epoch milliseconds. */
interface Common {
  /** When this phase began. */
  readonly since: number;
  /** The newest socket asked for. An event of any other generation is stale and changes nothing. */
  readonly generation: number;
  /** The newest wake-up asked for; any other is stale. */
  readonly wakeToken: number;
  readonly carried: Carried;
}

/** What one phase carries on to the next. */
export interface Carried {
  readonly evidence: Evidence;
  readonly identity: Identity | undefined;
  /** The number that is to be linked, digits only; without one any number will do. */
  readonly expectedNumber: string | undefined;
  readonly failure: Failure | undefined;
  /** When another program took this link over: until someone takes it back, nothing here logs in with it. */
  readonly evictedAt: number | undefined;
  /** This attempt has shown a QR, so a phone may have been involved. */
  readonly qrShown: boolean;
  /**
   * How far this link has proven itself: `new`, no login with it was ever accepted; `probation`, one was, and has not
   * stayed for the probation yet, as far as this run of the program knows; `held`, it has. A link that has held needs no
   * further probation when it reconnects.
   */
  readonly maturity: 'new' | 'probation' | 'held';
  /** A new link that does not count as one yet: it does once it is connected, which needs the right number. */
  readonly uncounted: boolean;
  /** What WhatsApp does not let the account do; outlives reconnects. */
  readonly restriction: Restriction | undefined;
  /** QR rounds that may still begin without the operator. */
  readonly roundsLeft: number;
  /** Connection attempts in a row that led nowhere. */
  readonly attempt: number;
  /** Ends in a row of a cause with a growing pause, though the logins between them were accepted. */
  readonly repeats: number;
  /** The client's version was renewed after a refusal, and not accepted since. */
  readonly renewed: boolean;
  /** The HTTP status of a sign-in page of the network that stands before WhatsApp, as far as somebody has looked. */
  readonly portal: number | undefined;
  /** What was on disk when this session began, until someone begins anew. */
  readonly found: FoundOnDisk | undefined;
}

/** What follows once a session has let go of its socket and its credentials. */
export type Afterwards =
  /** `linked`: the phone has this device on its list until it hears of a logout. */
  | { readonly kind: 'idle'; readonly linked?: boolean }
  | { readonly kind: 'stopped' }
  /** A new identity, `delayMs` from now. */
  | { readonly kind: 'fresh'; readonly delayMs: number };

/** WhatsApp accepted the login; `opened`: the client library's own queries are done. */
interface SettlingStep {
  readonly step: 'settling';
  readonly settling: Settling;
  readonly opened: boolean;
}

export type Stage =
  /** `logoutUnconfirmed`: the link was let go of here, and WhatsApp did not say that it knows. */
  | { readonly phase: 'idle'; readonly logoutUnconfirmed?: true }
  | { readonly phase: 'connecting'; readonly step: 'loading' | 'saving' | 'dialing' }
  | { readonly phase: 'connecting'; readonly step: 'waiting'; readonly retryAt: number; readonly load: boolean }
  | { readonly phase: 'awaiting-scan'; readonly qr: LiveQr; readonly claim?: ScanClaim }
  /** `again`: nothing came of a typed code is no end yet, because the same code may be typed once more. */
  | { readonly phase: 'awaiting-code'; readonly code: LiveCode; readonly again?: true }
  | { readonly phase: 'awaiting-passkey'; readonly passkey: LivePasskey }
  /** `saved`: read back from disk. `closed`: the socket that paired has gone already. */
  | { readonly phase: 'pairing'; readonly saved: boolean; readonly closed: boolean }
  | { readonly phase: 'restarting' }
  | { readonly phase: 'verifying'; readonly step: 'dialing' }
  | ({ readonly phase: 'verifying' } & SettlingStep)
  /** Logged in with another number than the expected one. */
  | { readonly phase: 'awaiting-acceptance' }
  | { readonly phase: 'connected'; readonly probationEndsAt: number | undefined }
  | { readonly phase: 'reconnecting'; readonly step: 'waiting'; readonly retryAt: number }
  | { readonly phase: 'reconnecting'; readonly step: 'dialing' }
  | ({ readonly phase: 'reconnecting' } & SettlingStep)
  /** `setsAside`: afterwards there are no credentials. */
  | { readonly phase: 'stopping'; readonly afterwards: Afterwards; readonly setsAside: boolean }
  | { readonly phase: 'stopped' };

export type State = Common & Stage;

export type Event =
  // what people and the registry want
  /**
   * `takeOver`: even if another program has taken the link, which then loses it. `newLink`: what lies on disk is a link
   * that has not been counted.
   */
  | { readonly type: 'start'; readonly takeOver?: boolean; readonly newLink?: boolean }
  | { readonly type: 'relink' }
  | { readonly type: 'disconnect' }
  /** Which number is to be linked from now on. To accept a number is to expect it. */
  | { readonly type: 'expect'; readonly number: string | undefined }
  /** The number that has linked is not wanted: log out and ask for another phone. */
  | { readonly type: 'refuse-number' }
  /** The operator has scanned the code. */
  | { readonly type: 'scan-claimed' }
  /** The phone says that the scan which was claimed has failed. */
  | { readonly type: 'scan-failed' }
  | { readonly type: 'shutdown' }
  /** The phone shows another confirmation code than this program. */
  | { readonly type: 'passkey-differs' }
  /** The machine was asleep until now, or the network has changed. `socketDead`: the socket was asked for a sign of life and gave none. */
  | { readonly type: 'slept'; readonly socketDead?: true }
  /** A sign-in page of the network stands before WhatsApp and answers with this status, or (`undefined`) none does any more. */
  | { readonly type: 'portal'; readonly status: number | undefined }
  /**
   * A phone has confirmed a code that belonged to no tenant, and the link is this tenant's. Its socket, which waits with
   * the reply, has the next generation; its credentials are open.
   */
  | { readonly type: 'handed-over'; readonly found: FoundCredentials; readonly classification: Classification }
  // what became of the effects
  | {
      readonly type: 'loaded';
      readonly found: FoundCredentials;
      readonly classification: Classification;
      /** Another tenant, which holds a copy of these credentials. */
      readonly holder?: TenantId | undefined;
    }
  | { readonly type: 'load-failed'; readonly error: StorageError }
  | { readonly type: 'saved'; readonly classification: Classification }
  | { readonly type: 'save-failed'; readonly error: StorageError }
  | { readonly type: 'released'; readonly loggedOut: boolean }
  | { readonly type: 'release-failed'; readonly error: StorageError }
  | { readonly type: 'dialing'; readonly generation: number }
  | { readonly type: 'wake'; readonly token: number }
  // what goes wrong inside
  | { readonly type: 'storage-fault'; readonly error: StorageError }
  | { readonly type: 'crashed' }
  // what a socket says
  | ({ readonly generation: number } & Extract<SocketEvent, { type: 'qr' }>)
  | { readonly type: 'scan-heard'; readonly generation: number }
  | { readonly type: 'code-issued'; readonly generation: number; readonly text: string; readonly lifetimeMs: number }
  | { readonly type: 'passkey-request'; readonly generation: number; readonly lifetimeMs: number }
  | { readonly type: 'passkey-code'; readonly generation: number; readonly text: string }
  | { readonly type: 'pair-success'; readonly generation: number; readonly classification: Classification }
  | { readonly type: 'credentials-changed'; readonly generation: number }
  | { readonly type: 'accepted'; readonly generation: number; readonly classification: Classification }
  | ({ readonly generation: number } & Extract<
      SocketEvent,
      {
        type:
          | 'open'
          | 'pre-keys'
          | 'pre-keys-failed'
          | 'restriction'
          | 'code-typed'
          | 'code-answered'
          | 'code-refreshed'
          | 'code-failed';
      }
    >)
  /** The clock of the restriction in the state has run out. */
  | { readonly type: 'restriction-over' }
  | { readonly type: 'end'; readonly generation: number; readonly end: ConnectionEnd };

export type Effect =
  /** Open the tenant's credentials; answers `loaded` or `load-failed`. */
  | { readonly type: 'load' }
  /**
   * Drain the old socket, renew the client's version if asked to, pass the gate, open a new one; answers `dialing`,
   * then the socket's own events.
   */
  | { readonly type: 'connect'; readonly generation: number; readonly renew: boolean }
  /** Close the socket at once and keep the credentials open; answers nothing. */
  | { readonly type: 'hang-up' }
  /** Note on disk that a phone has confirmed, before the credentials are saved: a crash leaves a trace. Answers nothing. */
  | { readonly type: 'note-pairing' }
  /** Let the socket send its reply to the phone: the credentials are on disk. Answers nothing. */
  | { readonly type: 'release-reply' }
  /** A login was accepted: remove the note of an unfinished pairing. Answers nothing. */
  | { readonly type: 'pairing-over' }
  /** Write the credentials and read them back; answers `saved` or `save-failed`. */
  | { readonly type: 'save' }
  /** Close the socket (after a logout, if asked), close the credentials, set them aside; answers `released` or `release-failed`. */
  | { readonly type: 'release'; readonly logout: boolean; readonly quarantine: string | undefined }
  /** One wake-up; a newer one takes its place. */
  | { readonly type: 'wake'; readonly token: number; readonly afterMs: number }
  /** A new link is connected: count it, and keep its recording. Answers nothing. */
  | { readonly type: 'keep-link' }
  | { readonly type: 'record'; readonly entry: Omit<JournalEntry, 'id' | 'tenantId'> };

/** What the outside world contributes to a step. */
export interface Moment extends Packed {
  /** Epoch milliseconds. */
  readonly now: number;
  /** In [0, 1). */
  readonly random: number;
}

export interface Step {
  readonly state: State;
  readonly effects: readonly Effect[];
}
