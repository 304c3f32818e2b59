import {
  getAllBinaryNodeChildren,
  getBinaryNodeChild,
  getBinaryNodeChildren,
  type BinaryNode,
} from '@whiskeysockets/baileys';

import { isSameIdentity } from './device-identity.ts';
import type { Account, Device, Directory } from './directory.ts';
import type { ViolationRule } from './events.ts';
import type { MisbehaviourAt } from './misbehaviour.ts';
import type { EncryptedType } from './primary-device.ts';
import { bytesOf } from './queries.ts';
import { node } from './stanzas.ts';

/** One encrypted copy of a message, on its way to a phone. */
export interface Envelope {
  readonly sender: Device;
  readonly id: string;
  readonly type: EncryptedType;
  readonly ciphertext: Uint8Array;
}

export interface MessageContext {
  readonly sender: Device;
  readonly directory: Directory;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** Hands an envelope to a phone; resolves when a phone that is online has read it. */
  readonly deliver: (account: Account, envelope: Envelope) => Promise<void>;
  readonly report: (rule: ViolationRule, detail: string) => void;
}

/**
 * Routes a message to the phones and companions it is encrypted for, and then says what to acknowledge it with, so that
 * an acknowledged message has been read by every phone that is online. Companions that are offline miss it. `<participants>`
 * with a `<to>` for each device, or one `<enc>` for a peer, as Baileys (7.0.0-rc14, `lib/Socket/messages-send.js`) and
 * whatsmeow (`send.go`) send it; `<ack class=message>`, with `error` for a refusal, as both read it (Baileys
 * `lib/Socket/messages-recv.js`; whatsmeow `send.go`).
 */
export async function routeMessage(message: BinaryNode, context: MessageContext): Promise<BinaryNode> {
  const { sender, directory, now, deliver, report } = context;
  const { id = '', to = '' } = message.attrs;
  const t = Math.floor(now() / 1000).toString();
  const acknowledgement = { class: 'message', id, from: to, t };
  const copies = copiesOf(message);
  if (copies.length === 0) report('message', 'nothing in it is encrypted for anybody');
  if (
    copies.some(({ enc }) => enc.attrs.type === 'pkmsg') &&
    !isSameIdentity(sender.signed, bytesOf(message, 'device-identity'))
  ) {
    report('message', 'a first message without the device identity it was linked with');
    return node('ack', { ...acknowledgement, error: '479' });
  }
  for (const { jid, enc } of copies) {
    const target = directory.resolve(jid);
    const type = enc.attrs.type;
    if (!target || (type !== 'pkmsg' && type !== 'msg') || !(enc.content instanceof Uint8Array)) {
      report('message', 'encrypted for an unknown device, or in an unknown way');
    } else if (target.deviceId === 0) {
      await deliver(target.account, { sender, id, type, ciphertext: enc.content });
    } else {
      const own = target.account === sender.account ? { recipient: to } : {};
      const attrs = { from: sender.jid, id, type: 'text', t, notify: sender.account.name, ...own };
      target.account.devices.get(target.deviceId)?.connection?.send(node('message', attrs, [enc]));
    }
  }
  return node('ack', acknowledgement);
}

/**
 * The refusal of a message that is not delivered, if this misbehaviour is about that. 463 and 479 are named by Baileys
 * (7.0.0-rc14, `lib/Socket/messages-recv.js`) and whatsapp-rust (`src/client/node_io.rs`).
 */
export function refusalOf(misbehaviour: MisbehaviourAt<'message'>, { attrs }: BinaryNode): BinaryNode | undefined {
  const { id = '', to = '' } = attrs;
  const refuse = (code: number) => node('ack', { class: 'message', id, from: to, error: code.toString() });
  if (misbehaviour.kind === 'nack') return refuse(misbehaviour.code);
  return misbehaviour.kind === 'lid-only' && to.endsWith('@s.whatsapp.net') ? refuse(463) : undefined;
}

/** A peer message holds one `<enc>` for its addressee, any other a `<to>` for each device. */
function copiesOf(message: BinaryNode): readonly { readonly jid: string; readonly enc: BinaryNode }[] {
  const direct = getBinaryNodeChildren(message, 'enc').map((enc) => ({ jid: message.attrs.to ?? '', enc }));
  const participants = getBinaryNodeChild(message, 'participants') ?? node('participants');
  const shared = getAllBinaryNodeChildren(participants).flatMap((participant) =>
    getBinaryNodeChildren(participant, 'enc').map((enc) => ({ jid: participant.attrs.jid ?? '', enc })),
  );
  return [...direct, ...shared];
}
