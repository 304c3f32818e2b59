import type { BinaryNode, WASocket } from '@whiskeysockets/baileys';

/**
 * Fault: each time the library asks for a person's devices (once a socket, and every five minutes) it takes the LID in the
 * answer for a new one and opens a new message session with the phone behind it. That uses up one of the phone's one-time
 * pre-keys, makes the next message a first message again, and keeps the old session: up to forty of them, 40 kB, which
 * every later message writes anew.
 * Where: @whiskeysockets/baileys 7.0.0-rc14, lib/Socket/messages-send.js, `getUSyncDevices`, "Force-refresh sessions".
 * whatsmeow (`send.go`, `encryptMessageForDevices`) asks for keys only where there is no session.
 * Repair: where a person was asked for by LID, the answer's LID says nothing new, and the library does not see it. A number's
 * first LID still reaches it.
 * Shown by: test/integration/whatsapp/repairs/sessions-made-anew.test.ts.
 */
export function keepSessions({ ws }: Pick<WASocket, 'ws'>): void {
  // `frame` comes before the name under which the answer to a query is waited for, with the same object.
  ws.prependListener('frame', (stanza: BinaryNode) => {
    if (stanza.tag !== 'iq' || stanza.attrs.type !== 'result') return;
    for (const user of usersIn(stanza)) {
      if (user.attrs.jid?.endsWith('@lid') !== true || !Array.isArray(user.content)) continue;
      user.content = user.content.filter(({ tag }) => tag !== 'lid');
    }
  });
}

/** The users of a list of devices: `iq` > `usync` > `list` > `user`. */
function usersIn(stanza: BinaryNode): readonly BinaryNode[] {
  return ['usync', 'list', 'user'].reduce<readonly BinaryNode[]>(
    (nodes, tag) =>
      nodes.flatMap(({ content }) => (Array.isArray(content) ? content : [])).filter((child) => child.tag === tag),
    [stanza],
  );
}
