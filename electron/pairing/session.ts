import { causes, isOfNetwork } from '../../shared/causes.ts';
import type { CodeError, PasskeyError } from '../../shared/errors.ts';
import type { PasskeyAssertion, PasskeyRequest } from '../../shared/passkey.ts';
import { type Result, err, ok } from '../../shared/result.ts';
import { type LiveCode, type Phase, type SessionSnapshot, isConnected } from '../../shared/session.ts';
import { createFlightRecorder } from './flight-recorder.ts';
import { codeErrorOf } from './machine/code-errors.ts';
import { type Remembered, initialState } from './machine/initial-state.ts';
import { step } from './machine/machine.ts';
import { isLive } from './machine/moves.ts';
import { numberOf } from './machine/numbers.ts';
import type { PackedRules } from './machine/packed-rules.ts';
import { wayOf } from './machine/shut-way.ts';
import { snapshotOf } from './machine/snapshot.ts';
import type { Effect, Event, Moment, State } from './machine/state.ts';
import type { OutgoingMedia } from './media.ts';
import type {
  Clock,
  Credentials,
  Identity,
  Journal,
  LinkSocket,
  Recipient,
  ResolvedPerson,
  SendFailure,
} from './ports.ts';
import { type Handover, type Receipt, type SessionEffectsOptions, createSessionEffects } from './session-effects.ts';

/** How long a socket gets to show that it lives after a change of the network, in ms. */
const proofMs = 1_000;
/** How long WhatsApp gets to acknowledge a message, in ms. */
const sendMs = 30_000;
/** How long WhatsApp gets to say whose LID it is, in ms. The backend waits five seconds. */
const resolveMs = 4_000;

export interface Session<C extends Credentials = Credentials> {
  snapshot(): SessionSnapshot;
  /** When WhatsApp was last heard from, epoch ms; `undefined`: not since the start. */
  lastSeenAt(): number | undefined;
  /**
   * Begins to link or to log in. While anything is under way it changes nothing: one socket, one QR. A link that another
   * program has taken is left to it, but for `takeOver`. `newLink`: what lies on disk is a link that has not been counted.
   */
  start(how?: { readonly takeOver?: boolean; readonly newLink?: boolean }): void;
  /**
   * Takes over a link that a phone has just made by a code of no tenant. `false`: this session runs, or a link lies on
   * disk here; nothing has changed then. No other command may run meanwhile.
   */
  receive(handover: Handover<C>): Promise<Receipt>;
  /** Closes, sets the credentials aside and shows a fresh QR, whatever was under way. */
  relink(): void;
  /**
   * Logs out where there is a live login, sets the credentials aside; resolves when that is done, with whether WhatsApp
   * has confirmed the logout.
   */
  disconnect(): Promise<boolean>;
  /** Which number is to be linked, digits only. Another one that is linked already is no longer called connected. */
  expect(number: string | undefined): void;
  /** The number that is linked, digits only; not to be shown or logged. */
  linkedNumber(): string | undefined;
  /** Whose link this session knows it has; not to be shown or logged. */
  identity(): Identity | undefined;
  /** When a phone made the link whose first login is still to come; epoch milliseconds. */
  newLinkAt(): number | undefined;
  /** A new link was made here that was never connected, and so does not count yet. */
  isUncounted(): boolean;
  /** While the phase is `awaiting-acceptance`: logs out at WhatsApp and shows a fresh QR. */
  refuseNumber(): void;
  /** To be called after the machine was asleep: what may have died of it begins anew, once. */
  slept(): void;
  /**
   * To be called after the tenant's way out has changed: the socket is dialled anew. A reported scan, a linking code and a
   * passkey request stay, because a person has begun something; the login after them takes the new way.
   */
  wayChanged(): void;
  /** To be called after the network has changed: a socket that answers nothing is replaced, and a pause ends. */
  networkChanged(): void;
  /** What this link knows of the way to WhatsApp: see `wayOf`. */
  way(): ReturnType<typeof wayOf>;
  /** A sign-in page of the network stands before WhatsApp, or (`undefined`) none does any more. `status`: of its answer. */
  portalSeen(status: number | undefined): void;
  /** Closes and flushes, keeping everything; resolves when that is done. */
  shutdown(): Promise<void>;
  /** The same where another server may have the tenant: the socket is cut at once. The session is of no use afterwards. */
  cut(): Promise<void>;
  /** The operator has scanned the code on screen. `false`: there is no code, and no link that a scan has led to. */
  claimScan(): boolean;
  /** The phone says that the scan which was claimed has failed. */
  failScan(): void;
  /** Asks WhatsApp for a linking code in the QR's place; `number` is digits only, country code first. */
  requestCode(number: string): Promise<Result<LiveCode, CodeError>>;
  /** What WhatsApp asks of the account's passkey; for an authenticator, not for a log. */
  passkeyRequest(): PasskeyRequest | undefined;
  /** May be tried again while the phase is `awaiting-passkey`. With a `confirmationCode`, wait for `confirmPasskey`. */
  answerPasskey(assertion: PasskeyAssertion): Promise<Result<{ readonly confirmationCode?: string }, PasskeyError>>;
  confirmPasskey(): Promise<Result<null, PasskeyError>>;
  /** The phone shows another code: ends the attempt, keys unsent, with a fresh QR. */
  rejectPasskey(): Result<null, PasskeyError>;
  /** Shows the account as in use for ten seconds. `false`: it is not connected. */
  showPresence(): Promise<boolean>;
  sendText(to: Recipient, text: string): Promise<Result<{ readonly messageId: string }, SendFailure>>;
  sendMedia(to: Recipient, media: OutgoingMedia): Promise<Result<{ readonly messageId: string }, SendFailure>>;
  sendTyping(jid: string, typing: boolean): Promise<Result<null, SendFailure>>;
  /** Whose jid it is; `undefined`: not connected. */
  resolvePerson(jid: string, participant: string | undefined): Promise<ResolvedPerson | undefined>;
  /** Whether a start of the program should bring this session back: it runs, or stopped for a fault of this machine. */
  comesBack(): boolean;
}

