const quiet = Symbol('quiet');
type Print = (...args: unknown[]) => void;

/**
 * Fault: libsignal prints whole message sessions, private keys among them, to stdout when it opens, closes or removes
 * one. Each reply to a first message closes one.
 * Where: libsignal 6.0.0, src/session_record.js, `closeSession`, `openSession`, `removeOldSessions`.
 * Repair: `console.info` and `console.warn` leave out calls that carry a session. That also holds for a copy of libsignal
 * inside a bundle.
 * Shown by: test/unit/whatsapp/repairs/secrets-on-the-console.test.ts.
 */
export function keepSessionsOffTheConsole(): void {
  for (const name of ['info', 'warn'] as const) {
    const own = Reflect.get(console, name) as Print;
    if (quiet in own) continue;
    const filtered: Print = (...args) => {
      if (!args.some(isSession)) own.apply(console, args);
    };
    Object.assign(console, { [name]: Object.assign(filtered, { [quiet]: true }) });
  }
}

function isSession(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'indexInfo' in value;
}
