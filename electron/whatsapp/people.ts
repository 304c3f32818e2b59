import type { BinaryNode, WASocket } from '@whiskeysockets/baileys';

import type { ResolvedPerson } from '../pairing/ports.ts';
import type * as clientLibrary from './client.ts';
import type { AskServer } from './server-queries.ts';

const personal = /^(\d{5,15})(?::\d+)?@(?:s\.whatsapp\.net|c\.us)$/;

/** The number in a person's jid, digits only; nothing for LIDs, groups and the rest. */
export function numberIn(jid: string | undefined | null): string | undefined {
  return personal.exec(jid ?? '')?.[1];
}

function isLid(jid: string | undefined | null): jid is string {
  return /^\d+(?::\d+)?@lid$/.test(jid ?? '');
}

/** The number behind a LID, as this account has learned it so far: from messages, device lists and history. */
export async function learnedNumber(
  { signalRepository }: Pick<WASocket, 'signalRepository'>,
  lid: string,
): Promise<string | undefined> {
  return numberIn(await signalRepository.lidMapping.getPNForLID(lid));
}

/** Finds out whose jid it is. `participant`: who wrote, where the jid is a group's or a LID. Asks WhatsApp last. */
export async function resolvePerson(
  parts: { readonly client: typeof clientLibrary; readonly socket: WASocket; readonly ask: AskServer },
  { jid, participant, timeoutMs }: { readonly jid: string; readonly participant?: string; readonly timeoutMs: number },
): Promise<ResolvedPerson> {
  const { socket } = parts;
  const direct = numberIn(jid);
  if (direct !== undefined) return { number: direct, source: 'direct' };
  const told = numberIn(participant);
  if (told !== undefined) return { number: told, source: 'participant' };
  const lids = [participant, jid].filter(isLid);
  for (const lid of lids) {
    const number = await learnedNumber(socket, lid);
    if (number !== undefined) return { number, source: 'lid-mapping' };
  }
  const [lid] = lids;
  const number = lid === undefined ? undefined : await askForNumber(parts, lid, timeoutMs);
  return number === undefined ? { source: 'unresolvable' } : { number, source: 'whatsapp-query' };
}

/**
 * Asks WhatsApp for the number behind a LID. It tells it as `pn_jid` of the user, where it tells it (zapo
 * `src/signal/api/SignalDeviceSyncApi.ts`, whatsapp-rust `wacore/src/iq/usync.rs`, `project_lid_mapping`). What it tells is
 * remembered.
 */
async function askForNumber(
  { client, socket, ask }: Parameters<typeof resolvePerson>[0],
  lid: string,
  timeoutMs: number,
): Promise<string | undefined> {
  const asked = client.jidNormalizedUser(lid);
  const usync: BinaryNode = {
    tag: 'usync',
    attrs: { sid: socket.generateMessageTag(), mode: 'query', last: 'true', index: '0', context: 'interactive' },
    content: [
      { tag: 'query', attrs: {}, content: ['contact', 'lid'].map((tag) => ({ tag, attrs: {} })) },
      { tag: 'list', attrs: {}, content: [{ tag: 'user', attrs: { jid: asked } }] },
    ],
  };
  const answer = await ask({ type: 'get', xmlns: 'usync', content: [usync] }, timeoutMs);
  if (!answer.ok) return undefined;
  const list = client.getBinaryNodeChild(client.getBinaryNodeChild(answer.value, 'usync'), 'list');
  const user = client
    .getBinaryNodeChildren(list, 'user')
    .find((each) => each.attrs.jid === asked || client.getBinaryNodeChild(each, 'lid')?.attrs.val === asked);
  const number = numberIn(user?.attrs.pn_jid) ?? numberIn(user?.attrs.jid);
  if (number === undefined) return undefined;
  await socket.signalRepository.lidMapping.storeLIDPNMappings([{ lid: asked, pn: `${number}@s.whatsapp.net` }]);
  return number;
}
