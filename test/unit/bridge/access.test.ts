import { describe, expect, test } from 'vitest';

import { createAccess } from '../../../electron/bridge/access.ts';
import { grantOfSecret } from '../../../electron/bridge/grant.ts';
import { type FakeClock, createFakeClock } from '../../support/fake-clock.ts';

const secret = 'an-internal-secret-of-32-letters';
function setUp(boundTo = '127.0.0.1', clock: FakeClock = createFakeClock()) {
  return {
    clock,
    access: createAccess({ secret, keys: { find: () => undefined }, names: ['bridge.internal'], boundTo, clock }),
  };
}

describe('the secret', () => {
  test.each([undefined, '', 'wrong', `${secret}x`, secret.slice(1), secret.toUpperCase()])('is not %j', (given) => {
    expect(setUp().access.isSecret(given)).toBe(false);
  });
  test('opens, as a header or as a password', () => {
    const { access } = setUp();
    const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`;
    expect(access.isSecret(secret)).toBe(true);
    expect(access.browserGrantOf(basic(`anyone:${secret}`))).toBe(grantOfSecret);
    expect(access.browserGrantOf(basic(`${secret}:`))).toBeUndefined();
    expect(access.browserGrantOf(`Bearer ${secret}`)).toBeUndefined();
    expect(access.browserGrantOf(undefined)).toBeUndefined();
  });
});

describe('the host', () => {
  test.each(['localhost', 'LOCALHOST:3300', '127.0.0.1:3300', '[::1]:3300', 'bridge.internal:80'])(
    '%s is ours',
    (name) => {
      expect(setUp().access.serves(name)).toBe(true);
    },
  );
  test.each([
    undefined,
    '',
    'evil.example',
    '127.0.0.1.evil.example',
    'localhost:x',
    '192.168.1.5',
    'a@localhost',
    '[::2]',
  ])('%s is not', (name) => {
    expect(setUp().access.serves(name)).toBe(false);
  });
  test('may be any address, but no other name, once others may call', () => {
    const { access } = setUp('0.0.0.0');
    expect(access.serves('192.168.1.5:3300')).toBe(true);
    expect(access.serves('[fe80::1]')).toBe(true);
    expect(access.serves('evil.example')).toBe(false);
  });
});

describe('wrong secrets', () => {
  const isHeld = async (held: Promise<void> | undefined) =>
    Promise.race([held?.then(() => false), new Promise<boolean>((resolve) => setImmediate(() => resolve(true)))]);

  test('are answered at once five times, then later and later, to two seconds', async () => {
    const { access, clock } = setUp();
    for (let count = 0; count < 5; count += 1) expect(await isHeld(access.holdBack('10.0.0.1'))).toBe(false);
    for (const ms of [100, 200, 400, 800, 1600, 2000, 2000]) {
      const held = access.holdBack('10.0.0.1');
      await clock.advance(ms - 1);
      expect(await isHeld(held)).toBe(true);
      await clock.advance(1);
      expect(await isHeld(held)).toBe(false);
    }
  });
  test('of one address do not slow another, and are forgotten after a quiet minute', async () => {
    const { access, clock } = setUp();
    for (let count = 0; count < 5; count += 1) await access.holdBack('10.0.0.1');
    expect(await isHeld(access.holdBack('10.0.0.2'))).toBe(false);
    await clock.advance(60_001);
    expect(await isHeld(access.holdBack('10.0.0.1'))).toBe(false);
  });
  test('of many addresses are slowed once there are fifty of them', async () => {
    const { access, clock } = setUp();
    for (let count = 0; count < 50; count += 1) expect(await isHeld(access.holdBack(`10.0.0.${count}`))).toBe(false);
    const held = access.holdBack('10.0.0.50');
    expect(await isHeld(held)).toBe(true);
    await clock.advance(100);
    expect(await isHeld(held)).toBe(false);
    await clock.advance(60_001);
    expect(await isHeld(access.holdBack('10.0.0.51'))).toBe(false);
  });
  test.each([
    ['2001:db8:0:1::1', '2001:db8:0:1:ffff::2'],
    ['2001:db8:0:1:0:0:0:1', '2001:db8:0:1::9'],
    ['::ffff:10.0.0.1', '10.0.0.1'],
  ])('of %s and %s are of one network', async (one, other) => {
    const { access } = setUp();
    for (let count = 0; count < 5; count += 1) await access.holdBack(one);
    expect(await isHeld(access.holdBack(other))).toBe(true);
    expect(await isHeld(access.holdBack('2001:db8:0:2::1'))).toBe(false);
  });
  test('while too many wait: nobody is tried but who has shown the secret in the last hour', async () => {
    const { access, clock } = setUp();
    access.note('10.0.0.9', true);
    expect(access.mayTry('10.0.0.1')).toBe(true);
    for (let count = 0; count < 300; count += 1) void access.holdBack('10.0.0.1');
    expect(access.mayTry('10.0.0.1')).toBe(false);
    expect(access.mayTry('10.0.0.8')).toBe(false);
    expect(access.mayTry('10.0.0.9')).toBe(true);
    expect([access.wrongSecrets.shown(), access.wrongSecrets.ignored(), access.wrongSecrets.held()]).toEqual([
      300, 2, 256,
    ]);
    await clock.advance(3_600_001);
    for (let count = 0; count < 300; count += 1) void access.holdBack('10.0.0.1');
    expect(access.mayTry('10.0.0.9')).toBe(false);
  });
  test('do not pile up', () => {
    const { access, clock } = setUp();
    const answers = Array.from({ length: 3_000 }, () => access.holdBack('10.0.0.1'));
    expect(answers.filter((held) => held === undefined)).toHaveLength(3_000 - 5 - 256);
    expect(clock.pending()).toBe(256);
  });
});

test('the last callers are kept, and no more than twenty', () => {
  const { access } = setUp();
  for (let count = 0; count < 30; count += 1) access.note(`10.0.0.${count}`, count !== 29);
  expect(access.callers()).toHaveLength(20);
  expect(access.callers().at(-1)).toMatchObject({ address: '10.0.0.29', allowed: false });
});

test('a caller that comes all the time is not pushed out by twenty that came once', () => {
  const { access } = setUp();
  for (let count = 0; count < 40; count += 1) {
    access.note('127.0.0.1', true);
    access.note(`10.0.0.${count}`, false);
  }
  expect(access.callers().at(-2)).toMatchObject({ address: '127.0.0.1', allowed: true });
});
