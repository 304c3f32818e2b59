import type { BinaryNode, WASocket } from '@whiskeysockets/baileys';

/**
 * Keeps stanzas away from the client library and from every listener of one kind of stanza (`CB:…`, `TAG:…`). Listeners
 * of `frame` still see them. The library emits each stanza under several names, always with the same object (7.0.0-rc14,
 * lib/Socket/socket.js, `onMessageReceived`), first as `frame`: `refuses` is asked then, once a stanza.
 */
export function refuseStanzas({ ws }: Pick<WASocket, 'ws'>, refuses: (stanza: BinaryNode) => boolean): void {
  const refused = new WeakSet<object>();
  const emit = ws.emit.bind(ws) as (event: string | symbol, ...args: unknown[]) => boolean;
  ws.emit = (event: string | symbol, ...args: unknown[]) => {
    const [stanza] = args;
    if (!isStanza(stanza)) return emit(event, ...args);
    if (event === 'frame' && refuses(stanza)) refused.add(stanza);
    return event !== 'frame' && refused.has(stanza) ? true : emit(event, ...args);
  };
}

/** Handshake frames and everything that is no frame are something else. */
export function isStanza(value: unknown): value is BinaryNode {
  return typeof value === 'object' && value !== null && 'tag' in value && 'attrs' in value;
}

/** The tag of the first child, which says what an `iq` or an `ib` is about. */
export function firstChildOf({ content }: BinaryNode): BinaryNode | undefined {
  return Array.isArray(content) ? content[0] : undefined;
}
