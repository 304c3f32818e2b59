import { readFile, rename, writeFile } from 'node:fs/promises';

import { z } from 'zod';

import type { Fetch } from '../network/fetch-by.ts';
import type { Clock, Logger } from '../pairing/ports.ts';

/** A WA Web version as the handshake carries it: `[2, 3000, revision]`. */
export type WebVersion = [major: number, minor: number, revision: number];

export interface WebVersions {
  /**
   * What to present now, without waiting: the pinned version, or the newest of the one last published, a protocol pack's
   * and `own`, the client library's. An old published version is fetched again in the background.
   */
  current(own: WebVersion): WebVersion;
  /** What `current` chooses from. */
  known(): KnownVersions;
  /** Presented from here on, whatever is published; `undefined`: the newest that is known. */
  pin(version: WebVersion | undefined): void;
  /** Fetches the published version whatever its age, unless one is pinned; at most 10 s, never throws. For after a 405. */
  renew(): Promise<void>;
  /** The same whatever is pinned. Answers whether there was one. */
  fetch(): Promise<boolean>;
  /** Gives up a fetch under way. */
  close(): Promise<void>;
}

/** Times are epoch milliseconds. */
export interface KnownVersions {
  readonly pin: WebVersion | undefined;
  readonly published: Published | undefined;
  readonly packed: WebVersion | undefined;
  /** When the last fetch failed, if none has succeeded since. */
  readonly failedAt: number | undefined;
  /** `false`: nothing is ever fetched. */
  readonly isFetched: boolean;
}

export interface WebVersionsOptions {
  /** Where the published version is kept, with the time it was fetched. */
  readonly file: string;
  /** WA Web's service worker, which names the client's revision; without it nothing is ever fetched. */
  readonly url: string | undefined;
  /** Presented whatever is published. */
  readonly pin?: WebVersion | undefined;
  /** A protocol pack's. */
  readonly packed?: () => WebVersion | undefined;
  readonly fetch: Fetch;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Where WhatsApp publishes the revision of its web client (the client library's `fetchLatestWaWebVersion`). */
export const publishedAt = 'https://web.whatsapp.com/sw.js';

const fetchMs = 10_000;
const oldAfterMs = 6 * 3_600_000;
/** A workstation without internet is not asked for it at every socket. */
const pauseMs = 10 * 60_000;

/** Without these two the server answers with a page for people. */
const headers = {
  'sec-fetch-site': 'none',
  'user-agent': 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36',
};

const publishedSchema = z.object({
  version: z.tuple([z.number().int(), z.number().int(), z.number().int()]),
  fetchedAt: z.number().int(),
});
type Published = z.infer<typeof publishedSchema>;

/** `2.3000.1034074495`. */
export function versionText(version: WebVersion): string {
  return version.join('.');
}
/** The other way round; the text is one that `isWaVersion` takes. */
export function versionFrom(text: string): WebVersion {
  const [major = 0, minor = 0, revision = 0] = text.split('.').map(Number);
  return [major, minor, revision];
}

/** Reads what was kept and looks for something newer in the background. */
export async function openWebVersions(options: WebVersionsOptions): Promise<WebVersions> {
  const { file, url, packed = () => undefined, fetch, clock, logger } = options;
  let { pin } = options;
  let failedAt: number | undefined;
  let published = await readKept(file, logger);
  let lastTry = -Infinity;
  let underWay: { readonly done: Promise<boolean>; readonly abort: () => void } | undefined;

  async function fetchOnce(from: string, signal: AbortSignal): Promise<boolean> {
    try {
      const version = await fetchPublished(fetch, from, signal);
      published = { version, fetchedAt: clock.now() };
      failedAt = undefined;
      logger.info('WA Web version fetched', { version: versionText(version) });
    } catch (error) {
      failedAt = clock.now();
      logger.warn('the WA Web version could not be fetched', { error });
      return false;
    }
    await keep(file, published).catch((error: unknown) => logger.warn('the WA Web version was not kept', { error }));
    return true;
  }

  function look(): Promise<boolean> {
    if (url === undefined) return Promise.resolve(false);
    if (underWay === undefined) {
      lastTry = clock.now();
      const controller = new AbortController();
      const cancel = clock.after(fetchMs, () => controller.abort());
      const done = fetchOnce(url, controller.signal).finally(() => {
        cancel();
        underWay = undefined;
      });
      underWay = { done, abort: () => controller.abort() };
    }
    return underWay.done;
  }

  function lookIfOld(): void {
    const old = published === undefined || Math.abs(clock.now() - published.fetchedAt) > oldAfterMs;
    if (pin === undefined && old && clock.now() - lastTry > pauseMs) void look();
  }

  lookIfOld();
  return {
    current(own) {
      lookIfOld();
      return pin ?? newer(published?.version, newer(packed(), own));
    },
    known: () => ({ pin, published, packed: packed(), failedAt, isFetched: url !== undefined }),
    pin(version) {
      pin = version;
      lookIfOld();
    },
    async renew() {
      if (pin === undefined) await look();
    },
    fetch: look,
    async close() {
      underWay?.abort();
      await underWay?.done;
    },
  };
}

async function fetchPublished(fetch: Fetch, url: string, signal: AbortSignal): Promise<WebVersion> {
  // A portal that redirects to its own page has no version to tell: redirects are not followed.
  const response = await fetch(url, { signal, headers });
  if (!response.ok) throw new Error(`HTTP status ${response.status}`);
  const revision = /\\?"client_revision\\?":\s*(\d{6,12})\b/.exec(await response.text())?.[1];
  if (revision === undefined) throw new Error('no client revision in the answer');
  return [2, 3000, Number(revision)];
}

async function readKept(file: string, logger: Logger): Promise<Published | undefined> {
  try {
    return publishedSchema.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch (error) {
    const absent = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    if (!absent) logger.warn('the kept WA Web version could not be read', { error });
    return undefined;
  }
}

/** A cache: whole or absent, but not worth a flush. */
async function keep(file: string, published: Published): Promise<void> {
  await writeFile(`${file}.new`, JSON.stringify(published), { mode: 0o600 });
  await rename(`${file}.new`, file);
}

function newer(other: WebVersion | undefined, own: WebVersion): WebVersion {
  if (other === undefined) return own;
  const difference = other.map((part, index) => part - (own[index] ?? 0)).find((part) => part !== 0) ?? 0;
  return difference > 0 ? other : own;
}
