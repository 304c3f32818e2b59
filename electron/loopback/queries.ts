import { createHash } from 'node:crypto';

import {
  getAllBinaryNodeChildren,
  getBinaryNodeChild,
  getBinaryNodeChildren,
  KEY_BUNDLE_TYPE,
  type BinaryNode,
} from '@whiskeysockets/baileys';

import { readSignedPreKey, type SignedPreKey } from './client-payload.ts';
import type { Device, Directory } from './directory.ts';
import type { MediaServer } from './media-server.ts';
import type { KeyBundle } from './primary-device.ts';
import { answerToQuestion } from './restrictions.ts';
import { node } from './stanzas.ts';

export interface QueryContext {
  readonly device: Device;
  readonly directory: Directory;
  readonly onPreKeys: (count: number) => void;
  /** The keys of this jid were given away. */
  readonly onKeys: (jid: string) => void;
  /** Where files go, and what an upload must carry. */
  readonly media: Pick<MediaServer, 'host' | 'auth'>;
  /** What goes wrong with an upload of pre-keys. */
  readonly preKeys?: 'refuse' | 'half' | undefined;
  /** What goes wrong with a question about this number. */
  readonly wrong: (at: 'usync' | 'keys', number: string) => string | undefined;
  readonly report: (rule: 'pre-keys', detail: string) => void;
}

/** The content of the `iq` result, or the error code in its place. */
export type Answer = { readonly content: BinaryNode[] } | { readonly error: number };

type Query = (question: BinaryNode, context: QueryContext) => Answer;

/**
 * By `xmlns` and first child. Where it is not said otherwise, the form of question and answer is that of Baileys
 * (`lib/Socket/`) and of zapo's server (`packages/fake-server/src/api/iq-handlers.ts` and `protocol/iq/`), which is tested
 * with Baileys and whatsmeow.
 */
const queries: Readonly<Record<string, Query>> = {
  'encrypt count': (_, { device }) => answer(node('count', { value: device.preKeys.size.toString() })),
  'encrypt registration': uploadPreKeys,
  'encrypt digest': (_, { device }) => answer(digestOf(device)),
  'encrypt rotate': rotateSignedPreKey,
  'encrypt key': fetchKeys,
  'usync usync': lookUpUsers,
  'privacy privacy': () => answer(node('privacy', {}, [node('category', { name: 'readreceipts', value: 'all' })])),
  'blocklist ': () => answer(node('list')),
  'abt props': () => answer(node('props', { protocol: '1', hash: 'loopback', refresh: '86400' })),
  'w:sync:app:state sync': syncAppState,
  'w:m media_conn': mediaConnection,
  'w:mex query': tellRestriction,
};

/** Answers a logged-in client's query; an unknown one gets an empty result. */
export function answerQuery(iq: BinaryNode, context: QueryContext): Answer {
  const question = getAllBinaryNodeChildren(iq)[0];
  const query = queries[`${iq.attrs.xmlns ?? ''} ${question?.tag ?? ''}`];
  return query ? query(question?.tag === 'registration' ? iq : (question ?? iq), context) : answer();
}

function answer(...content: BinaryNode[]): Answer {
  return { content };
}

function uploadPreKeys(iq: BinaryNode, { device, onPreKeys, preKeys, report }: QueryContext): Answer {
  const identity = bytesOf(iq, 'identity');
  const keys = getBinaryNodeChildren(getBinaryNodeChild(iq, 'list'), 'key');
  const signedPreKey = readSkey(iq, device);
  if (!signedPreKey || Buffer.compare(identity, device.keys.identityKey) !== 0) {
    report('pre-keys', 'uploaded with another identity, or with a signed pre-key that it did not sign');
    return { error: 406 };
  }
  if (keys.length === 0 || keys.some((key) => bytesOf(key, 'id').length !== 3 || bytesOf(key, 'value').length !== 32)) {
    report('pre-keys', 'uploaded no or malformed pre-keys');
    return { error: 406 };
  }
  if (preKeys === 'refuse') return { error: 406 };
  device.signedPreKey = signedPreKey;
  const kept = preKeys === 'half' ? keys.filter((_, index) => index % 2 === 0) : keys;
  for (const key of kept) device.preKeys.set(readBigEndian(bytesOf(key, 'id')), bytesOf(key, 'value'));
  onPreKeys(kept.length);
  return answer();
}

