import { EventEmitter } from 'node:events';

import { expect, it, vi } from 'vitest';

import { banOf, watchRestrictions } from '../../../electron/whatsapp/restrictions.ts';

function createSocket() {
  const [ev, ws] = [new EventEmitter(), new EventEmitter()];
  const tell = vi.fn();
  watchRestrictions({ ev, ws } as unknown as Parameters<typeof watchRestrictions>[0], tell);
  return { ev, ws, tell };
}

it('tells of a reach-out time lock, until when, and of its end', () => {
  const { ev, tell } = createSocket();
  const until = new Date(Date.UTC(2026, 11, 1));
  ev.emit('connection.update', { reachoutTimeLock: { isActive: true, timeEnforcementEnds: until } });
  ev.emit('connection.update', { reachoutTimeLock: { isActive: true } });
  ev.emit('connection.update', { connection: 'open' });
  ev.emit('connection.update', { reachoutTimeLock: { isActive: false } });
  expect(tell.mock.calls).toEqual([[{ kind: 'reach-out', until: until.getTime() }], [{ kind: 'reach-out' }], [null]]);
});

it.each([
  ['463', [[{ kind: 'reach-out' }]]],
  ['475', [[{ kind: 'new-chats' }]]],
  ['479', []],
  [undefined, []],
])('takes the refusal %s of a message for what it says of the account', (error, told) => {
  const { ws, tell } = createSocket();
  ws.emit('CB:ack,class:message', { tag: 'ack', attrs: { class: 'message', error } });
  expect(tell.mock.calls).toEqual(told);
});

it('tells of a temporary ban with its end', () => {
  const clock = { now: () => 1_000 };
  const ban = { by: 'library', statusCode: 402, message: 'Connection Failure' } as const;
  expect(banOf({ ...ban, data: { expire: '60' } }, clock)).toEqual({ kind: 'temporary-ban', until: 61_000 });
  expect(banOf(ban, clock)).toEqual({ kind: 'temporary-ban' });
  expect(banOf({ ...ban, statusCode: 403 }, clock)).toBeUndefined();
});
