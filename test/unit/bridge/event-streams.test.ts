import { expect, test } from 'vitest';

import { type Sink, createEventStreams } from '../../../electron/bridge/event-streams.ts';
import { createFakeClock } from '../../support/fake-clock.ts';

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
  const streams = createEventStreams({ clock, statuses: () => statuses });
  return { clock, streams };
}

test('a new reader gets every status, then what happens', () => {
  const { streams } = setUp();
  const { sink, reader } = createReader();
  streams.open(sink, undefined);
  streams.publish('qr', '{"qrText":"x"}');
  expect(reader.text).toMatch(/^retry: 2000\n\n/);
  expect(reader.text.match(/event: status\ndata: \{"tenantId":"[ab]"\}\n\n/g)).toHaveLength(2);
  expect(reader.text).toMatch(/id: \w+-1\nevent: qr\ndata: \{"qrText":"x"\}\n\n$/);
});

test('a reader that comes back gets what it missed, once, in order', () => {
  const { streams } = setUp();
  const first = createReader();
  const leave = streams.open(first.sink, undefined);
  streams.publish('status', '1');
  leave();
  streams.publish('status', '2');
  streams.publish('status', '3');
  const second = createReader();
  streams.open(second.sink, first.ids().at(-1));
  streams.publish('status', '4');
  expect(second.reader.text.match(/^data: .*$/gm)).toEqual(['data: 2', 'data: 3', 'data: 4']);
});

test.each(['nonsense', 'other-1', '', '1', `${'9'.repeat(400)}-9`])(
  'an id that means nothing here (%s) gets every status',
  (id) => {
    const { streams } = setUp();
    streams.publish('status', '1');
    const { sink, reader } = createReader();
    streams.open(sink, id);
    expect(reader.text.match(/event: status/g)).toHaveLength(2);
  },
);

test('what is too long ago is not pretended to be known', () => {
  const { streams } = setUp();
  const first = createReader();
  streams.open(first.sink, undefined)();
  for (let count = 0; count < 1_001; count += 1) streams.publish('status', String(count));
  const second = createReader();
  streams.open(second.sink, first.ids().at(-1));
  expect(second.reader.text.match(/^data: .*$/gm)).toEqual(['data: {"tenantId":"a"}', 'data: {"tenantId":"b"}']);
});

test('a heartbeat comes every fifteen seconds, and ends with the reader', async () => {
  const { clock, streams } = setUp();
  const { sink, reader } = createReader();
  const leave = streams.open(sink, undefined);
  await clock.advance(45_000);
  expect(reader.text.match(/^: still here$/gm)).toHaveLength(3);
  leave();
  expect(clock.pending()).toBe(0);
});

test('a reader that does not keep up is told and let go of, and holds up nobody', async () => {
  const { clock, streams } = setUp();
  const slow = createReader();
  const quick = createReader();
  streams.open(slow.sink, undefined);
  streams.open(quick.sink, undefined);
  slow.reader.stuck = true;
  const large = JSON.stringify('x'.repeat(100_000));
  for (let count = 0; count < 20; count += 1) streams.publish('status', large);
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
  streams.open(sink, undefined);
  streams.publish('status', '1');
  expect(reader.ended).toBe(false);
  for (let count = 0; count < 11; count += 1) streams.publish('status', JSON.stringify('x'.repeat(100_000)));
  expect(reader.ended).toBe(true);
});

test('there is an end to readers', () => {
  const { streams } = setUp();
  for (let count = 0; count < 32; count += 1) streams.open(createReader().sink, undefined);
  expect(streams.isFull()).toBe(true);
});

test('closing ends every stream', () => {
  const { streams, clock } = setUp();
  const { sink, reader } = createReader();
  streams.open(sink, undefined);
  streams.close();
  expect(reader.ended).toBe(true);
  expect(streams.count()).toBe(0);
  expect(clock.pending()).toBe(0);
});
