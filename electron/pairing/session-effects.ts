import type { StorageError } from '../../shared/errors.ts';
import type { FlightFrame } from '../../shared/flight.ts';
import { type Result, ok } from '../../shared/result.ts';
import type { TenantId } from '../../shared/tenant.ts';
import type { FlightRecorder } from './flight-recorder.ts';
import type { Gate } from './gate.ts';
import { isWrongNumber } from './machine/expected-number.ts';
import type { Effect, Event, State } from './machine/state.ts';
import type {
  AuthStore,
  Clock,
  Credentials,
  Draft,
  Identity,
  IncomingMessages,
  LinkSocket,
  Logger,
  SocketEvent,
  SocketFactory,
} from './ports.ts';
import { createQueue } from './queue.ts';

/** The longest a slow connection may keep others waiting at the gate, in ms. */
const gateHoldMs = 3_000;
/** How long WhatsApp gets to confirm a logout, in ms. */
const logoutMs = 5_000;

/** What a session's effects need. Every answer comes back as an event. */
export interface SessionEffectsOptions<C extends Credentials> {
  readonly tenantId: TenantId;
  /** The tenant that has these credentials already; without one they are this tenant's from here on. */
  readonly holdDevice: (identity: Identity) => Promise<Result<TenantId | undefined, StorageError>>;
  /** `false`: another server may have the tenant, and nothing is dialled; without it that cannot be. */
  readonly mayAct?: (() => boolean) | undefined;
  readonly store: Pick<AuthStore<C>, 'open' | 'quarantine'>;
  readonly sockets: SocketFactory<C>;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly gate: Gate;
  readonly onMessages?: ((incoming: IncomingMessages) => void) | undefined;
  /** As the socket factory's. */
  readonly roomForMessages?: (() => Promise<void> | undefined) | undefined;
  readonly messagesKept?: (() => Promise<boolean> | undefined) | undefined;
  readonly recorder: FlightRecorder;
  readonly state: () => State;
  readonly dispatch: (event: Event) => void;
  /** A fault of this program in an effect. */
  readonly crash: (where: string, error: unknown) => void;
}

/** What became of a link that was to be filed: `taken`: there is one, or a code for one; `failed`: the disk refused. */
export type Receipt = 'filed' | 'taken' | 'failed';

/** A link that a phone has just made by a code of no tenant. The socket holds its reply to the phone. */
export interface Handover<C extends Credentials> {
  readonly draft: Draft<C>;
  readonly socket: LinkSocket;
  /** Everything that the socket has said since the phone's signature, and from here on. */
  readonly listen: (listener: (event: SocketEvent) => void) => void;
}

/** The effects that touch the socket or the credentials. */
export type WorkEffect = Extract<
  Effect,
  { type: 'load' | 'connect' | 'hang-up' | 'save' | 'release' | 'release-reply' | 'note-pairing' | 'pairing-over' }
>;

/** One session's socket and open credentials: at most one of each. */
export interface SessionEffects<C extends Credentials> {
  carryOut(effect: WorkEffect): void;
  /** Takes over a link in the making. `false`: a link lies on disk here, or nothing can be written here. */
  receive(handover: Handover<C>): Promise<Receipt>;
  socket(): LinkSocket | undefined;
  /** When WhatsApp was last heard from, epoch ms; `undefined`: not since the start. */
  lastSeenAt(): number | undefined;
  /** Whether WhatsApp has confirmed the last logout. */
  loggedOut(): boolean;
  /** Cuts the socket at once; none is opened any more. */
  cut(): void;
}

