import { expect, test } from 'vitest';

import {
  type Audience,
  type EventStreams,
  type EventType,
  type Sink,
  createEventStreams,
} from '../../../electron/bridge/event-streams.ts';
import { tenantIdSchema } from '../../../shared/tenant.ts';
import { createFakeClock } from '../../support/fake-clock.ts';

const a = tenantIdSchema.parse('a');
const b = tenantIdSchema.parse('b');
const audience = (lastEventId?: string, may: Partial<Audience> = {}): Audience => ({
  lastEventId,
  sees: () => true,
  seesCodes: true,
  isAllowed: () => true,
  ...may,
});
const publish = (streams: EventStreams, type: EventType, data: string, tenantId = a) =>
  streams.publish({ type, tenantId, data });

/** A reader that takes everything, until it is told to stop taking. */
function createReader() {
  const reader = { text: '', ended: false, destroyed: false, stuck: false, waiting: 0 };
  const sink: Sink = {
    write(chunk) {
      reader.text += chunk;
      if (reader.stuck) reader.waiting += chunk.length;
      return true;
    },
    end(chunk = '') {
      reader.text += chunk;
      reader.ended = true;
    },
    destroy: () => (reader.destroyed = true),
    get writableLength() {
      return reader.waiting;
    },
  };
  return { sink, reader, ids: () => [...reader.text.matchAll(/^id: (.*)$/gm)].map(([, id]) => id) };
}

function setUp(statuses: readonly string[] = ['{"tenantId":"a"}', '{"tenantId":"b"}']) {
  const clock = createFakeClock();
  const streams = createEventStreams({
    clock,
    standing: () => statuses.map((data) => ({ type: 'status', tenantId: data.includes('"b"') ? b : a, data })),
  });
  return { clock, streams };
}

test('a new reader gets every status, then what happens', () => {
  const { streams } = setUp();
  const { sink, reader } = createReader();
  streams.open(sink, audience());
  publish(streams, 'qr', '{"qrText":"x"}');
  expect(reader.text).toMatch(/^retry: 2000\n\n/);
  expect(reader.text.match(/event: status\ndata: \{"tenantId":"[ab]"\}\n\n/g)).toHaveLength(2);
  expect(reader.text).toMatch(/id: \w+-1\nevent: qr\ndata: \{"qrText":"x"\}\n\n$/);
});

test('a reader that comes back gets what it missed, once, in order', () => {
  const { streams } = setUp();
  const first = createReader();
  const leave = streams.open(first.sink, audience());
  publish(streams, 'status', '1');
  leave();
  publish(streams, 'status', '2');
  publish(streams, 'status', '3');
  const second = createReader();
  streams.open(second.sink, audience(first.ids().at(-1)));
  publish(streams, 'status', '4');
  expect(second.reader.text.match(/^data: .*$/gm)).toEqual(['data: 2', 'data: 3', 'data: 4']);
});

test.each(['nonsense', 'other-1', '', '1', `${'9'.repeat(400)}-9`])(
  'an id that means nothing here (%s) gets every status',
  (id) => {
    const { streams } = setUp();
    publish(streams, 'status', '1');
    const { sink, reader } = createReader();
    streams.open(sink, audience(id));
    expect(reader.text.match(/event: status/g)).toHaveLength(2);
  },
);

test('what is too long ago is not pretended to be known', () => {
  const { streams } = setUp();
  const first = createReader();
  streams.open(first.sink, audience())();
  for (let count = 0; count < 1_001; count += 1) publish(streams, 'status', String(count));
  const second = createReader();
  streams.open(second.sink, audience(first.ids().at(-1)));
  expect(second.reader.text.match(/^data: .*$/gm)).toEqual(['data: {"tenantId":"a"}', 'data: {"tenantId":"b"}']);
});

test('a heartbeat comes every fifteen seconds, and ends with the reader', async () => {
  const { clock, streams } = setUp();
  const { sink, reader } = createReader();
  const leave = streams.open(sink, audience());
  await clock.advance(45_000);
  expect(reader.text.match(/^: still here$/gm)).toHaveLength(3);
  leave();
  expect(clock.pending()).toBe(0);
});

