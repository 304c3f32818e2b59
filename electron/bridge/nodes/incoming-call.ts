import { Readable } from 'node:stream';

import type { FastifyRequest } from 'fastify';

import type { IncomingCall } from '../define.ts';
import type { SpooledFile } from '../media-spool.ts';
import type { NodeCall } from './node-caller.ts';

/** In the place of a file's bytes: no text that came has it, because it is chosen after it came. */
const placeOfFile = () => `here-${crypto.randomUUID()}`;

/** A request that was parsed, as it can be made again. */
export function incomingCallOf(request: FastifyRequest): IncomingCall {
  const { method, headers } = request.raw;
  const { caller: address, isForwarded, json, file, url } = request;
  return { method: method ?? 'GET', url, headers, address, isForwarded, body: bodyOf(json, file) };
}

function bodyOf(json: string | undefined, file: SpooledFile | undefined): NodeCall['body'] {
  if (json === undefined) return undefined;
  if (file === undefined) return { bytes: Buffer.byteLength(json), read: () => json };
  const [before = '', after = ''] = aroundFile(json);
  return {
    bytes: Buffer.byteLength(before) + Math.ceil(file.size / 3) * 4 + Buffer.byteLength(after),
    read: () => Readable.from(withFile(before, file, after), { objectMode: false }),
  };
}

/** The JSON before and behind the file, which was lifted out of `media.data`. */
function aroundFile(json: string): readonly string[] {
  const body = JSON.parse(json) as { readonly media: object };
  const mark = placeOfFile();
  return JSON.stringify({ ...body, media: { ...body.media, data: mark } }).split(mark);
}

async function* withFile(before: string, file: SpooledFile, after: string): AsyncGenerator<string> {
  yield before;
  let rest = Buffer.alloc(0);
  for await (const chunk of file.read()) {
    const bytes = Buffer.concat([rest, chunk]);
    const whole = bytes.length - (bytes.length % 3);
    rest = bytes.subarray(whole);
    yield bytes.toString('base64', 0, whole);
  }
  yield rest.toString('base64');
  yield after;
}
