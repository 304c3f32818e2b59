import { get, type IncomingMessage } from 'node:http';
import { createInterface } from 'node:readline';

export interface Told {
  readonly id: string;
  readonly event: string;
  readonly data: Readonly<Record<string, unknown>>;
}
export interface EventReader {
  readonly stream: IncomingMessage;
  /** Everything heard so far, oldest first. */
  readonly told: readonly Told[];
  /** The first event, heard already or still to come, that fits. Rejects when the stream ends before. */
  readonly until: (fits: (event: Told) => boolean) => Promise<Told>;
}

/** Reads `/events` as a backend would. */
export async function readEvents(port: number, secret: string, lastEventId?: string): Promise<EventReader> {
  const headers = {
    'x-internal-secret': secret,
    ...(lastEventId === undefined ? {} : { 'last-event-id': lastEventId }),
  };
  const stream = await new Promise<IncomingMessage>((resolve, reject) => {
    get({ host: '127.0.0.1', port, path: '/events', headers }, resolve).on('error', reject);
  });
  const told: Told[] = [];
  const waiting = new Set<() => void>();
  let ended = false;
  const wake = () => {
    for (const check of [...waiting]) check();
  };
  const end = () => {
    ended = true;
    wake();
  };
  stream.on('close', end).on('error', end);
  let draft: Record<string, string> = {};
  const lines = createInterface({ input: stream }).on('error', end);
  lines.on('line', (line) => {
    if (line !== '') {
      const [field = '', ...value] = line.split(': ');
      draft[field] = value.join(': ');
      return;
    }
    const { id = '', event, data = '{}' } = draft;
    draft = {};
    if (event === undefined) return;
    told.push({ id, event, data: JSON.parse(data) as Told['data'] });
    wake();
  });
  return {
    stream,
    told,
    until: (fits) =>
      new Promise((resolve, reject) => {
        const check = () => {
          const found = told.find(fits);
          if (found === undefined && !ended) return;
          waiting.delete(check);
          if (found === undefined) reject(new Error('the stream ended'));
          else resolve(found);
        };
        waiting.add(check);
        check();
      }),
  };
}
