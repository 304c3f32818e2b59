import type { Logger } from '../pairing/ports.ts';

/** Writes to the program's own log and marks every line, for practice and self-tests. */
export function createMarkedLogger(logger: Logger, mark: Readonly<Record<string, true>>): Logger {
  const marked =
    (level: keyof Logger): Logger['info'] =>
    (message, data) =>
      logger[level](message, { ...data, ...mark });
  return { debug: marked('debug'), info: marked('info'), warn: marked('warn'), error: marked('error') };
}
