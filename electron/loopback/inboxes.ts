import type { BinaryNode } from '@whiskeysockets/baileys';

import type { Connection } from './connection.ts';
import type { Device } from './directory.ts';

type Again = (receipt: BinaryNode) => Promise<void>;

/**
 * Messages to companions. The server keeps each until the companion has said `<receipt>` or `<ack class="message">` for
 * it, and sends what it still has after every login, marked `offline`, before `<ib><offline>`. The receipts and
 * acknowledgements are those of Baileys (7.0.0-rc14, `lib/Socket/messages-recv.js`, `handleMessage`, `sendMessageAck`) and
 * whatsmeow (`message.go`, `handleEncryptedMessage`; `receipt.go`, `sendMessageReceipt`, `sendAck`). The mark is read by
 * Baileys (`lib/Socket/messages-recv.js`) and written by zapo's server (`packages/fake-server/src/protocol/push/message.ts`).
 * That the server keeps a message until then is our own reading of the two.
 */
export interface Inboxes {
  /** `again`: what its sender does where the companion could not read it and asks for it once more, by this receipt. */
  post(device: Device, message: BinaryNode, again?: Again): void;
  /** Sends what waits for a device that has just logged in; answers how many these were. */
  deliver(device: Device, connection: Connection): number;
  /** A companion's receipt or acknowledgement. Resolves when what it asks for once more is on its way. */
  acknowledge(device: Device, stanza: BinaryNode): Promise<void>;
}

export function createInboxes(): Inboxes {
  const waiting = new WeakMap<Device, Map<string, BinaryNode>>();
  const senders = new WeakMap<Device, Map<string, Again>>();

  function inboxOf(device: Device): Map<string, BinaryNode> {
    const inbox = waiting.get(device) ?? new Map<string, BinaryNode>();
    waiting.set(device, inbox);
    return inbox;
  }

  return {
    post(device, message, again) {
      inboxOf(device).set(message.attrs.id ?? '', message);
      if (again !== undefined) {
        const ofDevice = senders.get(device) ?? new Map<string, Again>();
        senders.set(device, ofDevice.set(message.attrs.id ?? '', again));
      }
      device.connection?.send(message);
    },
    deliver(device, connection) {
      const messages = [...inboxOf(device).values()];
      for (const { tag, attrs, content } of messages) {
        connection.send({ tag, attrs: { ...attrs, offline: '0' }, ...(content === undefined ? {} : { content }) });
      }
      return messages.length;
    },
    async acknowledge(device, stanza) {
      const { tag, attrs } = stanza;
      const { id = '', type, error } = attrs;
      const again = senders.get(device)?.get(id);
      if (tag === 'receipt' && type === 'retry') {
        // The companion is through with this one, and its sender sends another.
        if (again !== undefined) inboxOf(device).delete(id);
        await again?.(stanza);
        return;
      }
      // The acknowledgement behind a retry receipt is that of the message which could not be read.
      const isOfFormer = tag === 'ack' && error !== undefined && again !== undefined;
      if (!isOfFormer && (tag === 'receipt' || attrs.class === 'message')) inboxOf(device).delete(id);
    },
  };
}
