import type { PlainMessage } from './incoming-content.ts';
import { numberIn } from './people.ts';

/** Who wrote a message, as the backend reads it before the message itself. */
export interface LidMetadata {
  readonly remote_jid: string;
  readonly participant_jid: string | null;
  /** E.164, with the plus. */
  readonly resolved_phone: string | null;
  readonly push_name: string | null;
  /** The writer's jid with that number. */
  readonly resolved_jid: string | null;
}

/** The LID of the writer, where the message names no number. */
export function lidToLookUp({ key }: PlainMessage): string | undefined {
  const { writer, alternative } = writerOf(key);
  if (numberIn(writer) !== undefined || numberIn(alternative) !== undefined) return undefined;
  return writer?.endsWith('@lid') === true ? writer : undefined;
}

/** The message with who wrote it. `learned`: the number behind the writer's LID, digits only. */
export function withMetadata(message: PlainMessage, learned?: string): PlainMessage {
  const { writer, alternative, remoteJid, participant } = writerOf(message.key);
  const number = numberIn(writer) ?? numberIn(alternative) ?? learned;
  const metadata: LidMetadata = {
    remote_jid: remoteJid ?? '',
    participant_jid: participant ?? null,
    resolved_phone: number === undefined ? null : `+${number}`,
    push_name: textIn(message.pushName) ?? null,
    resolved_jid: number === undefined ? null : `${number}@s.whatsapp.net`,
  };
  return { ...message, _lid_metadata: metadata };
}

/** In a group the participant writes; WhatsApp names people by LID, by number, or by both (`…Alt`). */
function writerOf(key: unknown) {
  const { remoteJid, participant, remoteJidAlt, participantAlt } = (key ?? {}) as Readonly<Record<string, unknown>>;
  const group = textIn(participant);
  return {
    remoteJid: textIn(remoteJid),
    participant: group,
    writer: group ?? textIn(remoteJid),
    alternative: textIn(group === undefined ? remoteJidAlt : participantAlt),
  };
}

function textIn(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
