import type { BinaryNode } from '@whiskeysockets/baileys';

import type { Device } from './directory.ts';
import type { LoopbackEvent, ViolationRule } from './events.ts';

/**
 * Judges what a companion says of its presence. `type="available"` and `"unavailable"` as whatsmeow (`presence.go`,
 * `SendPresence`), whatsapp-rust (`src/features/presence.rs`) and Baileys (`lib/Socket/chats.js`) send them. One source,
 * users' reports of phones that stop ringing: without a `type` it means *available*. A companion says `available` only when
 * a person uses it, so one without a type silences the phone by mistake.
 */
export function takePresence(
  { attrs }: BinaryNode,
  device: Device,
  emit: (event: LoopbackEvent) => void,
  report: (rule: ViolationRule, detail: string) => void,
): void {
  if (attrs.type === 'subscribe' || attrs.to !== undefined) return;
  emit({ type: 'presence', deviceJid: device.jid, presence: attrs.type });
  device.available = attrs.type !== 'unavailable';
  if (attrs.type === undefined) report('presence', 'said to be available without a type: the phone stops ringing');
}
