import { expect, test } from 'vitest';

import { chatContentOf } from '../../../electron/whatsapp/incoming-content.ts';
import { createSeenMessages } from '../../../electron/whatsapp/incoming-messages.ts';

const key = { remoteJid: '972507654321@s.whatsapp.net', fromMe: false, id: 'A1' };
const written = (message: unknown, more: object = {}) => chatContentOf({ key, message, messageTimestamp: 1, ...more });

test.each([
  [{ conversation: 'hello' }],
  [{ extendedTextMessage: { text: 'hello' } }],
  [{ imageMessage: { caption: 'look', mediaKey: 'AA==' } }],
  [{ documentWithCaptionMessage: { message: { documentMessage: { caption: 'read' } } } }],
  [{ ephemeralMessage: { message: { viewOnceMessage: { message: { imageMessage: {} } } } } }],
  [{ locationMessage: {} }],
  [{ contactsArrayMessage: {} }],
  [{ buttonsResponseMessage: {} }],
  [{ listResponseMessage: {} }],
])('%j is chat content', (message) => {
  expect(written(message)).toMatchObject({ key, message, messageTimestamp: 1 });
});

test.each([
  [{ protocolMessage: { type: 6 } }],
  [{ editedMessage: { message: { protocolMessage: {} } } }],
  [{ reactionMessage: {} }],
  [{ pollUpdateMessage: {} }],
  [{ pollCreationMessageV3: {} }],
  [{ senderKeyDistributionMessage: {} }],
  [{ call: {} }],
  [{ conversation: 'hello', protocolMessage: {} }],
  [{ ephemeralMessage: { message: { protocolMessage: {} } } }],
  [{ ephemeralMessage: {} }],
  [{}],
  [null],
  [undefined],
])('%j is not', (message) => {
  expect(written(message)).toBeUndefined();
});

test.each([
  ['an own message', { key: { ...key, fromMe: true } }],
  ['a status', { key: { ...key, remoteJid: 'status@broadcast' } }],
  ['a channel post', { key: { ...key, remoteJid: '12@newsletter' } }],
  ['a stub', { messageStubType: 2 }],
  ['a stub by name', { messageStubType: 'CIPHERTEXT' }],
  ['a message without an id', { key: { ...key, id: '' } }],
  ['a message of the own phone to this device', { category: 'peer' }],
])('%s is not', (_, more) => {
  expect(written({ conversation: 'hello' }, more)).toBeUndefined();
});

test.each([
  [1_700_000_000, 1_700_000_000],
  ['1700000000', 1_700_000_000],
  [{ low: 1_700_000_000, high: 0, unsigned: true }, 1_700_000_000],
  [undefined, 0],
])('the time %j is the number %i', (messageTimestamp, seconds) => {
  expect(written({ conversation: 'hello' }, { messageTimestamp })?.messageTimestamp).toBe(seconds);
});

test('a wrapper can hide a message only so deep', () => {
  let message: object = { conversation: 'deep' };
  for (let depth = 0; depth < 10; depth += 1) message = { ephemeralMessage: { message } };
  expect(written(message)).toBeUndefined();
});

test('keys beside a message, and in it, are left out', () => {
  const messageContextInfo = { messageSecret: 'AA==' };
  expect(
    written(
      { messageContextInfo, ephemeralMessage: { message: { conversation: 'a', messageContextInfo } } },
      { messageSecret: 'AA==' },
    ),
  ).toEqual({ key, message: { ephemeralMessage: { message: { conversation: 'a' } } }, messageTimestamp: 1 });
});

test('a message is new once, and the memory for that is bounded', () => {
  const seen = createSeenMessages();
  const message = (id: string, remoteJid = key.remoteJid) => ({ key: { ...key, id, remoteJid } });
  expect(seen.isNew(message('A'))).toBe(true);
  expect(seen.isNew(message('A'))).toBe(false);
  // The same chat under its other address.
  expect(seen.isNew(message('A', '17@lid'))).toBe(false);
  expect(seen.isNew(message('A', '17@g.us'))).toBe(true);
  for (let n = 0; n < 2_000; n += 1) seen.isNew(message(`B${n}`));
  expect(seen.isNew(message('B0'))).toBe(false);
  expect(seen.isNew(message('A'))).toBe(true);
});
