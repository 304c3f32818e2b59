import { createDecipheriv, createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

import { type Result, err, ok } from '../../shared/result.ts';
import type { DownloadFailure, IncomingMedia, OpenedMedia } from '../pairing/media.ts';
import type { Clock } from '../pairing/ports.ts';
import { macLength, mediaKeysOf } from './media-crypto.ts';
import type { MediaServers } from './media-servers.ts';
import { type StillTimer, createStillTimer } from './still-timer.ts';

class CorruptMedia extends Error {}

/**
 * Begins to download a file and to decrypt it. The library's own download checks neither the MAC nor a hash and asks the
 * host that the sender names (7.0.0-rc14, lib/Utils/messages-media.js, `downloadContentFromMessage`). Here the last part is
 * given out once everything has been checked, so a small file is checked before anything of it is seen.
 */
export async function openMedia(
  media: IncomingMedia,
  { servers, clock }: { readonly servers: MediaServers; readonly clock: Clock },
): Promise<Result<OpenedMedia, DownloadFailure>> {
  const host = media.host ?? servers.standard;
  if (host === undefined || !servers.serves(host)) return err({ code: 'media-not-downloaded' });
  const over = new AbortController();
  const still = createStillTimer(clock, () => over.abort());
  let answer: IncomingMessage;
  try {
    answer = await servers.ask(host, media.path, { signal: over.signal });
  } catch {
    still.stop();
    return err({ code: 'media-not-downloaded' });
  }
  const { statusCode = 0 } = answer;
  if (statusCode !== 200) {
    still.stop();
    answer.destroy();
    const isGone = statusCode === 404 || statusCode === 410;
    return err({ code: isGone ? 'media-expired' : 'media-not-downloaded', statusCode });
  }
  const parts = decrypted(answer, media, still);
  try {
    const first = await parts.next();
    return ok({ media, body: joined(first.done === true ? Buffer.alloc(0) : first.value, parts) });
  } catch (error) {
    return err({ code: error instanceof CorruptMedia ? 'media-corrupt' : 'media-not-downloaded' });
  }
}

/** Ends `rest`, and with it the connection, also for a reader that leaves before it has begun: no generator would. */
function joined(first: Buffer, rest: AsyncGenerator<Buffer>): AsyncIterableIterator<Buffer> {
  let begun = false;
  return {
    [Symbol.asyncIterator]() {
      return this;
    },
    next() {
      if (begun) return rest.next();
      begun = true;
      return Promise.resolve({ done: false, value: first });
    },
    return: () => rest.return(undefined),
  };
}

async function* decrypted(
  answer: IncomingMessage,
  { mediaKey, kind, sha256, encryptedSha256 }: IncomingMedia,
  still: StillTimer,
): AsyncGenerator<Buffer> {
  const keys = mediaKeysOf(Buffer.from(mediaKey, 'base64'), kind);
  const decipher = createDecipheriv('aes-256-cbc', keys.cipherKey, keys.iv);
  const mac = createHmac('sha256', keys.macKey).update(keys.iv);
  const whole = createHash('sha256');
  const plain = createHash('sha256');
  let tail = Buffer.alloc(0);
  let held = Buffer.alloc(0);
  try {
    for await (const chunk of answer) {
      still.moves();
      const data = Buffer.concat([tail, chunk as Buffer]);
      // The MAC is the last thing in the file.
      const body = data.subarray(0, Math.max(0, data.length - macLength));
      tail = Buffer.from(data.subarray(body.length));
      mac.update(body);
      whole.update(body);
      const part = decipher.update(body);
      plain.update(part);
      // A reader that takes its time is no standstill of the server.
      still.stop();
      if (held.length > 0) yield held;
      still.moves();
      held = part;
    }
    whole.update(tail);
    const isWhole = tail.length === macLength && timingSafeEqual(mac.digest().subarray(0, macLength), tail);
    if (!isWhole || !isHash(whole.digest(), encryptedSha256)) throw new CorruptMedia();
    const last = finish(decipher);
    if (!isHash(plain.update(last).digest(), sha256)) throw new CorruptMedia();
    yield Buffer.concat([held, last]);
  } finally {
    still.stop();
    answer.destroy();
  }
}

function finish(decipher: ReturnType<typeof createDecipheriv>): Buffer {
  try {
    return decipher.final();
  } catch {
    throw new CorruptMedia();
  }
}

function isHash(found: Buffer, expected: string | undefined): boolean {
  return expected === undefined || found.equals(Buffer.from(expected, 'base64'));
}
