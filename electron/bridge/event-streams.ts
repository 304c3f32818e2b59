import type { TenantId } from '../../shared/tenant.ts';
import type { Clock } from '../pairing/ports.ts';
import type { Grant } from './grant.ts';

export const eventTypes = ['status', 'qr', 'failure', 'restriction'] as const;
export type EventType = (typeof eventTypes)[number];

/** An event, and who may read it. */
export interface BridgeEvent {
  readonly type: EventType;
  readonly tenantId: TenantId;
  /** JSON. */
  readonly data: string;
  /** The other tenant that the data names, and the data without it. */
  readonly beside?: { readonly tenantId: TenantId; readonly dataWithout: string };
  /** Under which the service holds the tenant that tells this, where several share tenants. */
  readonly epoch?: bigint;
  /** Another service has told it. */
  readonly isRelayed?: true;
}

/** Whose stream it is, and what it may hold. */
export interface Audience {
  readonly lastEventId: string | undefined;
  readonly sees: Grant['sees'];
  readonly seesCodes: boolean;
  /** Asked before each event: a key may have been revoked, or have expired. */
  readonly isAllowed: () => boolean;
}

/** How the events of this service are written for another one, which relays them to its readers. */
export type WriteForService = (event: BridgeEvent) => string;

/** The part of an HTTP response that a stream writes to. */
export interface Sink {
  write(chunk: string): boolean;
  end(chunk?: string): unknown;
  destroy(): unknown;
  /** Bytes that the reader has not taken yet. */
  readonly writableLength: number;
}

export interface EventStreams {
  readonly publish: (event: BridgeEvent) => void;
  /**
   * Begins a stream with the events since `lastEventId`. If that id is unknown or too old, it begins with the status of every
   * tenant that this reader sees. Answers a function that ends the stream, for when the reader disconnects.
   */
  open(sink: Sink, audience: Audience): () => void;
  /** The same for another service. It gets what this one tells itself, beside the readers that are counted. */
  openForService(sink: Sink, lastEventId: string | undefined, write: WriteForService): () => void;
  /** There are as many readers as allowed. */
  isFull(): boolean;
  readonly count: () => number;
  /** Ends the streams of those who are allowed no more. */
  readonly endForbidden: () => void;
  /** Ends every stream. */
  close(): void;
}

/** Which frames somebody gets. */
interface Listener extends Pick<Audience, 'lastEventId' | 'isAllowed' | 'sees'> {
  /** What it gets of an event that happens, or of where a tenant stands; nothing where that is not for it. */
  readonly frameOf: (event: BridgeEvent, number: number, about: 'news' | 'standing') => string | undefined;
}

interface Reader {
  readonly leave: () => void;
  readonly listener: Listener;
  readonly isService: boolean;
  /** Bytes that may wait for this reader. */
  readonly mostWaiting: number;
}

const heartbeatMs = 15_000;
/** How long a dropped reader has to read its last event, in ms. */
const farewellMs = 5_000;
const eventsKept = 1_000;
const mostStreams = 32;
/** Bytes that a reader may be behind, beside those it gets first. */
const mostBehind = 1024 * 1024;

/**
 * Sends Server-Sent Events to many readers. A slow reader never holds up the others: one that falls too far behind gets
 * a last event, `dropped`, and is disconnected. It may return with the last id that it has read.
 */
export function createEventStreams(options: {
  readonly clock: Clock;
  /** A `status` event for every tenant that is seen, as it is now. */
  readonly standing: (sees: Grant['sees']) => readonly BridgeEvent[];
}): EventStreams {
  const { clock, standing } = options;
  // Part of every id: ids of an earlier run of the program are unknown.
  const run = clock.now().toString(36);
  const ring: (BridgeEvent & { readonly number: number })[] = [];
  const readers = new Map<Sink, Reader>();
  let last = 0;

  const idOf = (number: number) => `${run}-${number}`;
  const frameOf = (type: string, number: number, data: string) =>
    `id: ${idOf(number)}\nevent: ${type}\ndata: ${data}\n\n`;
  const count = () => [...readers.values()].filter(({ isService }) => !isService).length;

  function asReader({ sees, seesCodes, ...more }: Audience): Listener {
    return {
      ...more,
      sees,
      frameOf({ type, tenantId, data, beside }, number) {
        if (!sees(tenantId) || (type === 'qr' && !seesCodes)) return undefined;
        return frameOf(type, number, beside === undefined || sees(beside.tenantId) ? data : beside.dataWithout);
      },
    };
  }

  function asService(lastEventId: string | undefined, write: WriteForService): Listener {
    return {
      lastEventId,
      sees: () => true,
      isAllowed: () => true,
      frameOf: (event, number, about) =>
        event.isRelayed === true ? undefined : frameOf(about === 'news' ? 'told' : 'stands', number, write(event)),
    };
  }

  function end(sink: Sink, { leave }: Reader): void {
    leave();
    sink.end();
  }

  function give(sink: Sink, reader: Reader, frame: string): void {
    const { leave, mostWaiting, listener } = reader;
    if (!listener.isAllowed()) {
      end(sink, reader);
      return;
    }
    sink.write(frame);
    if (sink.writableLength <= mostWaiting) return;
    leave();
    sink.end('event: dropped\ndata: {"reason":"too far behind"}\n\n');
    clock.after(farewellMs, () => sink.destroy());
  }

  /** Every event after the last one that was read; `undefined` if its id is unknown or too old. */
  function since({ lastEventId: id, frameOf: frame }: Listener): readonly string[] | undefined {
    const [from, text = ''] = id?.split('-') ?? [];
    const number = Number(text);
    const oldest = ring[0]?.number ?? last + 1;
    if (from !== run || !Number.isInteger(number) || number < oldest - 1 || number > last) return undefined;
    return ring.flatMap((event) => (event.number > number ? (frame(event, event.number, 'news') ?? []) : []));
  }

  function open(sink: Sink, listener: Listener, isService: boolean): () => void {
    let cancelHeartbeat = clock.after(heartbeatMs, beat);
    function beat(): void {
      cancelHeartbeat = clock.after(heartbeatMs, beat);
      give(sink, reader, ': still here\n\n');
    }
    const leave = () => {
      cancelHeartbeat();
      readers.delete(sink);
    };
    const now = () => standing(listener.sees).flatMap((event) => listener.frameOf(event, last, 'standing') ?? []);
    const first = (since(listener) ?? now()).join('');
    // The first part may be larger than the bound: a reader is not behind before it could read anything.
    const reader = { leave, listener, isService, mostWaiting: mostBehind + Buffer.byteLength(first) };
    readers.set(sink, reader);
    sink.write(`retry: 2000\n\n${first}`);
    return leave;
  }

  return {
    publish(event) {
      last += 1;
      const numbered = { ...event, number: last };
      ring.push(numbered);
      if (ring.length > eventsKept) ring.shift();
      for (const [sink, reader] of [...readers]) {
        const frame = reader.listener.frameOf(numbered, last, 'news');
        if (frame !== undefined) give(sink, reader, frame);
      }
    },
    open: (sink, audience) => open(sink, asReader(audience), false),
    openForService: (sink, lastEventId, write) => open(sink, asService(lastEventId, write), true),
    isFull: () => count() >= mostStreams,
    count,
    endForbidden() {
      for (const [sink, reader] of [...readers]) if (!reader.listener.isAllowed()) end(sink, reader);
    },
    close() {
      for (const [sink, reader] of [...readers]) end(sink, reader);
    },
  };
}
