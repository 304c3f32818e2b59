import { proto } from '@whiskeysockets/baileys';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import type { Phone } from '../../../electron/loopback/phone.ts';
import type { IncomingMessages } from '../../../electron/pairing/ports.ts';
import { isConnected } from '../../../shared/session.ts';
import type { TenantId } from '../../../shared/tenant.ts';
import { type Rig, createRig } from '../../support/console-rig.ts';
import { settle } from '../../support/fake-clock.ts';

let rig: Rig;
let shop: TenantId;
let phone: Phone;
let ana: Phone;
/** What was passed on, oldest first. */
let heard: { readonly key: { readonly id: string }; readonly message: unknown; readonly messageTimestamp: unknown }[];
let room: Promise<void> | undefined;
let receipts: string[];

beforeEach(async () => {
  heard = [];
  receipts = [];
  room = undefined;
  rig = await createRig(
    {},
    {
      onMessages: (_, { messages }: IncomingMessages) => void heard.push(...(messages as typeof heard)),
      roomForMessages: () => room,
    },
  );
  rig.whatsapp.on((event) => {
    if (event.type === 'receipt' && event.receipt !== 'retry') receipts.push(event.id);
  });
  phone = rig.whatsapp.addPhone({ number: '972501234567' });
  ana = rig.whatsapp.addPhone({ number: '972507654321', name: 'Ana' });
  shop = await rig.tenant('business_17');
  await rig.link(shop, phone);
}, 30_000);
afterEach(() => rig.close(), 30_000);

/** The client library's own work, on a busy machine. */
const soon = { timeout: 15_000 };
const text = (conversation: string) => ({ content: { conversation } });
const ids = () => heard.map(({ key }) => key.id);

describe('what leaves the program', { timeout: 60_000 }, () => {
  test('a text that somebody writes does, once, with a number for its time', async () => {
    const id = await ana.send(phone.number, text('hello'));
    await expect.poll(ids, soon).toEqual([id]);
    expect(heard[0]).toMatchObject({ message: { conversation: 'hello' }, pushName: 'Ana' });
    expect(typeof heard[0]?.messageTimestamp).toBe('number');
    await ana.send(phone.number, { ...text('hello'), id });
    const next = await ana.send(phone.number, text('next'));
    await expect.poll(ids, soon).toEqual([id, next]);
  });

  test('keys, reactions, polls, statuses, channels, edits and own messages do not', async () => {
    const { Type } = proto.Message.ProtocolMessage;
    const own = { from: phone.jid };
    const key = { remoteJid: phone.jid, fromMe: true, id: 'A' };
    const keyShare = { keys: [{ keyId: { keyId: Buffer.alloc(6, 1) }, keyData: { keyData: Buffer.alloc(32, 9) } }] };
    const protocol = (protocolMessage: proto.Message.IProtocolMessage) => ({ content: { protocolMessage } });
    const share = protocol({ type: Type.APP_STATE_SYNC_KEY_SHARE, appStateSyncKeyShare: keyShare });
    await phone.send(phone.number, { ...share, attrs: { ...own, category: 'peer' } });
    await phone.send(phone.number, { ...share, attrs: own });
    await phone.send(phone.number, { ...text('sent from the phone'), attrs: { ...own, recipient: ana.jid } });
    await ana.send(phone.number, { content: { reactionMessage: { key, text: '👍' } } });
    await ana.send(phone.number, { content: { pollUpdateMessage: { pollCreationMessageKey: key } } });
    await ana.send(phone.number, protocol({ type: Type.REVOKE, key }));
    await ana.send(phone.number, protocol({ type: Type.MESSAGE_EDIT, key, editedMessage: { conversation: 'edited' } }));
    await ana.send(phone.number, { ...text('status'), attrs: { from: 'status@broadcast', participant: ana.jid } });
    await ana.send(phone.number, { ...text('channel'), attrs: { from: '1203630@newsletter' } });
    const last = await ana.send(phone.number, text('last'));
    await expect.poll(ids, soon).toEqual([last]);
    expect(JSON.stringify(heard)).not.toContain(Buffer.alloc(32, 9).toString('base64'));
  });

  test('keys that come with a message stay here', async () => {
    const senderKeyDistributionMessage = { groupId: 'g', axolotlSenderKeyDistributionMessage: Buffer.alloc(16, 5) };
    const messageContextInfo = { messageSecret: Buffer.alloc(32, 6) };
    const content = { conversation: 'hello', senderKeyDistributionMessage, messageContextInfo };
    const id = await ana.send(phone.number, { content });
    await expect.poll(ids, soon).toEqual([id]);
    expect(heard[0]?.message).toEqual({ conversation: 'hello' });
  });

  test('of a message that could not be decrypted only the real one does', async () => {
    const first = await ana.send(phone.number, text('opens the session'));
    await expect.poll(ids, soon).toEqual([first]);
    const id = await ana.send(phone.number, { ...text('damaged'), damaged: true });
    await ana.send(phone.number, { ...text('whole'), id });
    await expect.poll(ids, soon).toEqual([first, id]);
    expect(heard[1]?.message).toEqual({ conversation: 'whole' });
  });
});

