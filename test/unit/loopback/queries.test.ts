import { createHash } from 'node:crypto';

import { type BinaryNode, Curve, getBinaryNodeChild, getBinaryNodeChildren } from '@whiskeysockets/baileys';
import { afterEach, describe, expect, it } from 'vitest';

import { addDevice, createDirectory } from '../../../electron/loopback/directory.ts';
import { answerQuery, bytesOf } from '../../../electron/loopback/queries.ts';

const directory = createDirectory();
const account = directory.add({ number: '15550001234', name: 'Phone', platform: 'android' });
afterEach(() => account.primary.close());
const identityKey = Curve.generateKeyPair().public;
const signedPreKey = { id: 7, publicKey: Curve.generateKeyPair().public, signature: Buffer.alloc(64, 3) };
const nothing = new Uint8Array();
const ignore = () => undefined;
const media = { host: '127.0.0.1:4443', auth: 'loopback' };
const device = addDevice(
  account,
  { id: 1, noiseKey: nothing, keys: { registrationId: 99, identityKey, signedPreKey }, advSecret: nothing },
  { details: nothing, accountSignatureKey: nothing, accountSignature: nothing },
);

function ask(xmlns: string, tag: string): BinaryNode {
  const iq = { tag: 'iq', attrs: { xmlns, type: 'get', id: '1' }, content: [{ tag, attrs: {} }] };
  const answer = answerQuery(iq, {
    device,
    directory,
    media,
    report: ignore,
    onPreKeys: ignore,
    onKeys: ignore,
    wrong: ignore,
  });
  const [content] = 'content' in answer ? answer.content : [];
  if (content === undefined) throw new Error('no content');
  return content;
}

describe('answerQuery', () => {
  it('answers a digest with all that a foreign client compares', () => {
    const preKeys = [Curve.generateKeyPair().public, Curve.generateKeyPair().public];
    preKeys.forEach((key, index) => device.preKeys.set(index + 1, key));
    const digest = ask('encrypt', 'digest');
    expect(Buffer.from(bytesOf(digest, 'registration')).readUInt32BE()).toBe(99);
    expect(bytesOf(digest, 'type')).toEqual(Buffer.from([5]));
    expect(bytesOf(digest, 'identity')).toEqual(identityKey);
    const skey = getBinaryNodeChild(digest, 'skey') ?? digest;
    expect(bytesOf(skey, 'value')).toEqual(signedPreKey.publicKey);
    expect(bytesOf(skey, 'signature')).toEqual(signedPreKey.signature);
    const list = getBinaryNodeChildren(getBinaryNodeChild(digest, 'list'), 'id');
    expect(list.map(({ content }) => Buffer.from(content as Uint8Array).readUIntBE(0, 3))).toEqual([1, 2]);
    const held = Buffer.concat([identityKey, signedPreKey.publicKey, signedPreKey.signature, ...preKeys]);
    expect(bytesOf(digest, 'hash')).toEqual(createHash('sha1').update(held).digest());
  });

  it('answers where media would go', () => {
    const connection = ask('w:m', 'media_conn');
    expect(connection.attrs).toMatchObject({ auth: 'loopback', ttl: '3600' });
    expect(getBinaryNodeChild(connection, 'host')?.attrs.hostname).toBe('127.0.0.1:4443');
  });
});
