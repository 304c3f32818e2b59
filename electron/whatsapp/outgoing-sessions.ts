import type { BinaryNode, WASocket } from '@whiskeysockets/baileys';

import { type Result, err, ok } from '../../shared/result.ts';
import type { SendFailure } from '../pairing/ports.ts';
import type * as clientLibrary from './client.ts';
import type { DeviceLists } from './device-lists.ts';

type Client = typeof clientLibrary;

/** A message to one person, ready to be encrypted. */
export interface Prepared {
  /** Where to send it: the contact's LID where it is known. */
  readonly jid: string;
}

/**
 * Finds out where a message to one person goes and opens the sessions it needs. The library would send a message whose
 * recipient has no device to the own phone only, name no device where a contact has no LID, and give the message up
 * where one device's keys are missing (7.0.0-rc14, lib/Socket/messages-send.js, `relayMessage`, `assertSessions`).
 */
export async function prepareMessage(
  client: Client,
  socket: WASocket,
  lists: DeviceLists,
  to: string,
): Promise<Result<Prepared, SendFailure>> {
  const { me } = socket.authState.creds;
  if (me === undefined) return err({ code: 'not-connected' });
  const { lidMapping } = socket.signalRepository;
  const jid = client.isPnUser(to) === true ? ((await lidMapping.getLIDForPN(to)) ?? to) : to;
  const own = client.jidNormalizedUser(client.isLidUser(jid) === true ? (me.lid ?? me.id) : me.id);
  const devices = await socket.getUSyncDevices([own, jid], true, false);
  const user = client.jidDecode(jid)?.user;
  const theirs = devices.filter((device) => device.user === user);
  if (theirs.length === 0) return err({ code: 'not-on-whatsapp' });

  const without = await withoutSession(
    socket,
    devices.map((device) => device.jid).filter((device) => device !== me.id && device !== me.lid),
  );
  const opened = without.length === 0 ? new Set<string>() : await openSessions(client, socket, without);
  for (const device of devices) lists.leaveOut(device.jid, without.includes(device.jid) && !opened.has(device.jid));
  const reachable = theirs.filter((device) => !without.includes(device.jid) || opened.has(device.jid));
  return reachable.length > 0 ? ok({ jid }) : err({ code: 'send-failed', reason: 'stale-keys' });
}

async function withoutSession({ signalRepository }: WASocket, jids: readonly string[]): Promise<string[]> {
  const found = await Promise.all(jids.map((jid) => signalRepository.validateSession(jid)));
  return jids.filter((_, index) => found[index]?.exists !== true);
}

/** Asks for the keys of these devices and opens a session with each that has some; answers with which. */
async function openSessions(client: Client, socket: WASocket, jids: readonly string[]): Promise<Set<string>> {
  const { lidMapping } = socket.signalRepository;
  const asked = new Map<string, string>();
  for (const jid of jids) {
    const wire = client.isPnUser(jid) === true ? ((await lidMapping.getLIDForPN(jid)) ?? jid) : jid;
    asked.set(wire, jid);
  }
  const users = [...asked.keys()].map((jid) => ({ tag: 'user', attrs: { jid } }));
  const attrs = { xmlns: 'encrypt', type: 'get', to: '@s.whatsapp.net' };
  const answer = (await socket.query({ tag: 'iq', attrs, content: [{ tag: 'key', attrs: {}, content: users }] })) as
    BinaryNode | undefined;
  const opened = new Set<string>();
  for (const user of client.getBinaryNodeChildren(answer && client.getBinaryNodeChild(answer, 'list'), 'user')) {
    const jid = asked.get(user.attrs.jid ?? '');
    // One device without keys must not cost the others theirs, so each is taken in alone.
    if (jid === undefined || client.getBinaryNodeChild(user, 'error') !== undefined) continue;
    const alone = { tag: 'iq', attrs: {}, content: [{ tag: 'list', attrs: {}, content: [user] }] };
    try {
      await client.parseAndInjectE2ESessions(alone, socket.signalRepository);
      opened.add(jid);
    } catch (error) {
      socket.logger.warn({ err: error }, 'the keys of a device cannot be used');
    }
  }
  return opened;
}
