import type { Logger } from '../../electron/pairing/ports.ts';

/** A logger that keeps what it is told. */
export function createRecordingLogger(): Logger & {
  readonly lines: { level: string; message: string }[];
  /** The same with its data. */
  readonly told: unknown[];
} {
  const lines: { level: string; message: string }[] = [];
  const told: unknown[] = [];
  const at = (level: string) => (message: string, data?: unknown) => {
    lines.push({ level, message });
    told.push({ level, message, data });
  };
  return { lines, told, debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}
