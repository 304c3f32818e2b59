import type { z } from 'zod';

import { causes } from '../../shared/causes.ts';
import type { Failure } from '../../shared/failure.ts';
import type { Explanation, JournalEntry } from '../../shared/journal.ts';
import {
  type Evidence,
  type Restriction,
  type SessionSnapshot,
  evidenceSteps,
  isAuthPaired,
  isConnected,
} from '../../shared/session.ts';
import type { Grant } from './grant.ts';
import type { SessionState, WireFailure, WireRestriction, WireStatus, journalLineSchema } from './wire.ts';

type JournalLine = z.input<typeof journalLineSchema>;

/** An unknown tenant looks like one that was never started. */
export const neverStarted: SessionSnapshot = { phase: 'idle', since: 0, evidence: {} };

/** The wire's status at `now` (epoch milliseconds), without the two times that change while nothing else does. */
export function statusOf(snapshot: SessionSnapshot, now: number): Omit<WireStatus, 'timestamp' | 'lastSeenAt'> {
  const { phase, evidence, account, wrongNumber, restriction, retry, failure } = snapshot;
  const connected = isConnected(snapshot);
  const qr = liveQrOf(snapshot, now);
  const stableSince = connected ? evidence.stable : undefined;
  return {
    connected,
    canSend: connected,
    authPaired: isAuthPaired(snapshot),
    hasSession: phase !== 'idle' && phase !== 'stopped',
    hasSocket: hasSocket(snapshot),
    hasQR: qr !== undefined,
    pushName: account?.name ?? null,
    reconnectAttempts: retry?.attempt ?? 0,
    sessionState: sessionStateOf(snapshot),
    phase,
    evidence: timesOf(evidence),
    stable: stableSince !== undefined,
    stableSince: stableSince === undefined ? null : iso(stableSince),
    phone: account?.maskedNumber ?? null,
    qrExpiresAt: qr === undefined ? null : iso(qr.expiresAt),
    ...(wrongNumber === undefined ? {} : { wrongNumber }),
    ...(restriction === undefined ? {} : { restriction: restrictionOf(restriction) }),
    ...(failure === undefined ? {} : { failure: failureOf(failure, retry?.at) }),
  };
}

/** The same without the tenant that holds the same credentials, where that tenant may not be named. */
export function withoutForeign<T extends { readonly failure?: Failure | undefined }>(of: T, sees: Grant['sees']): T {
  if (of.failure?.holder === undefined || sees(of.failure.holder)) return of;
  const failure = { ...of.failure };
  delete failure.holder;
  return { ...of, failure };
}

/** The QR, if it has not expired. */
export function liveQrOf({ qr }: SessionSnapshot, now: number): SessionSnapshot['qr'] {
  return qr !== undefined && now < qr.expiresAt ? qr : undefined;
}

/** The backend switches on these four states; a fifth would break it. */
function sessionStateOf(snapshot: SessionSnapshot): SessionState {
  switch (snapshot.phase) {
    case 'idle':
    case 'stopped':
      return 'not_started';
    case 'awaiting-scan':
      return 'waiting_qr';
    case 'connected':
      return isConnected(snapshot) ? 'connected' : 'connecting';
    case 'connecting':
    case 'awaiting-code':
    case 'awaiting-passkey':
    case 'pairing':
    case 'restarting':
    case 'verifying':
    case 'awaiting-acceptance':
    case 'reconnecting':
    case 'stopping':
      return 'connecting';
  }
}

function hasSocket({ phase, retry }: SessionSnapshot): boolean {
  switch (phase) {
    case 'awaiting-scan':
    case 'awaiting-code':
    case 'awaiting-passkey':
    case 'pairing':
    case 'verifying':
    case 'awaiting-acceptance':
    case 'connected':
      return true;
    // Between two attempts there is no socket.
    case 'connecting':
    case 'reconnecting':
      return retry === undefined;
    case 'idle':
    case 'restarting':
    case 'stopping':
    case 'stopped':
      return false;
  }
}

function failureOf(failure: Failure, nextAttemptAt: number | undefined): WireFailure {
  const { cause, statusCode, holder, retry, blockedUntil, said } = failure;
  const retryAt = blockedUntil ?? nextAttemptAt;
  return {
    code: cause,
    reason: causes[cause].reason,
    statusCode: statusCode ?? null,
    retryable: retry !== 'operator',
    ...(retryAt === undefined ? {} : { retryAt: iso(retryAt) }),
    ...certaintyOf(failure),
    operatorAction: causes[cause].step,
    ...(said === undefined ? {} : { said }),
    ...(holder === undefined ? {} : { holder }),
  };
}

export function restrictionOf({ kind, until }: Restriction): WireRestriction {
  return { kind, ...(until === undefined ? {} : { until: iso(until) }) };
}

/** How sure a cause is, and what may lie behind it. */
function certaintyOf({ confidence, suspects }: Failure): Pick<WireFailure, 'confidence' | 'likelyCauses'> {
  return {
    ...(confidence === undefined ? {} : { confidence }),
    ...(suspects === undefined ? {} : { likelyCauses: suspects }),
  };
}

/** A line of the scan-failure log on the wire. */
export function journalLineOf(entry: JournalEntry): JournalLine {
  const { id, failure, phase, evidence, qrShown, phone } = entry;
  const { cause, holder } = failure;
  return {
    id,
    at: iso(failure.at),
    code: cause,
    reason: causes[cause].reason,
    ...certaintyOf(failure),
    statusCode: failure.statusCode ?? null,
    detail: failure.detail ?? null,
    operatorAction: causes[cause].step,
    ...(failure.said === undefined ? {} : { said: failure.said }),
    ...(holder === undefined ? {} : { holder }),
    credentials: failure.credentials,
    phase,
    evidence: timesOf(evidence),
    qrShown,
    ...(phone === undefined ? {} : { phone: phoneOf(phone) }),
  };
}

function phoneOf({ at, kind, screen, confidence, suspects }: Explanation): JournalLine['phone'] {
  return { at: iso(at), kind, screen, confidence, likelyCauses: suspects };
}

function timesOf(evidence: Evidence): WireStatus['evidence'] {
  const times: WireStatus['evidence'] = {};
  for (const step of evidenceSteps) {
    const at = evidence[step];
    if (at !== undefined) times[step] = iso(at);
  }
  return times;
}

export function iso(epochMs: number): string {
  return new Date(epochMs).toISOString();
}
