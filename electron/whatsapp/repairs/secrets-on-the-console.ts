import { createRequire } from 'node:module';

type Method = (this: unknown, ...args: unknown[]) => unknown;
interface Libsignal {
  readonly SessionRecord: { readonly prototype: Record<string, Method | undefined> };
}

const nothing = () => undefined;
const talkative = ['closeSession', 'openSession', 'removeOldSessions'];
const ours = Symbol('quiet');

/**
 * Fault: libsignal prints whole message sessions, private keys among them, to stdout when it opens, closes or removes
 * one. Each reply to a first message closes one.
 * Where: libsignal 6.0.0, src/session_record.js, `closeSession`, `openSession`, `removeOldSessions`.
 * Repair: `console.info` and `console.warn` do nothing while one of these runs. They are synchronous, so nothing else is
 * silenced.
 * Shown by: test/unit/whatsapp/repairs/secrets-on-the-console.test.ts.
 */
export function keepSessionsOffTheConsole(): void {
  const { prototype } = loadLibsignal().SessionRecord;
  for (const name of talkative) {
    const own = prototype[name];
    if (own === undefined || ours in own) continue;
    const quiet: Method = function (...args) {
      const { info, warn } = console;
      Object.assign(console, { info: nothing, warn: nothing });
      try {
        return own.apply(this, args);
      } finally {
        Object.assign(console, { info, warn });
      }
    };
    prototype[name] = Object.assign(quiet, { [ours]: true });
  }
}

/** The copy that the client library uses. */
function loadLibsignal(): Libsignal {
  const library = createRequire(import.meta.url).resolve('@whiskeysockets/baileys');
  return createRequire(library)('libsignal') as Libsignal;
}
