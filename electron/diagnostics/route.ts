import type { LookupFunction, Socket } from 'node:net';

/** The endpoint that the checks go to, with the addresses of its name. */
export interface Route {
  readonly host: string;
  readonly port: number;
  readonly path: string;
  readonly secure: boolean;
  /** Certificates that TLS trusts, as PEM. Absent: those that the whole program and the client library trust. */
  readonly trusted: string[] | undefined;
  /** Answers with what the first check found, so that the other checks do not measure a second look-up. */
  readonly lookup: LookupFunction;
}

export function destroyOn(signal: AbortSignal, connection: { destroy(): void }): void {
  if (signal.aborted) connection.destroy();
  signal.addEventListener('abort', () => connection.destroy());
}

/** Waits until a connection is open. Answers the system's error code if it fails. */
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

/** The error code of the system, Node or OpenSSL. */
export function systemCodeOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code.slice(0, 60) : 'unknown';
}
