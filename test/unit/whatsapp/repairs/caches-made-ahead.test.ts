import { MessageRetryManager } from '@whiskeysockets/baileys';
import { expect, it, onTestFinished } from 'vitest';

import { silentLogger } from '../../../../electron/loopback/silent-logger.ts';
import { makeCachesLater } from '../../../../electron/whatsapp/repairs/caches-made-ahead.ts';

function createManager() {
  const messageRetryManager = new MessageRetryManager(silentLogger, 5);
  // Its entries have timers.
  onTestFinished(() => messageRetryManager.clear());
  return messageRetryManager;
}

const limits = { recentMessagesMap: { max: 512, ttl: 5 * 60_000 }, baseKeys: { max: 1024, ttl: 15 * 60_000 } };

it('is still needed: both caches are made for all that they may hold', () => {
  expect(createManager()).toMatchObject(limits);
});

it('keeps messages and base keys as before, and forgets them', () => {
  const manager = createManager();
  makeCachesLater({ messageRetryManager: manager });
  expect(manager.getRecentMessage('a@lid', 'M1')).toBeUndefined();
  expect(manager.hasSameBaseKey('a.0', 'M1', Uint8Array.of(1))).toBe(false);
  manager.deleteBaseKey('a.0', 'M1');

  manager.addRecentMessage('a@lid', 'M1', { conversation: 'one' });
  manager.addRecentMessage('a@lid', 'M2', { conversation: 'two' });
  manager.saveBaseKey('a.0', 'M1', Uint8Array.of(1));
  expect(manager.getRecentMessage('a@lid', 'M1')?.message).toEqual({ conversation: 'one' });
  expect(manager.hasSameBaseKey('a.0', 'M1', Uint8Array.of(1))).toBe(true);

  manager.markRetrySuccess('M1');
  manager.deleteBaseKey('a.0', 'M1');
  expect(manager.getRecentMessage('a@lid', 'M1')).toBeUndefined();
  expect(manager.hasSameBaseKey('a.0', 'M1', Uint8Array.of(1))).toBe(false);
  manager.clear();
  expect(manager.getRecentMessage('a@lid', 'M2')).toBeUndefined();
});

it('holds no more than the library means it to', () => {
  const manager = createManager();
  makeCachesLater({ messageRetryManager: manager });
  for (let n = 0; n <= limits.recentMessagesMap.max; n += 1) manager.addRecentMessage('a@lid', `M${n}`, {});
  expect(manager.getRecentMessage('a@lid', 'M0')).toBeUndefined();
  expect(manager.getRecentMessage('a@lid', 'M1')).toBeDefined();
  // What a cache drops leaves the index of ids as well.
  expect(Object(manager)).toHaveProperty('messageKeyIndex.size', limits.recentMessagesMap.max);
});

it('leaves a socket alone that has no such caches', () => {
  expect(() => makeCachesLater({ messageRetryManager: null })).not.toThrow();
});
