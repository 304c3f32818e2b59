import type { BinaryNode, WASocket } from '@whiskeysockets/baileys';

/**
 * Fault: the library says nothing when `<success>` comes. It says `open` only after queries that may each take 60 s, so
 * that an accepted login looks like one without an answer.
 * Where: @whiskeysockets/baileys 7.0.0-rc14, lib/Socket/socket.js, `CB:success`.
 * Repair: the library's listener is removed. At the first `<success>` of the socket `settle` runs in the place of its
 * queries; if that answers `true`, what the library does after them follows: it takes in the account's LID and says
 * `open`. Later ones are ignored: they would change the LID of a link that stands.
 * Shown by: test/integration/whatsapp/repairs/late-open.test.ts.
 */
export function takeSuccess(socket: WASocket, settle: () => Promise<boolean>): void {
  socket.ws.removeAllListeners('CB:success');
  socket.ws.once('CB:success', (success: BinaryNode) => {
    settle()
      .then((settled) => (settled ? open(socket, success) : undefined))
      .catch((error: unknown) => socket.end(error instanceof Error ? error : undefined));
  });
}

async function open(socket: WASocket, success: BinaryNode): Promise<void> {
  const { ev, authState, signalRepository } = socket;
  const { lid } = success.attrs;
  const { me } = authState.creds;
  socket.updateServerTimeOffset(success);
  if (me !== undefined && lid !== undefined) ev.emit('creds.update', { me: { ...me, lid } });
  ev.emit('connection.update', { connection: 'open' });
  void socket.sendUnifiedSession();
  if (me === undefined || lid === undefined) return;
  try {
    const [user = '', device = '0'] = (me.id.split('@')[0] ?? '').split(':');
    await signalRepository.lidMapping.storeLIDPNMappings([{ lid, pn: me.id }]);
    // The library wants a device list of the own account before it migrates sessions.
    await authState.keys.set({ 'device-list': { [user]: [device] } });
    await signalRepository.migrateSession(me.id, lid);
  } catch (error) {
    socket.logger.error({ error }, 'own LID session was not created');
  }
}