describe('what was acknowledged is passed on', { timeout: 60_000 }, () => {
  test.each(['stop', 'drop'] as const)('before the login is complete, with a %s', async (end) => {
    rig.whatsapp.misbehave({ at: 'offline', kind: 'unfinished' });
    rig.whatsapp.dropConnections();
    await rig.until(shop, (now) => !isConnected(now));
    const sent: string[] = [];
    for (let n = 0; n < 20; n += 1) sent.push(await ana.send(phone.number, text(`message ${n}`)));
    await rig.passRetry(shop);
    await expect.poll(() => receipts.length, soon).toBe(20);
    if (end === 'stop') await rig.restart();
    else rig.whatsapp.dropConnections();
    expect(ids()).toEqual(sent);
  });

  test('without room nothing is acknowledged, and with room everything comes', async () => {
    let makeRoom: () => void = () => undefined;
    room = new Promise((resolve) => {
      makeRoom = () => {
        room = undefined;
        resolve();
      };
    });
    const sent: string[] = [];
    for (let n = 0; n < 20; n += 1) sent.push(await ana.send(phone.number, text(`message ${n}`)));
    rig.whatsapp.dropConnections();
    await rig.until(shop, (now) => !isConnected(now));
    await rig.passRetry(shop);
    await rig.until(shop, isConnected);
    expect(receipts).toEqual([]);
    expect(ids()).toEqual([]);
    makeRoom();
    await expect.poll(ids, soon).toEqual(sent);
    await expect.poll(() => new Set(receipts), soon).toEqual(new Set(sent));
  });
});

describe('who wrote', { timeout: 60_000 }, () => {
  const metadata = () => (heard.at(-1) as { _lid_metadata?: unknown } | undefined)?._lid_metadata;
  const known = { resolved_phone: '+972507654321', push_name: 'Ana', resolved_jid: '972507654321@s.whatsapp.net' };

  test('stands beside a message from a number', async () => {
    await ana.send(phone.number, text('hello'));
    await expect.poll(metadata, soon).toEqual({ remote_jid: ana.jid, participant_jid: null, ...known });
  });

  test('is told for a LID that comes with its number', async () => {
    await ana.send(phone.number, { ...text('hello'), attrs: { from: ana.lid, sender_pn: ana.jid } });
    await expect.poll(metadata, soon).toEqual({ remote_jid: ana.lid, participant_jid: null, ...known });
  });

  test('is told for a LID that the account has learned, in order, and is null for one that it has not', async () => {
    const stranger = { resolved_phone: null, push_name: 'Ana', resolved_jid: null };
    const first = await ana.send(phone.number, { ...text('from a stranger'), attrs: { from: ana.lid } });
    await expect.poll(metadata, soon).toEqual({ remote_jid: ana.lid, participant_jid: null, ...stranger });
    const asked = await rig.console().registry.resolvePerson(shop, ana.lid, undefined);
    expect(asked).toEqual({ ok: true, value: { number: ana.number, source: 'whatsapp-query' } });
    const second = await ana.send(phone.number, { ...text('learned'), attrs: { from: ana.lid } });
    const third = await ana.send(phone.number, text('at once'));
    await expect.poll(ids, soon).toEqual([first, second, third]);
    expect(heard.slice(1)).toMatchObject([{ _lid_metadata: known }, { _lid_metadata: known }]);
  });
});

describe('the number behind a jid', { timeout: 60_000 }, () => {
  const resolve = (jid: string, participant?: string) => rig.console().registry.resolvePerson(shop, jid, participant);

  test('is in it, or in who wrote', async () => {
    const value = { number: ana.number };
    expect(await resolve(ana.jid)).toEqual({ ok: true, value: { ...value, source: 'direct' } });
    expect(await resolve('972507654321:4@s.whatsapp.net')).toMatchObject({ value: { ...value, source: 'direct' } });
    expect(await resolve(ana.lid, ana.jid)).toEqual({ ok: true, value: { ...value, source: 'participant' } });
    expect(await resolve('120363@g.us', ana.jid)).toEqual({ ok: true, value: { ...value, source: 'participant' } });
  });

  test('is asked for once, and known from then on', async () => {
    expect(await resolve(ana.lid)).toMatchObject({ value: { number: ana.number, source: 'whatsapp-query' } });
    expect(await resolve(ana.lid)).toMatchObject({ value: { number: ana.number, source: 'lid-mapping' } });
    expect(await resolve('120363@g.us', ana.lid)).toMatchObject({ value: { source: 'lid-mapping' } });
  });

  test('is not told for groups and strangers, nor where WhatsApp keeps it to itself', async () => {
    const nobody = { ok: true, value: { source: 'unresolvable' } };
    expect(await resolve('120363@g.us')).toEqual(nobody);
    expect(await resolve('999999999999999@lid')).toEqual(nobody);
    rig.whatsapp.misbehave({ at: 'usync', kind: 'no-number' }, { number: ana.number });
    expect(await resolve(ana.lid)).toEqual(nobody);
  });

  test('is given up after four seconds without an answer', async () => {
    rig.whatsapp.misbehave({ at: 'query', kind: 'ignore', xmlns: 'usync' });
    const asked = resolve(ana.lid);
    await settle();
    await rig.clock.advance(4_000);
    expect(await asked).toEqual({ ok: true, value: { source: 'unresolvable' } });
  });
});