/**
 * What the server holds of a device's keys, with the SHA-1 over their public halves. Its fields are read by zapo
 * (`src/signal/api/SignalDigestSyncApi.ts`) and whatsapp-rust (`src/prekeys.rs`, `validate_digest_key`); Baileys wants no more
 * than the element. The list's elements have the name that zapo's parser leaves open: one source.
 */
function digestOf({ keys, signedPreKey, preKeys }: Device): BinaryNode {
  const { id, publicKey, signature } = signedPreKey;
  const held = [...preKeys.entries()];
  const hash = createHash('sha1');
  for (const part of [keys.identityKey, publicKey, signature, ...held.map(([, value]) => value)]) hash.update(part);
  return node('digest', {}, [
    node('registration', {}, bigEndian(keys.registrationId, 4)),
    node('type', {}, KEY_BUNDLE_TYPE),
    node('identity', {}, keys.identityKey),
    node('skey', {}, [...keyNodes(id, publicKey), node('signature', {}, signature)]),
    node(
      'list',
      {},
      held.map(([preKeyId]) => node('id', {}, bigEndian(preKeyId, 3))),
    ),
    node('hash', {}, hash.digest()),
  ]);
}

/** Where files go. Attributes as whatsmeow (`mediaconn.go`) and whatsapp-rust (`src/mediaconn.rs`) read them. */
function mediaConnection(_: BinaryNode, { media }: QueryContext): Answer {
  const attrs = { auth: media.auth, ttl: '3600', auth_ttl: '3600', max_buckets: '12' };
  return answer(node('media_conn', attrs, [node('host', { hostname: media.host })]));
}

/** An account without a restriction gets an empty result. */
function tellRestriction({ attrs }: BinaryNode, { device }: QueryContext): Answer {
  const { restriction } = device.account;
  const told = restriction && answerToQuestion(attrs.query_id ?? '', restriction);
  return told === undefined ? answer() : answer(told);
}

function rotateSignedPreKey(rotate: BinaryNode, { device, report }: QueryContext): Answer {
  const signedPreKey = readSkey(rotate, device);
  if (!signedPreKey) {
    report('pre-keys', 'rotated to a signed pre-key that it did not sign');
    return { error: 406 };
  }
  device.signedPreKey = signedPreKey;
  return answer();
}

function readSkey(parent: BinaryNode, device: Device): SignedPreKey | undefined {
  const skey = getBinaryNodeChild(parent, 'skey');
  if (!skey) return undefined;
  const parts = { id: bytesOf(skey, 'id'), value: bytesOf(skey, 'value'), signature: bytesOf(skey, 'signature') };
  const read = readSignedPreKey(device.keys.identityKey, parts);
  return read.ok ? read.value : undefined;
}

function fetchKeys(key: BinaryNode, { directory, wrong, onKeys }: QueryContext): Answer {
  const asked = getBinaryNodeChildren(key, 'user');
  // One source (a report): the server refuses a question that names no user.
  if (asked.length === 0) return { error: 406 };
  const users = asked.map(({ attrs: { jid = '' } }) => {
    const target = directory.resolve(jid);
    const isMissing = target?.deviceId === 0 && wrong('keys', target.account.number) !== undefined;
    const bundle = isMissing ? undefined : takeBundle(directory, jid);
    if (bundle !== undefined) onKeys(jid);
    return node('user', { jid }, bundle ? bundleNodes(bundle) : [node('error', { code: '404', text: 'not-found' })]);
  });
  return answer(node('list', {}, users));
}

export function takeBundle(directory: Directory, jid: string): KeyBundle | undefined {
  const target = directory.resolve(jid);
  if (!target) return undefined;
  if (target.deviceId === 0) return target.account.primary.takeBundle();
  const device = target.account.devices.get(target.deviceId);
  if (device?.status !== 'linked') return undefined;
  const { registrationId, identityKey } = device.keys;
  const bundle = { registrationId, identityKey, signedPreKey: device.signedPreKey };
  const [oldest] = device.preKeys;
  if (!oldest) return bundle;
  const [id, publicKey] = oldest;
  device.preKeys.delete(id);
  return { ...bundle, preKey: { id, publicKey } };
}

/**
 * The keys that a companion sends with its second request for a message (Baileys 7.0.0-rc14, `lib/Socket/messages-recv.js`,
 * `sendRetryRequest`; whatsmeow `retry.go`, `sendRetryReceipt`).
 */
