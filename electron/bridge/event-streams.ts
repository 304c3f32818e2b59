import type { Clock } from '../pairing/ports.ts';

export type EventType = 'status' | 'qr' | 'failure' | 'restriction';

/** The part of an HTTP response that a stream writes to. */
export interface Sink {
  write(chunk: string): boolean;
  end(chunk?: string): unknown;
  destroy(): unknown;
  /** Bytes that the reader has not taken yet. */
  readonly writableLength: number;
}

export interface EventStreams {
  /** `data` is JSON. */
  publish(type: EventType, data: string): void;
  /**
   * Begins a stream with the events since `lastEventId`. If that id is unknown or too old, it begins with every tenant's
   * status. Answers a function that ends the stream, for when the reader disconnects.
   */
  open(sink: Sink, lastEventId: string | undefined): () => void;
  /** There are as many readers as allowed. */
  isFull(): boolean;
  readonly count: () => number;
  /** Ends every stream. */
  close(): void;
}

interface Reader {
  readonly leave: () => void;
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
  /** The data of a `status` event for every tenant, as it is now. */
  readonly statuses: () => readonly string[];
}): EventStreams {
  const { clock, statuses } = options;
  // Part of every id: ids of an earlier run of the program are unknown.
  const run = clock.now().toString(36);
  const ring: { readonly number: number; readonly frame: string }[] = [];
  const readers = new Map<Sink, Reader>();
  let last = 0;

  const idOf = (number: number) => `${run}-${number}`;
  const frameOf = (type: EventType, number: number, data: string) =>
    `id: ${idOf(number)}\nevent: ${type}\ndata: ${data}\n\n`;

  function give(sink: Sink, { leave, mostWaiting }: Reader, frame: string): void {
    sink.write(frame);
    if (sink.writableLength <= mostWaiting) return;
    leave();
    sink.end('event: dropped\ndata: {"reason":"too far behind"}\n\n');
    clock.after(farewellMs, () => sink.destroy());
  }

  /** Every event after `id`; `undefined` if the id is unknown or too old. */
  function since(id: string | undefined): readonly string[] | undefined {
    const [from, text = ''] = id?.split('-') ?? [];
    const number = Number(text);
    const oldest = ring[0]?.number ?? last + 1;
    if (from !== run || !Number.isInteger(number) || number < oldest - 1 || number > last) return undefined;
    return ring.filter((event) => event.number > number).map(({ frame }) => frame);
  }

  return {
    publish(type, data) {
      last += 1;
      const frame = frameOf(type, last, data);
      ring.push({ number: last, frame });
      if (ring.length > eventsKept) ring.shift();
      for (const [sink, reader] of [...readers]) give(sink, reader, frame);
    },
    open(sink, lastEventId) {
      let cancelHeartbeat = clock.after(heartbeatMs, beat);
      function beat(): void {
        cancelHeartbeat = clock.after(heartbeatMs, beat);
        give(sink, reader, ': still here\n\n');
      }
      const leave = () => {
        cancelHeartbeat();
        readers.delete(sink);
      };
      const first = (since(lastEventId) ?? statuses().map((data) => frameOf('status', last, data))).join('');
      // The first part may be larger than the bound: a reader is not behind before it could read anything.
      const reader = { leave, mostWaiting: mostBehind + Buffer.byteLength(first) };
      readers.set(sink, reader);
      sink.write(`retry: 2000\n\n${first}`);
      return leave;
    },
    isFull: () => readers.size >= mostStreams,
    count: () => readers.size,
    close() {
      for (const [sink, { leave }] of [...readers]) {
        leave();
        sink.end();
      }
    },
  };
}
