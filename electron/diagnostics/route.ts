import type { LookupFunction, Socket } from 'node:net';

/** The endpoint, with the addresses that its name was found to have. */
export interface Route {
  readonly host: string;
  readonly port: number;
  readonly path: string;
  readonly secure: boolean;
  /** What TLS trusts, as PEM; absent: what it trusts in the whole program, and so in the client library. */
  readonly trusted: string[] | undefined;
  /** Answers from what the first check found, so that the others measure no second look-up. */
  readonly lookup: LookupFunction;
}

export function destroyOn(signal: AbortSignal, connection: { destroy(): void }): void {
  if (signal.aborted) connection.destroy();
  signal.addEventListener('abort', () => connection.destroy());
}

/** Waits for a connection to stand; answers the system's code where it came to nothing. */
export function untilOpen(
  connection: Socket,
  event: 'connect' | 'secureConnect',
  signal: AbortSignal,
): Promise<string | undefined> {
  destroyOn(signal, connection);
  return new Promise((resolve) => {
    connection.on('error', (error) => resolve(systemCodeOf(error)));
    connection.on(event, () => resolve(undefined));
  });
}

/** The system's, Node's or OpenSSL's own code for what went wrong. */
export function systemCodeOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code.slice(0, 60) : 'unknown';
}
