import { expect, test } from 'vitest';

import { readDesktopEnvironment, readServiceEnvironment } from '../../../electron/console/environment.ts';

const enough = { INTERNAL_SECRET: 'an-internal-secret-of-32-letters' };

test('a secret is enough, and what is left empty is not set', () => {
  expect(readServiceEnvironment({ ...enough, BACKEND_URL: '', BRIDGE_PORT: '' })).toEqual({
    ok: true,
    value: {
      ...enough,
      DATA_DIR: 'data',
      BRIDGE_HOST: '127.0.0.1',
      BRIDGE_PORT: 3300,
      BRIDGE_NAMES: [],
      INCOMING_MESSAGES: 'false',
      WEEKLY_PRESENCE: 'true',
      NO_PROXY_FOR: [],
      PROXY_LOGINS: [],
      TRUST_SYSTEM_CERTIFICATES: 'false',
      LOG_LEVEL: 'info',
    },
  });
});

test('proxies are read in capital and in small letters, and each kind of connection can go past them', () => {
  const read = readServiceEnvironment({
    ...enough,
    https_proxy: 'http://u:p@proxy.example:3128',
    HTTPS_PROXY: '',
    NO_PROXY_FOR: 'webhooks, version',
    TRUST_SYSTEM_CERTIFICATES: 'true',
  });
  expect(read).toMatchObject({
    ok: true,
    value: { HTTPS_PROXY: 'http://u:p@proxy.example:3128', NO_PROXY_FOR: ['webhooks', 'version'] },
  });
  const both = { https_proxy: 'http://small.example', HTTPS_PROXY: 'http://capital.example' };
  expect(readServiceEnvironment({ ...enough, ...both })).toMatchObject({
    value: { HTTPS_PROXY: 'http://small.example' },
  });
  const refused = readServiceEnvironment({ ...enough, ALL_PROXY: 'ftp://u:secret@x', NO_PROXY_FOR: 'wifi' });
  expect(refused).toMatchObject({
    ok: false,
    error: [expect.stringMatching(/^ALL_PROXY/), expect.stringMatching(/^NO_PROXY_FOR/)],
  });
  expect(JSON.stringify(refused)).not.toContain('secret');
});

test.each([
  ['INTERNAL_SECRET', '', 'is required'],
  ['INTERNAL_SECRET', 'short', 'needs 32 characters or more'],
  ['BRIDGE_HOST', 'example.com', 'needs an IP address, or localhost'],
  ['BRIDGE_HOST', '0.0.0.0:3300', 'needs an IP address, or localhost'],
  ['BRIDGE_PORT', 'http', 'is no port'],
  ['BRIDGE_PORT', '70000', 'is no port'],
  ['BRIDGE_PORT', '33.5', 'is no port'],
  ['BRIDGE_NAMES', 'one two', 'needs host names, with commas between them'],
  ['BACKEND_URL', 'backend:8000', 'needs an address that begins with http:// or https://, without a user name, ? or #'],
  ['BACKEND_URL', 'backend', 'needs an address that begins with http:// or https://, without a user name, ? or #'],
  ['INCOMING_MESSAGES', 'yes', 'is true or false'],
  ['WEEKLY_PRESENCE', 'no', 'is true or false'],
  ['WHATSAPP_URL', 'ws://example.com/', 'is for ws:// on this machine'],
  ['WHATSAPP_UNVERIFIED', '1', 'needs WHATSAPP_URL on this machine'],
  ['WHATSAPP_UNVERIFIED', 'true', 'is 1, or not set'],
  ['WA_VERSION', '2', 'is no WA Web version'],
  ['NODE_URL', 'https://node-1:3300', 'needs http://host:port'],
  ['NODE_URL', 'http://node-1:3300/path', 'needs http://host:port'],
  ['LOG_LEVEL', 'loud', 'is debug, info, warn or error'],
])('%s=%s cannot be used: it %s', (name, value, why) => {
  expect(readServiceEnvironment({ ...enough, [name]: value })).toEqual({ ok: false, error: [`${name}: ${why}`] });
});

test('the server may go unverified at an endpoint on this machine, and nowhere else', () => {
  const unverified = { ...enough, WHATSAPP_UNVERIFIED: '1' };
  const here = 'ws://127.0.0.1:9000/ws';
  expect(readServiceEnvironment({ ...unverified, WHATSAPP_URL: here })).toMatchObject({
    ok: true,
    value: { WHATSAPP_URL: here, WHATSAPP_UNVERIFIED: '1' },
  });
  expect(readServiceEnvironment({ ...unverified, WHATSAPP_URL: 'wss://web.whatsapp.com/ws/chat' })).toMatchObject({
    ok: false,
  });
});

test('a packed program leaves it to a person whether its folder is sealed', () => {
  const open = { DATA_IN_THE_CLEAR: 'yes' };
  expect(readDesktopEnvironment(open, { isPackaged: true })).toEqual({ ok: false, error: ['DATA_IN_THE_CLEAR'] });
  expect(readDesktopEnvironment(open, { isPackaged: false })).toMatchObject({ ok: true, value: open });
  expect(readDesktopEnvironment({ DATA_IN_THE_CLEAR: '' }, { isPackaged: true })).toMatchObject({ ok: true });
});

test('a packed program always asks the server for its proof', () => {
  const unverified = { WHATSAPP_UNVERIFIED: '1', WHATSAPP_URL: 'ws://127.0.0.1:9000/ws' };
  expect(readDesktopEnvironment(unverified, { isPackaged: true })).toEqual({
    ok: false,
    error: ['WHATSAPP_UNVERIFIED'],
  });
  expect(readDesktopEnvironment(unverified, { isPackaged: false })).toMatchObject({ ok: true, value: unverified });
});
