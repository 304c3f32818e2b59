import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

import { type Result, err, ok } from '../../shared/result.ts';
import type { MediaKind, MediaSource } from '../pairing/media.ts';
import type { Clock, SendFailure } from '../pairing/ports.ts';
import type * as clientLibrary from './client.ts';
import { type MediaKeys, encrypted, encryptedSize, hashesOf, mediaKeysOf } from './media-crypto.ts';
import type { MediaServers } from './media-servers.ts';
import type { AskServer } from './server-queries.ts';
import { createStillTimer } from './still-timer.ts';

/** How long WhatsApp gets to name its media servers, in ms. */
const namesMs = 20_000;
/** How long an upload may take in all, in ms. */
const uploadMs = 5 * 60_000;
/** Longer answers than this are none, in bytes. */
const longestAnswer = 64 * 1024;

/** What a message says of a file that was uploaded. */
export interface UploadedMedia {
  readonly url: string;
  readonly directPath: string;
  readonly mediaKey: Buffer;
  readonly fileSha256: Buffer;
  readonly fileEncSha256: Buffer;
  readonly fileLength: number;
}

export interface MediaUploads {
  /** Encrypts a file on its way to WhatsApp's media servers. `signal` gives it up: `not-connected`. */
  upload(kind: MediaKind, source: MediaSource, signal: AbortSignal): Promise<Result<UploadedMedia, SendFailure>>;
}

interface Named {
  readonly auth: string;
  readonly hosts: readonly string[];
  /** Epoch milliseconds. */
  readonly until: number;
}

/**
 * Uploads to the servers that `media_conn` names, one after the other until one takes the file. The library's own upload
 * is not used: it writes files that all users may read into the system's temporary folder, takes any answer with a `url`
 * for a success whatever its status, and never asks again once a `media_conn` was not answered (7.0.0-rc14,
 * lib/Utils/messages-media.js, `encryptedStream`, `uploadWithNodeHttp`; lib/Socket/messages-send.js, `refreshMediaConn`).
 */
export function createMediaUploads(options: {
  readonly client: Pick<typeof clientLibrary, 'getBinaryNodeChild' | 'getBinaryNodeChildren'>;
  readonly ask: AskServer;
  readonly servers: MediaServers;
  readonly clock: Clock;
  /** Told why a server did not take a file. */
  readonly onRefused: (why: { readonly statusCode?: number; readonly error?: unknown }) => void;
}): MediaUploads {
  const { client, ask, servers, clock, onRefused } = options;
  let named: Named | undefined;

  async function namedServers(): Promise<Named | undefined> {
    if (named !== undefined && named.until > clock.now()) return named;
    named = undefined;
    const content = [{ tag: 'media_conn', attrs: {} }];
    const answer = await ask({ type: 'set', xmlns: 'w:m', content }, namesMs);
    const connection = answer.ok ? client.getBinaryNodeChild(answer.value, 'media_conn') : undefined;
    const { auth, ttl } = connection?.attrs ?? {};
    const hosts = client.getBinaryNodeChildren(connection, 'host').flatMap(({ attrs: { hostname } }) => hostname ?? []);
    if (auth === undefined) return undefined;
    named = { auth, hosts, until: clock.now() + (Number(ttl) || 0) * 1000 };
    return named;
  }

  return {
    async upload(kind, source, signal) {
      const mediaKey = randomBytes(32);
      const keys = mediaKeysOf(mediaKey, kind);
      const [hashes, found] = await Promise.all([hashesOf(source, keys), namedServers()]);
      if (isAborted(signal)) return err({ code: 'not-connected' });
      let statusCode: number | undefined;
      for (const host of found?.hosts ?? []) {
        const name = hashes.encrypted.toString('base64url');
        const path = `/mms/${kind}/${name}?auth=${encodeURIComponent(found?.auth ?? '')}&token=${name}`;
        const outcome = await tryServer({ host, path, source, keys, signal, servers, clock });
        if (outcome.place !== undefined) {
          return ok({
            ...outcome.place,
            mediaKey,
            fileSha256: hashes.plain,
            fileEncSha256: hashes.encrypted,
            fileLength: source.size,
          });
        }
        // The caller's own wish is no failure of a server.
        if (isAborted(signal)) return err({ code: 'not-connected' });
        onRefused(outcome);
        statusCode = outcome.statusCode;
      }
      // The next upload asks anew: this list, or its `auth`, may be out of date.
      named = undefined;
      return err({ code: 'media-not-uploaded', ...(statusCode === undefined ? {} : { statusCode }) });
    },
  };
}

interface Outcome {
  readonly place?: { readonly url: string; readonly directPath: string };
  readonly statusCode?: number;
  readonly error?: unknown;
}

async function tryServer(attempt: {
  readonly host: string;
  readonly path: string;
  readonly source: MediaSource;
  readonly keys: MediaKeys;
  readonly signal: AbortSignal;
  readonly servers: MediaServers;
  readonly clock: Clock;
}): Promise<Outcome> {
  const { host, path, source, keys, clock } = attempt;
  const late = new AbortController();
  const signal = AbortSignal.any([attempt.signal, late.signal]);
  const giveUp = () => late.abort(new Error('the upload took too long'));
  const cancelWhole = clock.after(uploadMs, giveUp);
  const still = createStillTimer(clock, giveUp);
  async function* body(): AsyncGenerator<Uint8Array> {
    for await (const part of encrypted(source, keys)) {
      still.moves();
      yield part;
    }
    still.moves();
  }
  try {
    const answer = await attempt.servers.ask(host, path, {
      signal,
      upload: { size: encryptedSize(source.size), body },
    });
    const { statusCode = 0 } = answer;
    const place = statusCode === 200 ? placeIn(await textOf(answer)) : undefined;
    answer.destroy();
    return place === undefined ? { statusCode } : { place };
  } catch (error) {
    return { error };
  } finally {
    cancelWhole();
    still.stop();
  }
}

/** A function, because it changes between two looks. */
function isAborted({ aborted }: AbortSignal): boolean {
  return aborted;
}

async function textOf(answer: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of answer.setEncoding('utf8')) {
    text += String(chunk);
    if (text.length > longestAnswer) throw new Error('the answer is too long');
  }
  return text;
}

/** Where a file is, in the form that Baileys and whatsmeow read (`url`, `direct_path`). */
function placeIn(text: string): { readonly url: string; readonly directPath: string } | undefined {
  let answer: unknown;
  try {
    answer = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof answer !== 'object' || answer === null) return undefined;
  const { url, direct_path: directPath } = answer as Readonly<Record<string, unknown>>;
  return typeof url === 'string' && typeof directPath === 'string' ? { url, directPath } : undefined;
}
