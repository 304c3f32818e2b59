import type { TenantId } from '../../shared/tenant.ts';
import type { Clock } from '../pairing/ports.ts';
import type { Grant } from './grant.ts';

export type EventType = 'status' | 'qr' | 'failure' | 'restriction';

/** An event, and who may read it. */
export interface BridgeEvent {
  readonly type: EventType;
  readonly tenantId: TenantId;
  /** JSON. */
  readonly data: string;
  /** The other tenant that the data names, and the data without it. */
  readonly beside?: { readonly tenantId: TenantId; readonly dataWithout: string };
}

/** Whose stream it is, and what it may hold. */
export interface Audience {
  readonly lastEventId: string | undefined;
  readonly sees: Grant['sees'];
  readonly seesCodes: boolean;
  /** Asked before each event: a key may have been revoked, or have expired. */
  readonly isAllowed: () => boolean;
}

/** The part of an HTTP response that a stream writes to. */
export interface Sink {
  write(chunk: string): boolean;
  end(chunk?: string): unknown;
  destroy(): unknown;
  /** Bytes that the reader has not taken yet. */
  readonly writableLength: number;
}

export interface EventStreams {
  publish(event: BridgeEvent): void;
  /**
   * Begins a stream with the events since `lastEventId`. If that id is unknown or too old, it begins with the status of every
   * tenant that this reader sees. Answers a function that ends the stream, for when the reader disconnects.
   */
  open(sink: Sink, audience: Audience): () => void;
  /** There are as many readers as allowed. */
  isFull(): boolean;
  readonly count: () => number;
  /** Ends the streams of those who are allowed no more. */
  readonly endForbidden: () => void;
  /** Ends every stream. */
  close(): void;
}

interface Reader {
  readonly leave: () => void;
  readonly audience: Audience;
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
  /** The data of a `status` event for every tenant that is seen, as it is now. */
  readonly statuses: (sees: Grant['sees']) => readonly string[];
}): EventStreams {
  const { clock, statuses } = options;
  // Part of every id: ids of an earlier run of the program are unknown.
  const run = clock.now().toString(36);
  const ring: (BridgeEvent & { readonly number: number })[] = [];
  const readers = new Map<Sink, Reader>();
  let last = 0;

  const idOf = (number: number) => `${run}-${number}`;
  const frameOf = (type: EventType, number: number, data: string) =>
    `id: ${idOf(number)}\nevent: ${type}\ndata: ${data}\n\n`;

  /** What this reader gets of an event; `undefined`: nothing. */
  function frameFor({ sees, seesCodes }: Audience, event: BridgeEvent & { readonly number: number }) {
    const { type, tenantId, data, beside, number } = event;
    if (!sees(tenantId) || (type === 'qr' && !seesCodes)) return undefined;
    return frameOf(type, number, beside === undefined || sees(beside.tenantId) ? data : beside.dataWithout);
  }

  function end(sink: Sink, { leave }: Reader): void {
    leave();
    sink.end();
  }

  function give(sink: Sink, reader: Reader, frame: string): void {
    const { leave, mostWaiting, audience } = reader;
    if (!audience.isAllowed()) {
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
  function since(audience: Audience): readonly string[] | undefined {
    const { lastEventId: id } = audience;
    const [from, text = ''] = id?.split('-') ?? [];
    const number = Number(text);
    const oldest = ring[0]?.number ?? last + 1;
    if (from !== run || !Number.isInteger(number) || number < oldest - 1 || number > last) return undefined;
    return ring.flatMap((event) => (event.number > number ? (frameFor(audience, event) ?? []) : []));
  }

  return {
    publish(event) {
      last += 1;
      const numbered = { ...event, number: last };
      ring.push(numbered);
      if (ring.length > eventsKept) ring.shift();
      for (const [sink, reader] of [...readers]) {
        const frame = frameFor(reader.audience, numbered);
        if (frame !== undefined) give(sink, reader, frame);
      }
    },
    open(sink, audience) {
      let cancelHeartbeat = clock.after(heartbeatMs, beat);
      function beat(): void {
        cancelHeartbeat = clock.after(heartbeatMs, beat);
        give(sink, reader, ': still here\n\n');
      }
      const leave = () => {
        cancelHeartbeat();
        readers.delete(sink);
      };
      const first = (since(audience) ?? statuses(audience.sees).map((data) => frameOf('status', last, data))).join('');
      // The first part may be larger than the bound: a reader is not behind before it could read anything.
      const reader = { leave, audience, mostWaiting: mostBehind + Buffer.byteLength(first) };
      readers.set(sink, reader);
      sink.write(`retry: 2000\n\n${first}`);
      return leave;
    },
    isFull: () => readers.size >= mostStreams,
    count: () => readers.size,
    endForbidden() {
      for (const [sink, reader] of [...readers]) if (!reader.audience.isAllowed()) end(sink, reader);
    },
    close() {
      for (const [sink, reader] of [...readers]) end(sink, reader);
    },
  };
}