export function createSessionEffects<C extends Credentials>(options: SessionEffectsOptions<C>): SessionEffects<C> {
  const { tenantId, store, sockets, clock, logger, gate, onMessages, recorder, dispatch, crash } = options;
  const { state } = options;
  let credentials: C | undefined;
  let socket: LinkSocket | undefined;
  let leaveGate: (() => void) | undefined;
  let waitingAtGate = new AbortController();
  let loggedOut = false;
  let isCut = false;
  /** When WhatsApp was last heard from on a socket that is closed. */
  let lastSeenAt: number | undefined;
  /** The note of a pairing that is being written. */
  let noting: Promise<void> = Promise.resolve();
  const queue = createQueue();

  /** Effects that touch the socket or the files wait for each other. */
  function enqueue(name: string, task: () => Promise<void>): void {
    queue.run(task).catch((error: unknown) => crash(name, error));
  }

  function leaveTheLine(): void {
    waitingAtGate.abort();
    waitingAtGate = new AbortController();
  }

  async function load(): Promise<void> {
    const leave = await gate.enter(waitingAtGate.signal);
    if (leave === undefined) return;
    const opened = await store.open(tenantId, (error) => dispatch({ type: 'storage-fault', error })).finally(leave);
    if (!opened.ok) {
      dispatch({ type: 'load-failed', error: opened.error });
      return;
    }
    const classification = opened.value.classify();
    const held = classification.kind === 'paired' ? await options.holdDevice(classification.identity) : ok(undefined);
    if (!held.ok) {
      await opened.value.close();
      dispatch({ type: 'load-failed', error: held.error });
      return;
    }
    credentials = opened.value;
    dispatch({ type: 'loaded', found: credentials.found, classification, holder: held.value });
  }

  async function connect({ generation, renew }: Extract<Effect, { type: 'connect' }>): Promise<void> {
    await hangUp();
    if (renew) await sockets.renew();
    const leave = await gate.enter(waitingAtGate.signal);
    if (leave === undefined) return;
    if (generation !== state().generation || credentials === undefined || !mayDial()) {
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
      messagesKept: options.messagesKept,
      onFrame: (frame) => recorder.note({ ...frame, connection: generation }),
      emit: (event) => {
        leaveGate?.();
        hear(event, generation, held);
      },
    });
    if (isCut) socket.cut();
  }

  function mayDial(): boolean {
    return !isCut && options.mayAct?.() !== false;
  }

  function hear(event: SocketEvent, generation: number, held: C): void {
    recorder.note(frameOf(event, generation, clock.now()));
    if (event.type === 'pair-success' || event.type === 'accepted') {
      dispatch({ type: event.type, generation, classification: held.classify() });
    } else {
      dispatch({ ...event, generation });
    }
  }

  async function receive(handover: Handover<C>): Promise<Receipt> {
    const filed = await handover.draft.fileUnder(tenantId, (error) => dispatch({ type: 'storage-fault', error }));
    if (!filed.ok) {
      logger.warn('a link could not be filed here', { tenantId, code: filed.error.code });
      return 'failed';
    }
    if (filed.value === undefined) return 'taken';
    const held = filed.value;
    credentials = held;
    socket = handover.socket;
    dispatch({ type: 'handed-over', found: held.found, classification: held.classify() });
    const { generation } = state();
    handover.listen((event) => hear(event, generation, held));
    return 'filed';
  }

  /** Messages to a number that the operator has not accepted are not passed on: they belong to another account. */
  function passOn(incoming: IncomingMessages): void {
    if (!isWrongNumber(state().carried)) onMessages?.(incoming);
  }

  async function hangUp(): Promise<void> {
    leaveGate?.();
    const closing = socket;
    lastSeenAt = closing?.lastSeenAt() ?? lastSeenAt;
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

  /** From here on the reply may be on its way to the phone, so the note is on disk first. */
  async function releaseReply(): Promise<void> {
    const asked = socket;
    await noting;
    asked?.credentialsSaved();
  }

  /** The note serves only the next start's diagnosis: no link fails for it. */
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
    // It was another link's.
    if (quarantine !== undefined) lastSeenAt = undefined;
    const closing = credentials;
    credentials = undefined;
    await noting;
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

  return {
    carryOut(effect) {
      switch (effect.type) {
        case 'load':
          enqueue('load', load);
          return;
        case 'connect':
          leaveTheLine();
          enqueue('connect', () => connect(effect));
          return;
        case 'hang-up':
          enqueue('hang-up', hangUp);
          return;
        case 'release':
          leaveTheLine();
          enqueue('release', () => release(effect));
          return;
        case 'save':
          void save();
          return;
        case 'release-reply':
          void releaseReply();
          return;
        case 'note-pairing':
          noting = notePairing(true);
          return;
        case 'pairing-over':
          noting = noting.then(() => notePairing(false));
          return;
      }
    },
    receive,
    socket: () => socket,
    lastSeenAt: () => socket?.lastSeenAt() ?? lastSeenAt,
    loggedOut: () => loggedOut,
    cut() {
      isCut = true;
      socket?.cut();
    },
  };
}

/** What the console made of the frames before, for people who read a recording. */
function frameOf(event: SocketEvent, connection: number, at: number): FlightFrame {
  const code = event.type === 'end' ? event.end.statusCode : undefined;
  const attributes: Record<string, string> = code === undefined ? {} : { code: String(code) };
  return { at, connection, direction: 'console', tag: event.type, attributes, children: [], bytes: 0 };
}
