import type { Readable } from 'node:stream';

import { type Result, err, ok } from '../../shared/result.ts';
import { systemCodeOf } from '../files/storage-error.ts';
import { type Problem, problem } from './define.ts';
import { limits, tooLarge } from './media-limits.ts';
import type { MediaSpool, SpoolDraft, SpooledFile } from './media-spool.ts';
import { problemOf } from './problem-of.ts';

/** A body with the one long string taken out of it. */
export interface LiftedBody {
  /** The JSON, with `""` in the place of `media.data`. */
  readonly json: string;
  /** What `media.data` was, decoded. */
  readonly file?: SpooledFile;
}

/** Where the long string stands: at the key `data` of the object at the key `media`. */
const liftedKeys = ['media', 'data'] as const;

const quote = 0x22;
const backslash = 0x5c;

/**
 * Reads a JSON body as it arrives and writes the base64 of `media.data` to a file, decoded, piece by piece: no more of it
 * is held in memory than one chunk of the connection. On a failure the file is deleted, and the rest of the body is left
 * in the stream.
 *
 * @param longestRest how long the JSON may be without that string, in bytes
 */
export async function readLiftedBody(
  body: Readable,
  { spool, longestRest }: { readonly spool: MediaSpool; readonly longestRest: number },
): Promise<Result<LiftedBody, Problem>> {
  const scanner = createScanner();
  const rest: Buffer[] = [];
  let restLength = 0;
  let read = 0;
  let isOver = false;
  let lifted: { readonly draft: SpoolDraft; readonly base64: Base64Reader; size: number } | undefined;

  /** Reads what belongs to the JSON; answers where the long string begins, or the end of the chunk. */
  function keepRest(chunk: Buffer, at: number): Result<number, Problem> {
    const stop = scanner.scan(chunk, at);
    const kept = chunk.subarray(at, stop);
    // A copy: the few bytes must not keep the whole chunk in memory.
    rest.push(Buffer.from(kept));
    restLength += kept.length;
    return restLength > longestRest ? err(restTooLong(longestRest)) : ok(stop);
  }

  /** Decodes and writes what belongs to the long string; answers where it ends, or the end of the chunk. */
  async function lift(chunk: Buffer, at: number): Promise<Result<number, Problem>> {
    if (isOver) return err(problem(400, 'invalid_request', 'media.data: comes twice'));
    if (lifted === undefined) {
      const draft = await spool.draft();
      if (!draft.ok) return err(problemOf(draft.error));
      lifted = { draft: draft.value, base64: createBase64Reader(), size: 0 };
    }
    const end = chunk.indexOf(quote, at);
    const stop = end === -1 ? chunk.length : end;
    const bytes = lifted.base64.read(chunk.toString('latin1', at, stop), end !== -1);
    if (bytes === undefined) return err(problem(400, 'invalid_request', 'media.data: is not base64'));
    lifted.size += bytes.length;
    if (lifted.size > limits.document) return err(tooLarge);
    const written = await lifted.draft.write(bytes);
    if (!written.ok) return err(problemOf(written.error));
    if (end !== -1) {
      isOver = true;
      scanner.closeLifted();
    }
    return ok(stop);
  }

  async function take(chunk: Buffer): Promise<Problem | undefined> {
    read += chunk.length;
    if (read > limits.body) return tooLarge;
    let at = 0;
    while (at < chunk.length) {
      const step = scanner.isLifting() ? await lift(chunk, at) : keepRest(chunk, at);
      if (!step.ok) return step.error;
      at = step.value;
    }
    return undefined;
  }

  async function refuse(refused: Problem): Promise<Result<LiftedBody, Problem>> {
    await lifted?.draft.discard();
    return err(refused);
  }

  try {
    // The rest of a body that is refused is read elsewhere: its sender is to see the answer.
    for await (const chunk of body.iterator({ destroyOnReturn: false })) {
      const refused = await take(chunk as Buffer);
      if (refused !== undefined) return await refuse(refused);
    }
  } catch (error) {
    // The connection broke. Faults of this program are no system errors.
    if (systemCodeOf(error) === undefined && !body.destroyed) throw error;
    return refuse(problem(400, 'invalid_request', 'The request could not be read.'));
  }
  const json = Buffer.concat(rest).toString('utf8');
  if (lifted === undefined) return ok({ json });
  if (scanner.isLifting()) return refuse(problem(400, 'invalid_request', 'The body is not JSON.'));
  const file = await lifted.draft.finish();
  return file.ok ? ok({ json, file: file.value }) : refuse(problemOf(file.error));
}