test('a reader that does not keep up is told and let go of, and holds up nobody', async () => {
  const { clock, streams } = setUp();
  const slow = createReader();
  const quick = createReader();
  streams.open(slow.sink, audience());
  streams.open(quick.sink, audience());
  slow.reader.stuck = true;
  const large = JSON.stringify('x'.repeat(100_000));
  for (let count = 0; count < 20; count += 1) publish(streams, 'status', large);
  expect(slow.reader).toMatchObject({ ended: true });
  expect(slow.reader.text).toMatch(/event: dropped\ndata: .*\n\n$/);
  expect(slow.ids().length).toBeLessThan(15);
  expect(quick.ids()).toHaveLength(22);
  expect(streams.count()).toBe(1);
  await clock.advance(5_000);
  expect(slow.reader.destroyed).toBe(true);
});

test('a reader that is told of thousands of tenants at once has not fallen behind with that', () => {
  const { streams } = setUp(Array.from({ length: 3_000 }, (_, n) => JSON.stringify(String(n).padEnd(600, 'x'))));
  const { sink, reader } = createReader();
  reader.stuck = true;
  streams.open(sink, audience());
  publish(streams, 'status', '1');
  expect(reader.ended).toBe(false);
  for (let count = 0; count < 11; count += 1) publish(streams, 'status', JSON.stringify('x'.repeat(100_000)));
  expect(reader.ended).toBe(true);
});

test('there is an end to readers', () => {
  const { streams } = setUp();
  for (let count = 0; count < 32; count += 1) streams.open(createReader().sink, audience());
  expect(streams.isFull()).toBe(true);
});

test('closing ends every stream', () => {
  const { streams, clock } = setUp();
  const { sink, reader } = createReader();
  streams.open(sink, audience());
  streams.close();
  expect(reader.ended).toBe(true);
  expect(streams.count()).toBe(0);
  expect(clock.pending()).toBe(0);
});

test('a reader gets the events of the tenants it sees, codes only where it may, and no other tenant beside its own', () => {
  const { streams } = setUp();
  const first = createReader();
  const may = { sees: (tenantId: string) => tenantId === 'a', seesCodes: false };
  streams.open(first.sink, audience(undefined, may));
  publish(streams, 'status', '1');
  publish(streams, 'status', '2', b);
  publish(streams, 'qr', '3');
  streams.publish({ type: 'failure', tenantId: a, data: '"with b"', beside: { tenantId: b, dataWithout: '4' } });
  expect(first.reader.text.match(/^data: .*$/gm)).toEqual(['data: {"tenantId":"a"}', 'data: 1', 'data: 4']);
  // The same holds for what it missed.
  const second = createReader();
  streams.open(second.sink, audience(first.ids()[0], may));
  expect(second.reader.text.match(/^data: .*$/gm)).toEqual(['data: 1', 'data: 4']);
  const whole = createReader();
  streams.open(whole.sink, audience(first.ids()[0]));
  expect(whole.reader.text.match(/^data: .*$/gm)).toEqual(['data: 1', 'data: 2', 'data: 3', 'data: "with b"']);
});

test('a reader that is allowed no more gets no further event, and its stream ends', async () => {
  const { streams, clock } = setUp();
  const state = { allowed: true };
  const may = { isAllowed: () => state.allowed };
  const [told, idle, revoked, other] = [createReader(), createReader(), createReader(), createReader()];
  streams.open(other.sink, audience());
  streams.open(told.sink, audience(undefined, { ...may }));
  streams.open(idle.sink, audience(undefined, { sees: (tenantId) => tenantId === 'b', ...may }));
  state.allowed = false;
  publish(streams, 'status', '"secret"');
  expect(told.reader).toMatchObject({ ended: true });
  expect(told.reader.text).not.toContain('secret');
  expect(idle.reader.ended).toBe(false);
  await clock.advance(15_000);
  expect(idle.reader.ended).toBe(true);
  state.allowed = true;
  streams.open(revoked.sink, audience(undefined, may));
  state.allowed = false;
  streams.endForbidden();
  expect(revoked.reader.ended).toBe(true);
  expect(other.reader.ended).toBe(false);
  expect(streams.count()).toBe(1);
});
