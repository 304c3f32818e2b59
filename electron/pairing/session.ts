import type { CodeError, PasskeyError } from '../../shared/errors.ts';
import type { FlightFrame } from '../../shared/flight.ts';
import type { PasskeyAssertion, PasskeyRequest } from '../../shared/passkey.ts';
import { type Result, err, ok } from '../../shared/result.ts';
import { type LiveCode, type Phase, type SessionSnapshot, isConnected } from '../../shared/session.ts';
import type { TenantId } from '../../shared/tenant.ts';
import { createFlightRecorder } from './flight-recorder.ts';
import type { Gate } from './gate.ts';
import { isWrongNumber } from './machine/expected-number.ts';
import { type Known, initialState, step } from './machine/machine.ts';
import { numberOf } from './machine/numbers.ts';
import { codeErrorOf, policies } from './machine/policies.ts';
import { snapshotOf } from './machine/snapshot.ts';
import type { Effect, Event, State } from './machine/state.ts';
import type {
  AuthStore,
  Clock,
  Credentials,
  Identity,
  IncomingMessages,
  Journal,
  LinkSigns,
  LinkSocket,
  Logger,
  Recipient,
  SendFailure,
  SocketEvent,
  SocketFactory,
} from './ports.ts';

/** The longest a slow connection may keep others waiting at the gate, in ms. */
const gateHoldMs = 3_000;
/** How long WhatsApp gets to confirm a logout, in ms. */
const logoutMs = 5_000;
/** How long WhatsApp gets to acknowledge a message, in ms. */
const sendMs = 30_000;

export interface Session {
  snapshot(): SessionSnapshot;
  /** What the live socket knows of its health; empty while there is none. */
  signs(): LinkSigns;
  /**
   * Begins to link or to log in. While anything is under way it changes nothing: one socket, one QR. A link that another
   * program has taken is left to it, but for `takeOver`.
   */
  start(takeOver?: boolean): void;
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
  /** While the phase is `awaiting-acceptance`: logs out at WhatsApp and shows a fresh QR. */
  refuseNumber(): void;
  /** To be called after the machine was asleep: what may have died of it begins anew, once. */
  slept(): void;
  /** Closes and flushes, keeping everything; resolves when that is done. */
  shutdown(): Promise<void>;
  /** Somebody has scanned the code on screen. `false`: there is none, and no link that it could have led to. */
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
  sendText(to: Recipient, text: string): Promise<Result<{ readonly messageId: string }, SendFailure>>;
  sendTyping(jid: string, typing: boolean): Promise<Result<null, SendFailure>>;
  /** Whether a start of the program should bring this session back: it runs, or stopped for a fault of this machine. */
  comesBack(): boolean;
}

export interface SessionOptions<C extends Credentials> {
  readonly tenantId: TenantId;
  readonly known?: Known;
  /** The tenant that has these credentials already; without one they are this tenant's from here on. */
  readonly claim: (identity: Identity) => TenantId | undefined;
  readonly store: AuthStore<C>;
  readonly sockets: SocketFactory<C>;
  readonly clock: Clock;
  readonly journal: Journal;
  readonly logger: Logger;
  readonly gate: Gate;
  readonly onChange: () => void;
  readonly onMessages?: ((incoming: IncomingMessages) => void) | undefined;
  /** As the socket factory's. */
  readonly roomForMessages?: (() => Promise<void> | undefined) | undefined;
}

