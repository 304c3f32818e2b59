import { ok } from '../../shared/result.ts';
import type { SessionSnapshot } from '../../shared/session.ts';
import { tenantIdSchema } from '../../shared/tenant.ts';
import type { Gate } from './gate.ts';
import type { PackedRules } from './machine/packed-rules.ts';
import type { AuthStore, Clock, Credentials, Draft, Journal, Logger, SocketEvent, SocketFactory } from './ports.ts';
import type { Handover } from './session-effects.ts';
import { type Session, createSession } from './session.ts';

/** Whose failures these are, in the log. No tenant may have this id. */
export const sharedCodeId = tenantIdSchema.parse('shared-code');

/**
 * One code for many phones: the number is known only when a phone has confirmed. It runs as a session with an identity in
 * memory. The moment a phone's signature is verified, the socket and the identity leave it, and it shows a fresh code;
 * the one that takes them saves them in the right place before the reply to the phone is sent.
 */
export interface SharedCode extends Pick<Session, 'networkChanged' | 'way' | 'portalSeen'> {
  start(): void;
  /** Takes the code away. A phone that has confirmed is under way elsewhere. */
  stop(): Promise<void>;
  /** A new code, and with it whole budgets. */
  renew(): void;
  snapshot(): SessionSnapshot;
}

export interface SharedCodeOptions<C extends Credentials> {
  readonly store: Pick<AuthStore<C>, 'draft'>;
  readonly sockets: SocketFactory<C>;
  readonly gate: Gate;
  readonly clock: Clock;
  readonly journal: Journal;
  readonly logger: Logger;
  /** A phone has confirmed. `false`: the link could not be kept, so the phone gets no reply and lists nothing. */
  readonly take: (handover: Handover<C>) => Promise<boolean>;
  readonly isOffline?: (() => boolean) | undefined;
  /** The protocol pack that counts at this moment. */
  readonly packed?: (() => PackedRules | undefined) | undefined;
  readonly onChange: () => void;
}

export function createSharedCode<C extends Credentials>(options: SharedCodeOptions<C>): SharedCode {
  const { store, sockets, gate, clock, journal, logger, isOffline, packed, onChange } = options;
  /** The identity of the code on screen. */
  let draft: Draft<C> | undefined;

  const drafts: Pick<AuthStore<C>, 'open' | 'quarantine'> = {
    async open() {
      draft = await store.draft();
      return ok(draft.credentials);
    },
    quarantine: () => Promise.resolve(ok(false)),
  };

  const session: Session<C> = createSession<C>({
    // Named one by one: what the registry has for tenants, as where their messages go, is not the shared code's.
    gate,
    clock,
    journal,
    logger,
    isOffline,
    packed,
    onChange,
    tenantId: sharedCodeId,
    store: drafts,
    sockets: { open: openSocket, renew: () => sockets.renew() },
    holdDevice: () => Promise.resolve(ok(undefined)),
  });

  async function openSocket(asked: Parameters<SocketFactory<C>['open']>[0]) {
    const held = draft;
    const handed = createRelay();
    const socket = await sockets.open({
      ...asked,
      emit(event) {
        if (handed.began()) handed.pass(event);
        else if (event.type === 'pair-success' && held !== undefined) {
          handed.begin();
          handOver({ draft: held, socket, listen: handed.listen });
        } else asked.emit(event);
      },
    });
    return { ...socket, close: () => (handed.began() ? Promise.resolve() : socket.close()) };
  }

  function handOver(handover: Handover<C>): void {
    options
      .take(handover)
      .then(async (taken) => {
        if (taken) return;
        logger.error('a link by the shared code could not be kept');
        await handover.socket.close();
      })
      .catch(async (error: unknown) => {
        logger.error('a link by the shared code was lost', { error });
        await handover.socket.close();
      });
    session.relink();
  }

  return {
    start: () => session.start(),
    async stop() {
      await session.shutdown();
    },
    renew: () => session.relink(),
    snapshot: () => session.snapshot(),
    networkChanged: () => session.networkChanged(),
    way: () => session.way(),
    portalSeen: (status) => session.portalSeen(status),
  };
}

/** Keeps what a socket says until somebody listens. */
function createRelay() {
  let waiting: SocketEvent[] | undefined;
  let listener: ((event: SocketEvent) => void) | undefined;
  return {
    began: () => waiting !== undefined,
    begin() {
      waiting = [];
    },
    pass(event: SocketEvent) {
      if (listener === undefined) waiting?.push(event);
      else listener(event);
    },
    listen: (next: (event: SocketEvent) => void) => {
      listener = next;
      for (const event of waiting?.splice(0) ?? []) next(event);
    },
  };
}
