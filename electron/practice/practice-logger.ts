import type { Logger } from '../pairing/ports.ts';

/** The program's own log, with a mark on every line that is about practice. */
export function createPracticeLogger(logger: Logger): Logger {
  const marked =
    (level: keyof Logger): Logger['info'] =>
    (message, data) =>
      logger[level](message, { ...data, practice: true });
  return { debug: marked('debug'), info: marked('info'), warn: marked('warn'), error: marked('error') };
}
