import type { Logger } from '../pairing/ports.ts';

/** The pino-like logger that Baileys takes (its `ILogger`, lib/Utils/logger.d.ts). */
export interface ClientLogger {
  level: string;
  child(bindings: Record<string, unknown>): ClientLogger;
  trace(data: unknown, message?: string): void;
  debug(data: unknown, message?: string): void;
  info(data: unknown, message?: string): void;
  warn(data: unknown, message?: string): void;
  error(data: unknown, message?: string): void;
}

/**
 * Passes the client library's warnings and errors on and drops the rest, which is where it would print whole frames.
 * The bindings of a child (`class`, `stream`) are kept. All of it is a warning at most: to the library the restart in
 * every link is an error, and whether something is wrong the session decides.
 */
export function createClientLogger(logger: Logger, bindings: Readonly<Record<string, unknown>> = {}): ClientLogger {
  function warn(data: unknown, message?: string): void {
    if (message === undefined && typeof data === 'string') logger.warn(data, bindings);
    else logger.warn(message ?? 'client library', { ...bindings, detail: data });
  }
  return {
    level: 'warn',
    child: (more) => createClientLogger(logger, { ...bindings, ...more }),
    trace: drop,
    debug: drop,
    info: drop,
    warn,
    error: warn,
  };
}

function drop(): void {
  // Below the level that is kept: the arguments are not even looked at.
}
