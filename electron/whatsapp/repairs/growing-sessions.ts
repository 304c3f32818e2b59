/** `ChainType.RECEIVING` of libsignal. */
const receiving = 2;
/** How many chains of received messages a session keeps: Signal's own number (libsignal, `consts.rs`, `MAX_RECEIVER_CHAINS`). */
const keptChains = 5;

interface Chain {
  readonly chainType: number;
}

/**
 * Fault: a message session keeps a chain for every time that the conversation has changed sides, and writes them all with each
 * message: 130 bytes a turn, without an end. A contact with a thousand answers costs 130 kB a message.
 * Where: libsignal 6.0.0, src/session_cipher.js, `maybeStepRatchet`, which closes a chain and leaves it.
 * Repair: of a session that is to be kept, the oldest chains are left out. A message that is five turns late is then not
 * read, and asked for again, as with every app of Signal's library and with whatsmeow.
 * Shown by: test/unit/whatsapp/repairs/growing-sessions.test.ts.
 *
 * @param record what libsignal's `SessionRecord.serialize` gives; it is not changed.
 */
export function withoutOldChains(record: unknown): unknown {
  const sessions = partOf(record, '_sessions');
  if (sessions === undefined) return record;
  const trimmed = Object.entries(sessions).map(([key, session]) => [key, trim(session)] as const);
  const isSame = trimmed.every(([key, session]) => session === sessions[key]);
  return isSame ? record : { ...(record as object), _sessions: Object.fromEntries(trimmed) };
}

function trim(session: unknown): unknown {
  const chains = partOf(session, '_chains');
  // Names are in the order in which the chains were begun: none of them looks like a number.
  const received = Object.keys(chains ?? {}).filter((name) => (chains?.[name] as Chain).chainType === receiving);
  if (chains === undefined || received.length <= keptChains) return session;
  const old = new Set(received.slice(0, -keptChains));
  const kept = Object.entries(chains).filter(([name]) => !old.has(name));
  return { ...(session as object), _chains: Object.fromEntries(kept) };
}

function partOf(value: unknown, name: '_sessions' | '_chains'): Readonly<Record<string, unknown>> | undefined {
  if (typeof value !== 'object' || value === null || !(name in value)) return undefined;
  const part = (value as Record<string, unknown>)[name];
  return typeof part === 'object' && part !== null ? (part as Readonly<Record<string, unknown>>) : undefined;
}
