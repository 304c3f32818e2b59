import { readFile, writeFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, test } from 'vitest';

import { createDirectDialer } from '../../../electron/network/dialer.ts';
import { createFetch } from '../../../electron/network/fetch-by.ts';
import { createVersionControl } from '../../../electron/whatsapp/version-control.ts';
import {
  type WebVersion,
  type WebVersions,
  type WebVersionsOptions,
  openWebVersions,
  versionFrom,
  versionText,
} from '../../../electron/whatsapp/version.ts';
import type { WaVersionState } from '../../../shared/wa-version.ts';
import { createTemporaryFolder } from '../../support/credentials.ts';
import { type FakeClock, createFakeClock } from '../../support/fake-clock.ts';
import { silentLogger } from '../../support/fake-ports.ts';
import { type VersionServer, createVersionServer, publish } from '../../support/version-server.ts';

const own: WebVersion = [2, 3000, 1_000_000_000];
const newer = 1_000_000_777;
const hours = 3_600_000;

let folder: Awaited<ReturnType<typeof createTemporaryFolder>>;
let clock: FakeClock;
let server: VersionServer | undefined;
beforeEach(async () => {
  folder = await createTemporaryFolder();
  clock = createFakeClock();
});
afterEach(async () => {
  await server?.close();
  server = undefined;
  await folder.remove();
});

const file = () => join(folder.path, 'wa-version.json');
async function open(answer?: (response: ServerResponse) => void, more: Partial<WebVersionsOptions> = {}) {
  server = answer && (await createVersionServer(answer));
  return openWebVersions({
    file: file(),
    url: server?.url,
    fetch: createFetch(createDirectDialer(clock), 'version'),
    clock,
    logger: silentLogger,
    ...more,
  });
}
const keep = (revision: number, ageMs: number) =>
  writeFile(file(), JSON.stringify({ version: [2, 3000, revision], fetchedAt: clock.now() - ageMs }));

test('the library’s own version is presented until a newer one is known, which is then kept with its age', async () => {
  const versions = await open(publish(newer));
  expect(versions.current(own)).toEqual(own);
  await versions.renew();
  expect(versions.current(own)).toEqual([2, 3000, newer]);
  expect(JSON.parse(await readFile(file(), 'utf8'))).toEqual({ version: [2, 3000, newer], fetchedAt: clock.now() });
  expect(server?.asked).toBe(1);
});

test('a kept version is presented at once, and asked for again only when it is old', async () => {
  await keep(newer, 5 * hours);
  const versions = await open(publish(newer + 1));
  expect(versions.current(own)).toEqual([2, 3000, newer]);
  expect(server?.asked).toBe(0);
  await clock.advance(2 * hours);
  expect(versions.current(own)).toEqual([2, 3000, newer]);
  await versions.renew();
  expect(versions.current(own)).toEqual([2, 3000, newer + 1]);
  expect(server?.asked).toBe(1);
});

test('a kept version older than the library’s own is not presented', async () => {
  await keep(own[2] - 1, 0);
  expect((await open()).current(own)).toEqual(own);
});

test('a pinned version is presented whatever is published, and nothing is fetched', async () => {
  const pin: WebVersion = [2, 3000, 1];
  const versions = await open(publish(newer), { pin });
  await versions.renew();
  expect(versions.current(own)).toEqual(pin);
  expect(server?.asked).toBe(0);
});

test('a protocol pack’s version is the least that is presented, and a pinned one goes before it', async () => {
  let packed: WebVersion | undefined = [2, 3000, newer + 5];
  const versions = await open(publish(newer), { packed: () => packed });
  await versions.fetch();
  expect(versions.current(own)).toEqual(packed);
  const control = createVersionControl(versions, () => Promise.resolve(own));
  expect(await control.state()).toMatchObject({ source: 'pack', inUse: versionText(packed) });
  packed = [2, 3000, newer - 1];
  expect(versions.current(own)).toEqual([2, 3000, newer]);
  packed = undefined;
  expect(versions.current(own)).toEqual([2, 3000, newer]);
  packed = [2, 3000, newer + 5];
  versions.pin([2, 3000, 1]);
  expect(versions.current(own)).toEqual([2, 3000, 1]);
});

test.each([
  ['an error', (response: ServerResponse) => void response.writeHead(503).end('{"client_revision":1000000777}')],
  ['a page without a revision', (response: ServerResponse) => void response.end('<html>Please log in</html>')],
  ['a redirect', (response: ServerResponse) => void response.writeHead(302, { location: '/portal' }).end()],
])('%s leaves the version as it was', async (_what, answer) => {
  const versions = await open(answer);
  await versions.renew();
  expect(versions.current(own)).toEqual(own);
});

test('a server that never answers is given up after ten seconds', async () => {
  let asked: () => void = () => undefined;
  const reached = new Promise<void>((resolve) => (asked = resolve));
  const versions = await open(() => asked());
  const renewed = versions.renew();
  await reached;
  await clock.advance(10_000);
  await renewed;
  expect(versions.current(own)).toEqual(own);
});

test('after a failure the server is left alone for ten minutes', async () => {
  const versions = await open((response) => void response.writeHead(500).end());
  await versions.renew();
  versions.current(own);
  await clock.advance(10 * 60_000);
  versions.current(own);
  expect(server?.asked).toBe(1);
  await clock.advance(1);
  versions.current(own);
  await versions.renew();
  expect(server?.asked).toBe(2);
});

test('a damaged file is no version', async () => {
  await writeFile(file(), '{"version":[2,3000');
  expect((await open()).current(own)).toEqual(own);
});

test('a version pinned later is presented from then on, and a cleared one gives way to the newest', async () => {
  const pin: WebVersion = [2, 3000, 1_000_000_001];
  const versions = await open(publish(newer));
  await versions.fetch();
  versions.pin(pin);
  expect(versions.current(own)).toEqual(pin);
  expect(versions.known()).toMatchObject({ pin, published: { version: [2, 3000, newer] } });
  versions.pin(undefined);
  expect(versions.current(own)).toEqual([2, 3000, newer]);
});

test('asked for by hand, the published version is fetched even while one is pinned', async () => {
  const versions = await open(publish(newer), { pin: [2, 3000, 1] });
  expect(await versions.fetch()).toBe(true);
  expect(versions.known().published).toEqual({ version: [2, 3000, newer], fetchedAt: clock.now() });
});

test('a fetch that fails is told with its time, until one succeeds', async () => {
  let answer: (response: ServerResponse) => void = (response) => void response.writeHead(503).end();
  const versions = await open((response) => answer(response));
  expect(await versions.fetch()).toBe(false);
  expect(versions.known().failedAt).toBe(clock.now());
  answer = publish(newer);
  expect(await versions.fetch()).toBe(true);
  expect(versions.known().failedAt).toBeUndefined();
});

test.each<[string, Partial<WaVersionState>, (versions: WebVersions) => unknown]>([
  ['library', { inUse: '2.3000.1000000000', pin: null, published: null }, () => undefined],
  ['published', { inUse: '2.3000.1000000777', pin: null }, (versions) => versions.fetch()],
  ['pinned', { inUse: '2.3000.1000000005', pin: '2.3000.1000000005' }, (v) => v.pin(versionFrom('2.3000.1000000005'))],
])('the control says that the version in use is %s', async (source, state, prepare) => {
  const versions = await open(source === 'library' ? () => undefined : publish(newer));
  const control = createVersionControl(versions, () => Promise.resolve(own));
  await prepare(versions);
  expect(await control.state()).toMatchObject({ source, failedAt: null, ...state });
});
