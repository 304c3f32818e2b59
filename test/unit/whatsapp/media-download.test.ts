import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';

import { expect, test } from 'vitest';

import { openMedia } from '../../../electron/whatsapp/media-download.ts';
import type { MediaServers } from '../../../electron/whatsapp/media-servers.ts';
import { createFakeClock } from '../../support/fake-clock.ts';

/** A server that gives the beginning of a file and then no more. */
function begun() {
  const clock = createFakeClock();
  let left = 3;
  const answer = new Readable({
    highWaterMark: 1,
    read() {
      if (left-- > 0) this.push(Buffer.alloc(1_000));
    },
  });
  const servers: MediaServers = {
    standard: 'media',
    serves: () => true,
    ask: () => Promise.resolve(Object.assign(answer, { statusCode: 200 }) as unknown as IncomingMessage),
  };
  const media = {
    kind: 'image',
    mimetype: 'image/jpeg',
    path: '/file',
    mediaKey: Buffer.alloc(32).toString('base64'),
  } as const;
  return { clock, answer, open: () => openMedia(media, { servers, clock }) };
}

test('a caller that leaves before it has read anything ends the download', async () => {
  const { clock, answer, open } = begun();
  const opened = await open();
  if (!opened.ok) throw new Error(opened.error.code);
  const stream = Readable.from(opened.value.body, { objectMode: false });
  stream.destroy();
  await setImmediate();
  expect(answer.destroyed).toBe(true);
  expect(clock.pending()).toBe(0);
});

test('a caller that leaves in the middle ends the download', async () => {
  const { clock, answer, open } = begun();
  const opened = await open();
  if (!opened.ok) throw new Error(opened.error.code);
  for await (const part of opened.value.body) {
    expect(part.length).toBeGreaterThan(0);
    break;
  }
  await setImmediate();
  expect(answer.destroyed).toBe(true);
  expect(clock.pending()).toBe(0);
});

test('a download that stands still for 30 s is given up', async () => {
  const { clock, answer, open } = begun();
  const opened = await open();
  if (!opened.ok) throw new Error(opened.error.code);
  const read = (async () => {
    for await (const part of opened.value.body) expect(part).toBeDefined();
  })();
  const failed = expect(read).rejects.toThrow();
  await setImmediate();
  await clock.advance(30_000);
  answer.destroy(new Error('aborted'));
  await failed;
});
