/** Plain JSON of a message as the client library writes it (`WebMessageInfo`). */
export type PlainMessage = Readonly<Record<string, unknown>>;

/**
 * What people send each other: text, captions, media, locations, contacts, buttons and lists. Names of `Message`'s fields
 * (7.0.0-rc14, WAProto). Everything else stays here: key shares, history, edits, deletions, reactions, polls, calls.
 */
const chatContents: ReadonlySet<string> = new Set([
  'conversation',
  'extendedTextMessage',
  'imageMessage',
  'videoMessage',
  'ptvMessage',
  'audioMessage',
  'documentMessage',
  'stickerMessage',
  'locationMessage',
  'liveLocationMessage',
  'contactMessage',
  'contactsArrayMessage',
  'buttonsMessage',
  'buttonsResponseMessage',
  'listMessage',
  'listResponseMessage',
  'templateMessage',
  'templateButtonReplyMessage',
  'interactiveMessage',
  'interactiveResponseMessage',
]);

/** A message inside of these is a message; the outer one says how to show it. */
const wrappers = [
  'ephemeralMessage',
  'viewOnceMessage',
  'viewOnceMessageV2',
  'viewOnceMessageV2Extension',
  'documentWithCaptionMessage',
  'lottieStickerMessage',
] as const;
const mostWrappers = 5;

/** Keys that travel beside a message and are no part of it. */
const keyMaterial: ReadonlySet<string> = new Set([
  'senderKeyDistributionMessage',
  'fastRatchetKeySenderKeyDistributionMessage',
  'messageContextInfo',
]);

/** Status broadcasts and channels. */
const notChats = /^status@broadcast$|@newsletter$/;

/**
 * Reduces a message to what a backend may see: `undefined` where it is not chat content that somebody else has sent.
 * `messageTimestamp` becomes a number of seconds. The result shares nothing with `message`.
 */
export function chatContentOf(message: unknown): PlainMessage | undefined {
  // The library's objects write their bytes as base64 and their long numbers as text.
  const plain = JSON.parse(JSON.stringify(message)) as unknown;
  if (!isRecord(plain)) return undefined;
  const { key, message: content, messageTimestamp, messageStubType } = plain;
  if (!isRecord(key) || !isRecord(content) || isStub(messageStubType)) return undefined;
  if (key.fromMe === true || typeof key.id !== 'string' || key.id === '') return undefined;
  if (typeof key.remoteJid !== 'string' || notChats.test(key.remoteJid)) return undefined;
  if (plain.category === 'peer') return undefined;
  const cleaned = withoutKeys(content, 0);
  if (cleaned === undefined) return undefined;
  const rest = Object.entries(plain).filter(([name]) => name !== 'messageSecret' && name !== 'message');
  return { ...Object.fromEntries(rest), message: cleaned, messageTimestamp: seconds(messageTimestamp) };
}

/** Where the same message comes twice, this is equal. Ids are random; in a group any member knows them. */
export function identityOf({ key }: PlainMessage): string {
  if (!isRecord(key)) return '';
  const { remoteJid, id } = key;
  const isGroup = typeof remoteJid === 'string' && remoteJid.endsWith('@g.us');
  return isGroup ? `${remoteJid} ${String(key.participant)} ${String(id)}` : String(id);
}

/** The content without keys; `undefined` where nothing of it is chat content. */
function withoutKeys(content: Readonly<Record<string, unknown>>, depth: number): PlainMessage | undefined {
  const kept = Object.entries(content).filter(([name]) => !keyMaterial.has(name));
  const rest = Object.fromEntries(kept);
  for (const wrapper of wrappers) {
    const inner = isRecord(rest[wrapper]) ? rest[wrapper].message : undefined;
    if (inner === undefined) continue;
    const cleaned = isRecord(inner) && depth < mostWrappers ? withoutKeys(inner, depth + 1) : undefined;
    return cleaned && { [wrapper]: { message: cleaned } };
  }
  return kept.length > 0 && kept.every(([name]) => chatContents.has(name)) ? rest : undefined;
}

function isStub(stubType: unknown): boolean {
  return stubType !== undefined && stubType !== null && stubType !== 0 && stubType !== 'UNKNOWN';
}

/** A long number arrives as a number, as its text, or in two halves. */
function seconds(timestamp: unknown): number {
  if (isRecord(timestamp) && typeof timestamp.low === 'number' && typeof timestamp.high === 'number') {
    return timestamp.high * 2 ** 32 + (timestamp.low >>> 0);
  }
  const read = Number(timestamp);
  return Number.isFinite(read) ? read : 0;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
