import { EventEmitter } from 'node:events';

import { expect, it, vi } from 'vitest';

import { banOf, watchRestrictions } from '../../../electron/whatsapp/restrictions.ts';

function createSocket() {
  const [ev, ws] = [new EventEmitter(), new EventEmitter()];
  const tell = vi.fn();
  watchRestrictions({ ev, ws } as unknown as Parameters<typeof watchRestrictions>[0], tell);
  return { ev, ws, tell };
}

const told = (restriction: unknown) => [{ type: 'restriction', restriction }];
const lifted = (lifts: string) => [{ type: 'restriction', restriction: null, lifts }];

it('tells of a reach-out time lock, until when, and of its end', () => {
  const { ev, tell } = createSocket();
  const until = new Date(Date.UTC(2026, 11, 1));
  ev.emit('connection.update', { reachoutTimeLock: { isActive: true, timeEnforcementEnds: until } });
  ev.emit('connection.update', { reachoutTimeLock: { isActive: true } });
  ev.emit('connection.update', { connection: 'open' });
  ev.emit('connection.update', { reachoutTimeLock: { isActive: false } });
  expect(tell.mock.calls).toEqual([
    told({ kind: 'reach-out', until: until.getTime() }),
    told({ kind: 'reach-out' }),
    lifted('reach-out'),
  ]);
});

it.each([
  [{ capping_status: 'CAPPED', cycle_end_timestamp: '1796083200' }, told({ kind: 'new-chats', until: 1796083200000 })],
  [
    { capping_status: 'CAPPED', cycle_end_timestamp: '1796083200000' },
    told({ kind: 'new-chats', until: 1796083200000 }),
  ],
  [{ capping_status: 'CAPPED' }, told({ kind: 'new-chats' })],
  [{ capping_status: 'CAPPED', cycle_end_timestamp: '0' }, told({ kind: 'new-chats' })],
  [{ capping_status: 'SECOND_WARNING', cycle_end_timestamp: '1796083200' }, lifted('new-chats')],
  [{ capping_status: 'NONE' }, lifted('new-chats')],
  [{}, lifted('new-chats')],
])('takes %j for what it says of new chats', (cap, expected) => {
  const { ev, tell } = createSocket();
  ev.emit('message-capping.update', cap);
  expect(tell.mock.calls).toEqual([expected]);
});

it.each([
  ['463', [told({ kind: 'reach-out' })]],
  ['475', [told({ kind: 'new-chats' })]],
  ['479', []],
  [undefined, []],
])('takes the refusal %s of a message for what it says of the account', (error, expected) => {
  const { ws, tell } = createSocket();
  ws.emit('CB:ack,class:message', { tag: 'ack', attrs: { class: 'message', error } });
  expect(tell.mock.calls).toEqual(expected);
});

it('tells of a temporary ban with its end', () => {
  const clock = { now: () => 1_000 };
  const ban = { by: 'library', statusCode: 402, message: 'Connection Failure' } as const;
  expect(banOf({ ...ban, data: { expire: '60' } }, clock)).toEqual({ kind: 'temporary-ban', until: 61_000 });
  expect(banOf(ban, clock)).toEqual({ kind: 'temporary-ban' });
  expect(banOf({ ...ban, statusCode: 403 }, clock)).toBeUndefined();
});
