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
 * Passes on the client library's warnings and errors, with the bindings of its children (`class`, `stream`). Drops the
 * rest: at those levels the library prints whole frames. Its errors become warnings: to the library the restart in every
 * link is an error, and the session decides whether something is wrong.
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
  // Below the level that is passed on. The arguments are not read.
}
