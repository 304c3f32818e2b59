import { join } from 'node:path';

import { pino } from 'pino';

import type { LogLevel } from '../../shared/log-levels.ts';
import type { Logger } from '../pairing/ports.ts';
import { redactText } from './redact-text.ts';
import { redact } from './redact.ts';
import { createRotatingFile } from './rotating-file.ts';

export interface FileLogger extends Logger {
  /** The least that is written, from here on. */
  setLevel(level: LogLevel): void;
  /** Closes the file. A later line opens it again. */
  close(): void;
}

/** Writes JSON lines with `level`, `time` (ISO 8601, UTC), `msg` and `data`. All of them are redacted. */
export function createLogger(options: {
  readonly level: LogLevel;
  readonly write: (line: string) => void;
}): Omit<FileLogger, 'close'> {
  const sink = pino(
    {
      level: options.level,
      base: null,
      nestedKey: 'data',
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    { write: options.write },
  );
  const at =
    (level: LogLevel) =>
    (message: string, data?: Readonly<Record<string, unknown>>): void => {
      if (!sink.isLevelEnabled(level)) return;
      if (data === undefined) sink[level](redactText(message));
      else sink[level](redact(data), redactText(message));
    };
  return {
    debug: at('debug'),
    info: at('info'),
    warn: at('warn'),
    error: at('error'),
    setLevel: (level) => void (sink.level = level),
  };
}

/** Logs to `<folder>/console.log`: three files of at most 5 MB each, mode 0600. */
export function createFileLogger(options: { readonly folder: string; readonly level: LogLevel }): FileLogger {
  const file = createRotatingFile({
    path: join(options.folder, 'console.log'),
    maximumBytes: 5_000_000,
    generations: 3,
  });
  return {
    ...createLogger({ level: options.level, write: (line) => file.write(line) }),
    close: () => file.close(),
  };
}
