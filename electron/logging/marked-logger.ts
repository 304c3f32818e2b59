import type { Logger } from '../pairing/ports.ts';

/** The program's own log, with a mark on every line that is about something apart: practice, or a self-test. */
export function createMarkedLogger(logger: Logger, mark: Readonly<Record<string, true>>): Logger {
  const marked =
    (level: keyof Logger): Logger['info'] =>
    (message, data) =>
      logger[level](message, { ...data, ...mark });
  return { debug: marked('debug'), info: marked('info'), warn: marked('warn'), error: marked('error') };
}
