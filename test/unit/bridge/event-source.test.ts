import { expect, test } from 'vitest';

import { createEventSource } from '../../../electron/bridge/event-source.ts';
import { createStatusBook } from '../../../electron/bridge/status-book.ts';
import type { SessionSnapshot } from '../../../shared/session.ts';
import { createFakeClock } from '../../support/fake-clock.ts';
import { connected, viewOf } from '../../support/tenant-views.ts';

const { id: shop, session } = viewOf('shop', connected);

test('a restriction is an event when it begins, changes and ends, and at no other time', () => {
  let now: SessionSnapshot | undefined = session;
  const told: unknown[] = [];
  const book = createStatusBook({
    viewOf: () => now && { name: 'The Shop', session: now },
    lastSeenAt: () => undefined,
    clock: createFakeClock(),
  });
  const events = createEventSource({
    book,
    streams: {
      publish: ({ type, data }) => {
        if (type === 'restriction') told.push(JSON.parse(data));
      },
    },
  });
  const change = (next: SessionSnapshot | undefined) => {
    now = next;
    book.forget(shop);
    events.changed(shop, next);
  };
  change(session);
  expect(told).toEqual([]);
  change({ ...session, restriction: { kind: 'new-chats', until: 60_000 } });
  change({ ...session, restriction: { kind: 'new-chats', until: 60_000 }, since: 2 });
  change({ ...session, restriction: { kind: 'reach-out' } });
  change(session);
  change(undefined);
  change({ ...session, restriction: { kind: 'other' } });
  expect(told).toEqual([
    { tenantId: 'shop', restriction: { kind: 'new-chats', until: '1970-01-01T00:01:00.000Z' } },
    { tenantId: 'shop', restriction: { kind: 'reach-out' } },
    { tenantId: 'shop', restriction: null },
    { tenantId: 'shop', restriction: { kind: 'other' } },
  ]);
});