function restTooLong(longest: number): Problem {
  return problem(413, 'payload_too_large', `A body has at most ${longest} bytes, the file in media.data aside.`);
}

interface Scanner {
  /** Reads on from `at`; answers where it stopped: at the end, or behind the quote that begins the long string. */
  scan(chunk: Buffer, at: number): number;
  isLifting(): boolean;
  /** The next byte is the quote that ends the long string. */
  closeLifted(): void;
}

/** Follows the keys of a JSON text byte by byte. What does not read as JSON is refused later, when the rest is parsed. */
function createScanner(): Scanner {
  /** The key whose value is being read, at each depth that matters. */
  const keys: (string | undefined)[] = [];
  let depth = 0;
  let inString = false;
  let escaped = false;
  let lifting = false;
  /** The string that was read last, or as much of it as a key can need. */
  let text = '';

  function isAtLiftedValue(): boolean {
    return depth === liftedKeys.length && liftedKeys.every((key, index) => keys[index + 1] === key);
  }

  return {
    isLifting: () => lifting,
    closeLifted() {
      lifting = false;
    },
    scan(chunk, start) {
      for (let at = start; at < chunk.length; at += 1) {
        const byte = chunk[at] ?? 0;
        if (inString) {
          if (escaped) escaped = false;
          else if (byte === backslash) escaped = true;
          else if (byte === quote) inString = false;
          else if (text.length <= 5) text += String.fromCharCode(byte);
          continue;
        }
        switch (byte) {
          case quote:
            inString = true;
            text = '';
            if (!isAtLiftedValue()) break;
            // The quote that ends it is the next byte outside of it.
            lifting = true;
            return at + 1;
          case 0x3a: // :
            if (depth <= liftedKeys.length) keys[depth] = text;
            break;
          case 0x2c: // ,
            if (depth <= liftedKeys.length) keys[depth] = undefined;
            break;
          case 0x7b: // {
          case 0x5b: // [
            depth += 1;
            if (depth <= liftedKeys.length) keys[depth] = undefined;
            break;
          case 0x7d: // }
          case 0x5d: // ]
            depth -= 1;
            break;
        }
      }
      return chunk.length;
    },
  };
}

/** Decodes base64 that comes in pieces, inside of a JSON string: some programs escape its slashes and plus signs. */
interface Base64Reader {
  /** `undefined`: it is not base64. */
  read(piece: string, isLast: boolean): Buffer | undefined;
}

function createBase64Reader(): Base64Reader {
  /** What was read and cannot be decoded yet. */
  let left = '';
  return {
    read(piece, isLast) {
      const text = unescaped(left + piece);
      const escape = isLast ? '' : (/\\(u[0-9a-fA-F]{0,3})?$/.exec(text)?.[0] ?? '');
      const base64 = escape === '' ? text : text.slice(0, -escape.length);
      if (!/^[A-Za-z0-9+/]*={0,2}$/.test(base64)) return undefined;
      if (isLast) return base64.replace(/=+$/, '').length % 4 === 1 ? undefined : Buffer.from(base64, 'base64');
      // Behind an equals sign nothing but the end may follow.
      const whole = base64.includes('=') ? 0 : base64.length - (base64.length % 4);
      left = base64.slice(whole) + escape;
      return Buffer.from(base64.slice(0, whole), 'base64');
    },
  };
}

function unescaped(text: string): string {
  if (!text.includes('\\')) return text;
  return text.replace(/\\(?:\/|u([0-9a-fA-F]{4}))/g, (_, code?: string) =>
    code === undefined ? '/' : String.fromCharCode(parseInt(code, 16)),
  );
}
