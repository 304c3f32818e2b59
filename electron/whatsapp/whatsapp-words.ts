import type { Said } from '../../shared/failure.ts';

const lengths = { title: 200, text: 1_000, url: 500 } as const;

/**
 * WhatsApp's own words for the person, from the attributes of a `<failure>` (the library gives them as `data`; whatsmeow
 * types/events/events.go, `TemporaryBan` and `ConnectFailure`, names `message` and `logout_message_*`). Numbers are
 * redacted. Of addresses only https ones are kept. `violation_reason` and `appeal_token` are not words and stay out.
 */
export function wordsOf(attributes: unknown, redact: (text: string) => string): Said | undefined {
  const read = (name: string, length: number): string | undefined => {
    const value = attributeOf(attributes, name);
    return value === undefined ? undefined : redact(value).slice(0, length);
  };
  const title = read('logout_message_header', lengths.title);
  const text = read('logout_message_subtext', lengths.text) ?? read('message', lengths.text);
  const address = attributeOf(attributes, 'url');
  const url = address !== undefined && isHttps(address) && address.length <= lengths.url ? address : undefined;
  if (title === undefined && text === undefined && url === undefined) return undefined;
  return {
    ...(title === undefined ? {} : { title }),
    ...(text === undefined ? {} : { text }),
    ...(url === undefined ? {} : { url }),
  };
}

function attributeOf(attributes: unknown, name: string): string | undefined {
  // The system's errors are `data`, too, and have a `message`.
  if (typeof attributes !== 'object' || attributes === null || attributes instanceof Error) return undefined;
  const value = (attributes as Readonly<Record<string, unknown>>)[name];
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}

function isHttps(address: string): boolean {
  return URL.canParse(address) && new URL(address).protocol === 'https:';
}
