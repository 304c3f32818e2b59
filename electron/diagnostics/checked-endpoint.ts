import type { Agent } from 'node:http';
import type { LookupFunction, Socket } from 'node:net';
import type { ConnectionOptions } from 'node:tls';

/** The endpoint that the checks go to, by the way that a link takes. */
export interface CheckedEndpoint {
  readonly host: string;
  readonly port: number;
  readonly path: string;
  readonly secure: boolean;
  /** Opens a connection to it. Rejects with a `DialError` or the system's error. */
  readonly open: (signal: AbortSignal) => Promise<Socket>;
  /** Opens the connections of HTTP requests to it. */
  readonly agent: () => Agent;
  /** What TLS trusts. */
  readonly tls: () => ConnectionOptions;
  /** Answers with what the first check found, so that the others do not measure a second look-up; absent behind a proxy. */
  readonly lookup: () => LookupFunction | undefined;
}

export function destroyOn(signal: AbortSignal, connection: { destroy(): void }): void {
  if (signal.aborted) connection.destroy();
  signal.addEventListener('abort', () => connection.destroy());
}