/** Runs one tenant's machine: carries out its effects, one after the other, and tags what sockets say. */
export function createSession<C extends Credentials>(options: SessionOptions<C>): Session {
  const { tenantId, store, sockets, clock, journal, logger, gate, onChange, onMessages } = options;
  let state: State = initialState(clock.now(), options.known);
  let credentials: C | undefined;
  let socket: LinkSocket | undefined;
  let leaveGate: (() => void) | undefined;
  let waitingAtGate = new AbortController();
  let cancelWake: (() => void) | undefined;
  /** Whether WhatsApp has confirmed the last logout. */
  let loggedOut = false;
  let work: Promise<void> = Promise.resolve();
  const waiters = new Set<() => void>();
  const recorder = createFlightRecorder();

  function dispatch(event: Event): void {
    const before = state;
    try {
      const next = step(state, event, { now: clock.now(), random: clock.random() });
      state = next.state;
      if (state.phase !== before.phase) {
        logger.info('phase', {
          tenantId,
          from: before.phase,
          to: state.phase,
          on: event.type,
          cause: state.failure?.cause,
        });
      }
      next.effects.forEach(run);
    } catch (error) {
      crash(`on ${event.type}`, error);
    }
    if (state === before) return;
    onChange();
    for (const waiter of [...waiters]) waiter();
  }

  function crash(where: string, error: unknown): void {
    logger.error('session failed', { tenantId, where, error });
    dispatch({ type: 'crashed' });
  }

  /** Effects that touch the socket or the files wait for each other. */
  function enqueue(name: string, task: () => Promise<void>): void {
    work = work.then(task).catch((error: unknown) => {
      crash(name, error);
    });
  }

  function run(effect: Effect): void {
    switch (effect.type) {
      case 'load':
        enqueue('load', load);
        return;
      case 'connect':
        waitingAtGate.abort();
        waitingAtGate = new AbortController();
        enqueue('connect', () => connect(effect));
        return;
      case 'hang-up':
        enqueue('hang-up', hangUp);
        return;
      case 'save':
        void save();
        return;
      case 'release':
        waitingAtGate.abort();
        waitingAtGate = new AbortController();
        cancelWake?.();
        enqueue('release', () => release(effect));
        return;
      case 'wake':
        cancelWake?.();
        cancelWake = clock.after(effect.afterMs, () => dispatch({ type: 'wake', token: effect.token }));
        return;
      case 'release-reply':
        void releaseReply();
        return;
      case 'pairing-over':
        void notePairing(false);
        return;
      case 'keep-link':
        journal.keepLink(tenantId, recorder.frames());
        return;
      case 'record':
        journal.append({ tenantId, ...effect.entry }, recorder.take());
        return;
    }
  }

  async function load(): Promise<void> {
    const leave = await gate.enter(waitingAtGate.signal);
    if (leave === undefined) return;
    const opened = await store.open(tenantId, (error) => dispatch({ type: 'storage-fault', error })).finally(leave);
    if (!opened.ok) {
      dispatch({ type: 'load-failed', error: opened.error });
      return;
    }
    credentials = opened.value;
    const classification = credentials.classify();
    const holder = classification.kind === 'paired' ? options.claim(classification.identity) : undefined;
    dispatch({ type: 'loaded', found: credentials.found, classification, holder });
  }

  async function connect({ generation, renew }: Extract<Effect, { type: 'connect' }>): Promise<void> {
    await hangUp();
    if (renew) await sockets.renew();
    const leave = await gate.enter(waitingAtGate.signal);
    if (leave === undefined) return;
    if (generation !== state.generation || credentials === undefined) {
      leave();
      return;
    }
    const cancelHold = clock.after(gateHoldMs, leave);
    leaveGate = () => {
      cancelHold();
      leave();
    };
    dispatch({ type: 'dialing', generation });
    const held = credentials;
    socket = await sockets.open({
      tenantId,
      credentials: held,
      onMessages: onMessages && passOn,
      roomForMessages: options.roomForMessages,
      onFrame: (frame) => recorder.note({ ...frame, connection: generation }),
      emit: (event) => {
        leaveGate?.();
        recorder.note(frameOf(event, generation, clock.now()));
        if (event.type === 'pair-success' || event.type === 'accepted') {
          dispatch({ type: event.type, generation, classification: held.classify() });
        } else {
          dispatch({ ...event, generation });
        }
      },
    });
  }

  /** Messages to a number that nobody has accepted are somebody else's. */
  function passOn(incoming: IncomingMessages): void {
    if (!isWrongNumber(state)) onMessages?.(incoming);
  }

  async function hangUp(): Promise<void> {
    leaveGate?.();
    const closing = socket;
    socket = undefined;
    await closing?.close();
  }

  async function save(): Promise<void> {
    if (credentials === undefined) return;
    try {
      const saved = await credentials.save();
      if (saved.ok) dispatch({ type: 'saved', classification: saved.value });
      else dispatch({ type: 'save-failed', error: saved.error });
    } catch (error) {
      crash('save', error);
    }
  }

  /** The reply may be on its way to the phone from here on, so that is noted first. */
  async function releaseReply(): Promise<void> {
    const asked = socket;
    await notePairing(true);
    asked?.credentialsSaved();
  }

  /** The note serves the next start's diagnosis only: a link does not fail for it. */
  async function notePairing(pending: boolean): Promise<void> {
    try {
      const noted = await credentials?.notePairing(pending);
      if (noted?.ok === false) logger.warn('pairing not noted', { tenantId, pending, code: noted.error.code });
    } catch (error) {
      crash('note-pairing', error);
    }
  }

  async function release({ logout, quarantine }: Extract<Effect, { type: 'release' }>): Promise<void> {
    loggedOut = false;
    if (logout && socket !== undefined) {
      loggedOut = await socket.logout(logoutMs);
      if (!loggedOut) logger.warn('logout was not confirmed', { tenantId });
    }
    await hangUp();
    const closing = credentials;
    credentials = undefined;
    await closing?.close();
    if (quarantine !== undefined) {
      const setAside = await store.quarantine(tenantId, quarantine);
      if (!setAside.ok) {
        dispatch({ type: 'release-failed', error: setAside.error });
        return;
      }
    }
    dispatch({ type: 'released', loggedOut });
  }

  async function requestCode(number: string): Promise<Result<LiveCode, CodeError>> {
    const { generation, phase } = state;
    const asked = phase === 'awaiting-scan' || phase === 'awaiting-code' ? socket : undefined;
    if (asked === undefined) return err({ code: 'code-not-possible' });
    const issued = await asked.requestCode(number);
    if (!issued.ok) return err(codeErrorOf(issued.error, clock.now()));
    const { code: text, lifetimeMs } = issued.value;
    dispatch({ type: 'code-issued', generation, text, lifetimeMs });
    const { code } = snapshotOf(state);
    return code?.text === text ? ok(code) : err({ code: 'code-not-possible' });
  }

  function askedSocket(): LinkSocket | undefined {
    return state.phase === 'awaiting-passkey' ? socket : undefined;
  }

  function connectedSocket(): LinkSocket | undefined {
    return isConnected(snapshotOf(state)) ? socket : undefined;
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

  return {
    snapshot: () => snapshotOf(state),
    signs: () => socket?.signs() ?? {},
    start: (takeOver = false) => dispatch({ type: 'start', takeOver }),
    relink: () => dispatch({ type: 'relink' }),
    slept: () => dispatch({ type: 'slept' }),
    async disconnect() {
      dispatch({ type: 'disconnect' });
      await settled('idle', 'stopped');
      return loggedOut;
    },
    expect: (number) => dispatch({ type: 'expect', number }),
    linkedNumber: () => state.identity && numberOf(state.identity),
    identity: () => state.identity,
    newLinkAt: () =>
      state.maturity === 'new' && state.evidence['credentials-saved'] !== undefined
        ? state.evidence['account-verified']
        : undefined,
    refuseNumber: () => dispatch({ type: 'refuse-number' }),
    shutdown() {
      dispatch({ type: 'shutdown' });
      return settled('idle', 'stopped');
    },
    claimScan() {
      dispatch({ type: 'scan-claimed' });
      return state.phase === 'awaiting-scan' || state.evidence['account-verified'] !== undefined;
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
    sendText: async (to, text) => connectedSocket()?.sendText(to, text, sendMs) ?? err('not-connected'),
    sendTyping: async (jid, typing) => connectedSocket()?.sendTyping(jid, typing) ?? err('not-connected'),
    comesBack() {
      if (state.phase !== 'stopped') return state.phase !== 'idle';
      return state.evictedAt === undefined && state.failure !== undefined && policies[state.failure.cause].resume;
    },
  };
}

/** What the console made of the frames before, for whoever reads a recording. */
function frameOf(event: SocketEvent, connection: number, at: number): FlightFrame {
  const code = event.type === 'end' ? event.end.statusCode : undefined;
  const attributes: Record<string, string> = code === undefined ? {} : { code: String(code) };
  return { at, connection, direction: 'console', tag: event.type, attributes, children: [], bytes: 0 };
}
