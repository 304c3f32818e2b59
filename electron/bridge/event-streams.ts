import type { Clock } from '../pairing/ports.ts';

export type EventType = 'status' | 'qr' | 'failure' | 'restriction';

/** What is needed of an HTTP response. */
export interface Sink {
  write(chunk: string): boolean;
  end(chunk?: string): unknown;
  destroy(): unknown;
  /** Bytes that the other side has not taken yet. */
  readonly writableLength: number;
}

export interface EventStreams {
  /** `data` is JSON. */
  publish(type: EventType, data: string): void;
  /**
   * Begins a stream: with what was missed since `lastEventId`, or with every tenant's status where that is unknown or
   * too long ago. Answers its end, for when the other side goes.
   */
  open(sink: Sink, lastEventId: string | undefined): () => void;
  /** There is no room for another reader. */
  isFull(): boolean;
  readonly count: () => number;
  /** Ends every stream. */
  close(): void;
}

interface Reader {
  readonly leave: () => void;
  /** Bytes that may wait for it. */
  readonly mostWaiting: number;
}

const heartbeatMs = 15_000;
/** How long a reader that was dropped may take to read why. */
const farewellMs = 5_000;
const eventsKept = 1_000;
const mostStreams = 32;
/** Bytes a reader may be behind, beside those it is told first. */
const mostBehind = 1024 * 1024;

/**
 * Server-Sent Events to many readers. Nobody is waited for: a reader that falls too far behind is told so in a last
 * event, `dropped`, and let go of; it may come back with the last id it has read.
 */
export function createEventStreams(options: {
  readonly clock: Clock;
  /** The data of a `status` event for every tenant, as it is now. */
  readonly statuses: () => readonly string[];
}): EventStreams {
  const { clock, statuses } = options;
  // Ids of an earlier run of the program mean nothing here.
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

  /** Every event after `id`, or nothing where they cannot be known. */
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
      // However many tenants there are, and however much was missed: nobody is behind before it could read anything.
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