export interface SessionOptions<C extends Credentials> extends Omit<
  SessionEffectsOptions<C>,
  'recorder' | 'state' | 'dispatch' | 'crash'
> {
  readonly remembered?: Remembered;
  readonly journal: Journal;
  /** Whether this computer has no network at all. */
  readonly isOffline?: (() => boolean) | undefined;
  /** The protocol pack that counts at this moment. */
  readonly packed?: (() => PackedRules | undefined) | undefined;
  readonly onChange: () => void;
}

/** What belongs to a pairing. On a link that stands it changes nothing, and is worth a line in the log. */
const pairingEvents: ReadonlySet<Event['type']> = new Set<Event['type']>([
  'qr',
  'scan-heard',
  'code-issued',
  'code-refreshed',
  'code-typed',
  'code-answered',
  'code-failed',
  'passkey-request',
  'passkey-code',
  'pair-success',
]);

/** The longest that one timer runs, in ms: the system's own timers end at 24.8 days. */
const longestTimerMs = 24 * 3_600_000;

/** Runs one tenant's machine: carries out its effects, one after the other, and tags what sockets say. */
export function createSession<C extends Credentials>(options: SessionOptions<C>): Session<C> {
  const { tenantId, clock, journal, logger, onChange, isOffline = () => false } = options;
  let state: State = initialState(clock.now(), options.remembered);
  let cancelWake: (() => void) | undefined;
  const waiters = new Set<() => void>();
  /** When the first code of this attempt came on screen. */
  let codeAt: number | undefined;
  /** WhatsApp said that too many codes were asked for: none is before this moment; epoch ms. */
  let noCodeUntil = 0;
  const recorder = createFlightRecorder();
  const work = createSessionEffects({ ...options, recorder, state: () => state, dispatch, crash });
  const restrictionClock = createRestrictionClock(clock, () => dispatch({ type: 'restriction-over' }));
  restrictionClock.set(state.carried.restriction?.until);

  function moment(): Moment {
    return { now: clock.now(), random: clock.random(), packed: options.packed?.() };
  }

  function dispatch(event: Event): void {
    const before = state;
    try {
      const next = step(state, event, moment());
      state = next.state;
      logStep(before, event);
      next.effects.forEach(carryOut);
    } catch (error) {
      crash(`on ${event.type}`, error);
    }
    if (state.phase === 'awaiting-scan' || state.phase === 'awaiting-code') codeAt ??= clock.now();
    else if (state.phase === 'idle' || state.phase === 'stopped') codeAt = undefined;
    if (state === before) return;
    restrictionClock.set(state.carried.restriction?.until);
    onChange();
    for (const waiter of [...waiters]) waiter();
  }

  function logStep(before: State, { type: on }: Event): void {
    const stands = before.carried.evidence['login-accepted'] !== undefined;
    if (stands && pairingEvents.has(on))
      logger.warn('a pairing event on a link that stands was ignored', { tenantId, on });
    if (state.phase === before.phase) return;
    logger.info('phase', { tenantId, from: before.phase, to: state.phase, on, cause: state.carried.failure?.cause });
  }

  function crash(where: string, error: unknown): void {
    logger.error('session failed', { tenantId, where, error });
    dispatch({ type: 'crashed' });
  }

  function carryOut(effect: Effect): void {
    switch (effect.type) {
      case 'wake':
        cancelWake?.();
        cancelWake = clock.after(effect.afterMs, () => dispatch({ type: 'wake', token: effect.token }));
        return;
      case 'keep-link':
        journal.keepLink(tenantId, recorder.frames(), codeAt);
        return;
      case 'record': {
        const flight = recorder.take();
        // Without a network no tenant's link has failed: it is this computer's state, and is shown as that.
        if (isOffline() && isOfNetwork(effect.entry.failure.cause)) return;
        journal.append({ tenantId, ...effect.entry }, flight);
        return;
      }
      case 'release':
        cancelWake?.();
        work.carryOut(effect);
        return;
      default:
        work.carryOut(effect);
    }
  }

  async function requestCode(number: string): Promise<Result<LiveCode, CodeError>> {
    const { generation, phase } = state;
    const asked = phase === 'awaiting-scan' || phase === 'awaiting-code' ? work.socket() : undefined;
    if (asked === undefined) return err({ code: 'code-not-possible' });
    if (clock.now() < noCodeUntil) return err({ code: 'code-cooldown', until: noCodeUntil });
    const issued = await asked.requestCode(number);
    if (!issued.ok) {
      const error = codeErrorOf(issued.error, moment());
      if (error.code === 'code-cooldown') noCodeUntil = error.until;
      return err(error);
    }
    const { code: text, lifetimeMs } = issued.value;
    dispatch({ type: 'code-issued', generation, text, lifetimeMs });
    const { code } = snapshotOf(state);
    return code?.text === text ? ok(code) : err({ code: 'code-not-possible' });
  }

  function askedSocket(): LinkSocket | undefined {
    return state.phase === 'awaiting-passkey' ? work.socket() : undefined;
  }

  function connectedSocket(): LinkSocket | undefined {
    return isConnected(snapshotOf(state)) ? work.socket() : undefined;
  }

  function wayChanged(): void {
    const { phase, claim } = snapshotOf(state);
    const isBegun = phase === 'awaiting-code' || phase === 'awaiting-passkey' || claim !== undefined;
    dispatch(isBegun ? { type: 'slept' } : { type: 'slept', socketDead: true });
  }

  function networkChanged(): void {
    const asked = work.socket();
    if (asked === undefined || !isLive(state)) {
      dispatch({ type: 'slept' });
      return;
    }
    asked.proveLife(proofMs).then(
      (alive) => {
        if (!alive && work.socket() === asked && isLive(state)) dispatch({ type: 'slept', socketDead: true });
      },
      (error: unknown) => crash('proveLife', error),
    );
  }

  function settled(...phases: Phase[]): Promise<void> {
    return new Promise((resolve) => {
      const check = () => {
        if (!phases.includes(state.phase)) return;
        waiters.delete(check);
        resolve();
      };
      waiters.add(check);
      check();
    });
  }

  function shutdown(): Promise<void> {
    dispatch({ type: 'shutdown' });
    return settled('idle', 'stopped');
  }

  return {
    snapshot: () => snapshotOf(state),
    lastSeenAt: () => work.lastSeenAt(),
    start: (how) => dispatch({ type: 'start', ...how }),
    receive: async (handover) =>
      state.phase === 'idle' || state.phase === 'stopped' ? work.receive(handover) : 'taken',
    relink: () => dispatch({ type: 'relink' }),
    slept: () => dispatch({ type: 'slept' }),
    wayChanged,
    networkChanged,
    way: () => wayOf(state),
    portalSeen: (status) => dispatch({ type: 'portal', status }),
    async disconnect() {
      dispatch({ type: 'disconnect' });
      await settled('idle', 'stopped');
      return work.loggedOut();
    },
    expect: (number) => dispatch({ type: 'expect', number }),
    linkedNumber: () => state.carried.identity && numberOf(state.carried.identity),
    identity: () => state.carried.identity,
    newLinkAt: () =>
      state.carried.maturity === 'new' && state.carried.evidence['credentials-saved'] !== undefined
        ? state.carried.evidence['account-verified']
        : undefined,
    isUncounted: () => state.carried.uncounted,
    refuseNumber: () => dispatch({ type: 'refuse-number' }),
    shutdown,
    cut() {
      work.cut();
      return shutdown();
    },
    claimScan() {
      dispatch({ type: 'scan-claimed' });
      return state.phase === 'awaiting-scan' || state.carried.evidence['account-verified'] !== undefined;
    },
    failScan: () => dispatch({ type: 'scan-failed' }),
    requestCode,
    passkeyRequest: () => askedSocket()?.passkeyRequest(),
    answerPasskey: async (assertion) => askedSocket()?.answerPasskey(assertion) ?? err({ code: 'passkey-not-asked' }),
    confirmPasskey: async () => askedSocket()?.confirmPasskey() ?? err({ code: 'passkey-not-asked' }),
    rejectPasskey() {
      if (state.phase !== 'awaiting-passkey') return err({ code: 'passkey-not-asked' });
      dispatch({ type: 'passkey-differs' });
      return ok();
    },
    showPresence: async () => connectedSocket()?.showPresence() ?? false,
    sendText: async (to, text) => connectedSocket()?.sendText(to, text, sendMs) ?? err({ code: 'not-connected' }),
    sendMedia: async (to, media) => connectedSocket()?.sendMedia(to, media, sendMs) ?? err({ code: 'not-connected' }),
    sendTyping: async (jid, typing) => connectedSocket()?.sendTyping(jid, typing) ?? err({ code: 'not-connected' }),
    resolvePerson: async (jid, participant) => connectedSocket()?.resolvePerson(jid, participant, resolveMs),
    comesBack() {
      if (state.phase !== 'stopped') return state.phase !== 'idle';
      return (
        state.carried.evictedAt === undefined &&
        state.carried.failure !== undefined &&
        causes[state.carried.failure.cause].resume
      );
    },
  };
}

/** Wakes once the restriction of the account ends. */
function createRestrictionClock(clock: Clock, onOver: () => void): { set(until: number | undefined): void } {
  let due: number | undefined;
  let cancel: () => void = () => undefined;

  function arm(): void {
    cancel();
    if (due === undefined) return;
    const leftMs = due - clock.now();
    // A timer may fire a moment early.
    const wake = () => (due !== undefined && clock.now() >= due ? onOver() : arm());
    cancel = clock.after(Math.min(Math.max(0, leftMs), longestTimerMs), wake);
  }

  return {
    set(until) {
      if (until === due) return;
      due = until;
      arm();
    },
  };
}
