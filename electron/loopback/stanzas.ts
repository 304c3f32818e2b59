import { S_WHATSAPP_NET, type BinaryNode } from '@whiskeysockets/baileys';

/**
 * The stanzas that a server sends unasked, as Baileys (7.0.0-rc14, `lib/Socket/socket.js`, `lib/Utils/generics.js`) and
 * whatsmeow (`connectionevents.go`, `pair.go`, `notification.go`) read them. `downgrade_webclient`: Baileys alone, one source.
 */

export function node(tag: string, attrs: Record<string, string> = {}, content?: BinaryNode['content']): BinaryNode {
  return content === undefined ? { tag, attrs } : { tag, attrs, content };
}

export function iqResult(id: string, content: BinaryNode[] = []): BinaryNode {
  return node('iq', { from: S_WHATSAPP_NET, type: 'result', id }, content);
}

export function iqError(id: string, code: number, text: string): BinaryNode {
  return node('iq', { from: S_WHATSAPP_NET, type: 'error', id }, [node('error', { code: code.toString(), text })]);
}

/** Ends a connection before or at its login. */
export function failure(code: number, attrs: Readonly<Record<string, string>> = {}): BinaryNode {
  return node('failure', { reason: code.toString(), location: 'loopback', ...attrs });
}

export function restartRequired(): BinaryNode {
  return node('stream:error', { code: '515' });
}

export function deviceRemoved(): BinaryNode {
  return node('stream:error', { code: '401' }, [node('conflict', { type: 'device_removed' })]);
}

export function replaced(): BinaryNode {
  return node('stream:error', {}, [node('conflict', { type: 'replaced' })]);
}

export function downgrade(): BinaryNode {
  return node('ib', { from: S_WHATSAPP_NET }, [node('downgrade_webclient')]);
}

/** What the server tells a companion unasked; it wants each acknowledged. */
export function notification(id: string, type: string, content: BinaryNode[], t: string): BinaryNode {
  return node('notification', { from: S_WHATSAPP_NET, id, type, t }, content);
}

export function edgeRouting(routingInfo: Uint8Array): BinaryNode {
  return node('ib', { from: S_WHATSAPP_NET }, [node('edge_routing', {}, [node('routing_info', {}, routingInfo)])]);
}

/** How many stanzas waited for the client while it was away. */
export function offlineDone(count: number): BinaryNode {
  return node('ib', { from: S_WHATSAPP_NET }, [node('offline', { count: count.toString() })]);
}

/** The attributes of an `iq` by which the server sets something. */
export function serverSet(id: string): Record<string, string> {
  return { from: S_WHATSAPP_NET, type: 'set', id };
}

/** The phone's proof for one companion. */
export function pairSuccess(
  companion: {
    readonly jid: string;
    readonly lid: string;
    readonly account: { readonly name: string; readonly platform: string };
  },
  sealed: Uint8Array,
): BinaryNode {
  const { jid, lid, account } = companion;
  return node('pair-success', {}, [
    node('device-identity', {}, sealed),
    node('biz', { name: account.name }),
    node('device', { jid, lid }),
    node('platform', { name: account.platform }),
  ]);
}
