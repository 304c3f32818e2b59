import { BufferJSON, initAuthCreds, proto } from '@whiskeysockets/baileys';
import { describe, expect, it } from 'vitest';

import { decodeJson, encodeJson } from '../../../electron/auth/json-bytes.ts';

describe('bytes in JSON', () => {
  it('are written exactly as the client library writes them', () => {
    const creds = {
      ...initAuthCreds(),
      routingInfo: Buffer.from([1, 2, 3]),
      account: proto.ADVSignedDeviceIdentity.create({ details: Buffer.from('abc') }),
      signalIdentities: [{ identifier: { name: '1', deviceId: 0 }, identifierKey: new Uint8Array([5, 6]) }],
      nothing: null,
      sparse: [undefined, 1],
      named: { toJSON: 'no function' },
    };

    expect(encodeJson(creds)).toBe(JSON.stringify(creds, BufferJSON.replacer));
  });

  it('come back as Buffers, however deep', () => {
    const value = { a: [{ b: Buffer.from([0, 255, 7]) }], text: 'שלום', n: 1.5, flag: false, none: null };

    expect(decodeJson(encodeJson(value))).toEqual(value);
  });

  it.each([
    ['base64', '{"type":"Buffer","data":"AAH/"}'],
    ['a list of numbers', '{"type":"Buffer","data":[0,1,255]}'],
    ['numbered members', '{"0":0,"1":1,"2":255}'],
  ])('are read from %s', (_, text) => {
    expect(decodeJson(text)).toEqual(Buffer.from([0, 1, 255]));
  });

  it.each([
    '{}',
    '{"1":1,"2":2}',
    '{"0":1,"2":2}',
    '{"0":256}',
    '{"0":-1}',
    '{"0":1.5}',
    '{"0":"5"}',
    '{"0":1,"1":true}',
    '{"120363@g.us":true}',
    '{"type":"Buffer"}',
    '{"type":"Buffer","data":7}',
    '{"type":"Buffer","data":[1,"x"]}',
    '{"type":"Sender","data":"AQID"}',
    '{"data":"AQID"}',
    '[1,2,3]',
  ])('are not seen in %s', (text) => {
    expect(decodeJson(text)).toEqual(JSON.parse(text));
  });

  it('takes only the part of a memory block that a view shows', () => {
    const view = new Uint8Array(new Uint8Array([9, 1, 2, 9]).buffer, 1, 2);

    expect(decodeJson(encodeJson(view))).toEqual(Buffer.from([1, 2]));
  });
});
