import type { LookupFunction } from 'node:net';

import { afterEach, expect, test } from 'vitest';

import { createMediaFetch } from '../../../electron/bridge/media-fetch.ts';
import { createMediaSpool } from '../../../electron/bridge/media-spool.ts';
import { systemClock } from '../../../electron/clock/system-clock.ts';
import { createDialer } from '../../../electron/network/dialer.ts';
import { createTemporaryFolder } from '../../support/credentials.ts';
import { type TestProxy, answeringProxy } from '../../support/proxies.ts';

let proxy: TestProxy | undefined;
let folder: Awaited<ReturnType<typeof createTemporaryFolder>> | undefined;
afterEach(async () => {
  await proxy?.close();
  await folder?.remove();
});

async function fetched(url: string, address: string) {
  folder = await createTemporaryFolder();
  proxy = await answeringProxy('HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n');
  const hop = proxy.address;
  const lookup = ((_host: string, _options: object, done: (error: null, found: object) => void) =>
    done(null, [{ address, family: 4 }])) as unknown as LookupFunction;
  const fetchMedia = createMediaFetch({
    spool: createMediaSpool(folder.path),
    backend: () => undefined,
    dialer: createDialer({
      findRoute: () => Promise.resolve({ hops: [hop], chosenBy: 'system' }),
      trust: { tls: () => ({}) },
      clock: systemClock,
    }),
    clock: systemClock,
    lookup: lookup as never,
  });
  return { answer: await fetchMedia(url), asked: proxy.asked };
}

test('a proxy is never asked for a private address that hides behind a name', async () => {
  const { answer, asked } = await fetched('https://innocent.example/file.pdf', '169.254.169.254');
  expect(answer).toEqual({ ok: false, error: { code: 'media-url-refused', why: 'address' } });
  expect(asked).toEqual([]);
});

test('a proxy is asked for the address that was checked, not for the name', async () => {
  const { asked } = await fetched('https://files.example/file.pdf', '93.184.216.34');
  expect(asked).toEqual(['93.184.216.34:443']);
});