export function bundleIn(receipt: BinaryNode): KeyBundle | undefined {
  const keys = getBinaryNodeChild(receipt, 'keys');
  const [signed, preKey] = ['skey', 'key'].map((name) => keys && getBinaryNodeChild(keys, name));
  if (keys === undefined || signed === undefined) return undefined;
  const numberIn = (parent: BinaryNode, child: string) =>
    bytesOf(parent, child).reduce((sum, byte) => sum * 256 + byte, 0);
  return {
    registrationId: numberIn(receipt, 'registration'),
    identityKey: bytesOf(keys, 'identity'),
    signedPreKey: {
      id: numberIn(signed, 'id'),
      publicKey: bytesOf(signed, 'value'),
      signature: bytesOf(signed, 'signature'),
    },
    ...(preKey && { preKey: { id: numberIn(preKey, 'id'), publicKey: bytesOf(preKey, 'value') } }),
  };
}

function bundleNodes({ registrationId, identityKey, signedPreKey, preKey }: KeyBundle): BinaryNode[] {
  const { id, publicKey, signature } = signedPreKey;
  return [
    node('registration', {}, bigEndian(registrationId, 4)),
    node('type', {}, KEY_BUNDLE_TYPE),
    node('identity', {}, identityKey),
    node('skey', {}, [...keyNodes(id, publicKey), node('signature', {}, signature)]),
    ...(preKey ? [node('key', {}, keyNodes(preKey.id, preKey.publicKey))] : []),
  ];
}

function keyNodes(id: number, publicKey: Uint8Array): BinaryNode[] {
  return [node('id', {}, bigEndian(id, 3)), node('value', {}, publicKey)];
}

/** Which users exist, their lids and their devices. A user asked for twice is answered once. */
function lookUpUsers(usync: BinaryNode, { directory, wrong }: QueryContext): Answer {
  const protocols = getAllBinaryNodeChildren(getBinaryNodeChild(usync, 'query') ?? usync).map(({ tag }) => tag);
  const users = new Map<string, BinaryNode>();
  for (const user of getBinaryNodeChildren(getBinaryNodeChild(usync, 'list'), 'user')) {
    const phone = textOf(user, 'contact').replace(/\D/g, '');
    const asked = user.attrs.jid ?? `${phone}@s.whatsapp.net`;
    const known = directory.resolve(asked)?.account;
    const problem = known && wrong('usync', known.number);
    const account = problem === 'no-devices' ? undefined : known;
    const contact = node('contact', { type: account ? 'in' : 'out' });
    const facts: Readonly<Record<string, () => BinaryNode>> = account
      ? {
          contact: () => contact,
          ...(problem === 'no-lid' ? {} : { lid: () => node('lid', { val: account.lid }) }),
          devices: () => node('devices', {}, [node('device-list', {}, deviceNodes([...account.devices.values()]))]),
        }
      : { contact: () => contact };
    // Where a LID is asked for, WhatsApp may tell its number: whatsapp-rust and zapo read it here.
    const isLid = asked.endsWith('@lid') && problem !== 'no-number';
    users.set(
      asked,
      node(
        'user',
        { jid: asked, ...(isLid && account !== undefined ? { pn_jid: account.jid } : {}) },
        protocols.flatMap((protocol) => facts[protocol]?.() ?? []),
      ),
    );
  }
  return answer(node('usync', {}, [node('result'), node('list', {}, [...users.values()])]));
}

function deviceNodes(devices: readonly Device[]): BinaryNode[] {
  const companions = devices.filter(({ status }) => status === 'linked');
  return [
    node('device', { id: '0' }),
    ...companions.map(({ id }) => node('device', { id: id.toString(), 'key-index': id.toString() })),
  ];
}

/** Every collection is empty and up to date. */
function syncAppState(sync: BinaryNode): Answer {
  const collections = getBinaryNodeChildren(sync, 'collection').map(({ attrs: { name = '', version = '0' } }) =>
    node('collection', { name, version }),
  );
  return answer(node('sync', {}, collections));
}

export function bytesOf(parent: BinaryNode, child: string): Uint8Array {
  const content = getBinaryNodeChild(parent, child)?.content;
  return content instanceof Uint8Array ? content : new Uint8Array();
}

function textOf(parent: BinaryNode, child: string): string {
  const content = getBinaryNodeChild(parent, child)?.content;
  if (typeof content === 'string') return content;
  return content instanceof Uint8Array ? Buffer.from(content).toString('utf8') : '';
}

function bigEndian(value: number, length: number): Buffer {
  const bytes = Buffer.alloc(length);
  bytes.writeUIntBE(value, 0, length);
  return bytes;
}

function readBigEndian(bytes: Uint8Array): number {
  return Buffer.from(bytes).readUIntBE(0, bytes.length);
}
