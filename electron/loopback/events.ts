import type { ReceivedMedia } from './media-files.ts';

/** A rule of the protocol that a client broke. A good client causes none. */
export type ViolationRule =
  | 'handshake'
  | 'client-payload'
  | 'login-identity'
  | 'linking-code'
  | 'link-code'
  | 'passkey'
  | 'device-signature'
  | 'pre-keys'
  | 'message'
  | 'media'
  | 'presence'
  | 'stanza';

export interface Violation {
  readonly connection: number;
  readonly rule: ViolationRule;
  /** In plain words; never a number, key or QR text. */
  readonly detail: string;
}

/** What happened, in the order in which it happened. `connection` counts from 1 over the endpoint's life. */
export type LoopbackEvent =
  | { readonly type: 'connection'; readonly connection: number }
  /** The client has acknowledged its refs: a phone can scan now. */
  | { readonly type: 'registration'; readonly connection: number; readonly routed: boolean }
  /** A query of this namespace is left unanswered on purpose. */
  | { readonly type: 'query-ignored'; readonly deviceJid: string; readonly xmlns: string }
  /** The companion's signature was verified: from here on the device exists. */
  | { readonly type: 'linked'; readonly connection: number; readonly deviceJid: string }
  /**
   * The companion found the phone's proof false and answered `pair-success` with this error, as whatsmeow (`pair.go`,
   * `sendPairError`) and zapo (`src/auth/pairing/WaPairingFlow.ts`) do.
   */
  | { readonly type: 'pair-refused'; readonly connection: number; readonly code: string | undefined }
  /** `<success>` was sent. */
  | { readonly type: 'login'; readonly connection: number; readonly deviceJid: string; readonly routed: boolean }
  /** The client has finished its start-up queries; the client library reports `open` at this point. */
  | { readonly type: 'open'; readonly connection: number; readonly deviceJid: string }
  /** A companion said whether a person uses it: `available`, `unavailable`; `undefined`: without a type. */
  | { readonly type: 'presence'; readonly deviceJid: string; readonly presence: string | undefined }
  | { readonly type: 'pre-keys'; readonly deviceJid: string; readonly count: number }
  /** A companion was given what it needs to open a session with `of`, and with it one of that device's one-time pre-keys. */
  | { readonly type: 'keys-given'; readonly deviceJid: string; readonly of: string }
  /** A companion has confirmed a message; `receipt` is the type, `undefined` for a plain delivery. */
  | { readonly type: 'receipt'; readonly deviceJid: string; readonly id: string; readonly receipt: string | undefined }
  /** A phone has decrypted a message with text or a file. */
  | { readonly type: 'message'; readonly to: string; readonly message: ReceivedMessage }
  /** An assertion was verified; the phone is to go on. */
  | { readonly type: 'passkey-accepted'; readonly connection: number }
  /** The phone shows this code; its owner compares it with the console's. */
  | { readonly type: 'confirmation-code'; readonly to: string; readonly code: string }
  | { readonly type: 'unlinked'; readonly deviceJid: string; readonly by: 'phone' | 'companion' }
  | { readonly type: 'closed'; readonly connection: number }
  | { readonly type: 'violation'; readonly violation: Violation };

/** A message as its phone reads it after decryption. */
export interface ReceivedMessage {
  /** The sending device's jid. */
  readonly from: string;
  readonly id: string;
  /** Of a message with a file: its caption. */
  readonly text: string;
  readonly media?: ReceivedMedia;
  /** Epoch milliseconds. */
  readonly at: number;
}

type EventOf<T extends LoopbackEvent['type']> = LoopbackEvent & { readonly type: T };

export interface LoopbackEvents {
  readonly emit: (event: LoopbackEvent) => void;
  /** The returned function ends it. */
  readonly on: (listener: (event: LoopbackEvent) => void) => () => void;
  /** Waits for the next such event without a limit; call it before you cause the event. */
  readonly next: <T extends LoopbackEvent['type']>(
    type: T,
    matches?: (event: EventOf<T>) => boolean,
  ) => Promise<EventOf<T>>;
}

export function createEvents(): LoopbackEvents {
  const listeners = new Set<(event: LoopbackEvent) => void>();
  function on(listener: (event: LoopbackEvent) => void): () => void {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  }
  return {
    on,
    emit(event) {
      for (const listener of [...listeners]) listener(event);
    },
    next: (type, matches = () => true) =>
      new Promise((resolve) => {
        const stop = on((event) => {
          if (!isOfType(event, type) || !matches(event)) return;
          stop();
          resolve(event);
        });
      }),
  };
}

function isOfType<T extends LoopbackEvent['type']>(event: LoopbackEvent, type: T): event is EventOf<T> {
  return event.type === type;
}
