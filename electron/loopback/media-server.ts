import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';

import { loopbackCertificate } from '../crypto/loopback-certificate.ts';
import type { ViolationRule } from './events.ts';
import { mediaKey } from './media-key.ts';
import type { Misbehaviours } from './misbehaviour.ts';

/** Where encrypted files go and come from. It sees no key and no content. */
export interface MediaServer {
  /** For `<host hostname>`, with the port. */
  readonly host: string;
  /** What an upload must carry. */
  readonly auth: string;
  /** Uploads that were taken, and downloads that were begun. */
  readonly counts: { readonly uploads: number; readonly downloads: number };
  /** Puts a phone's file there; answers its place. */
  put(path: string, encrypted: Uint8Array): Promise<{ readonly url: string; readonly directPath: string }>;
  /** The encrypted file at this place. */
  get(directPath: string): Promise<Buffer | undefined>;
  close(): Promise<void>;
}

const uploadPath = /^\/mms\/(image|video|audio|document)\/([\w-]{43})$/;

/**
 * WhatsApp's media servers, over TLS on 127.0.0.1. The form of uploads as Baileys 7.0.0-rc14 (lib/Utils/messages-media.js,
 * `getWAUploadToServer`) and whatsmeow (upload.go, `rawUpload`) write them: the encrypted file's hash in the path, the same
 * again as `token`, and the `auth` of `media_conn`.
 */
export async function createMediaServer({
  misbehaviours,
  report,
}: {
  readonly misbehaviours: Misbehaviours;
  readonly report: (rule: ViolationRule, detail: string) => void;
}): Promise<MediaServer> {
  const auth = randomBytes(16).toString('base64url');
  const folder = await mkdtemp(join(tmpdir(), 'loopback-media-'));
  /** The files, by their places. */
  const files = new Map<string, string>();
  const counts = { uploads: 0, downloads: 0 };
  const server = createServer({ cert: loopbackCertificate, key: mediaKey }, (request, response) => {
    const work = request.method === 'POST' ? takeUpload(request, response) : serve(request, response);
    work.catch(() => response.destroy());
  });

  function fileFor(directPath: string): string {
    const file = join(folder, createHash('sha256').update(directPath).digest('hex'));
    files.set(directPath, file);
    return file;
  }

  function placeOf(directPath: string): { url: string; directPath: string } {
    return { url: `https://${host}${directPath}`, directPath };
  }

  async function takeUpload(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const misbehaviour = misbehaviours.take('upload');
    if (misbehaviour?.kind === 'fail') {
      // As a server does that wants its answer to be read.
      request.resume();
      answer(response, misbehaviour.code, { error: 'refused' });
      return;
    }
    if (misbehaviour?.kind === 'silent') return;
    if (misbehaviour?.kind === 'cut') {
      await once(request, 'data');
      request.destroy();
      return;
    }
    const { pathname, searchParams } = new URL(request.url ?? '/', `https://${host}`);
    const named = uploadPath.exec(pathname)?.[2];
    if (named === undefined || searchParams.get('token') !== named || searchParams.get('auth') !== auth) {
      report('media', 'an upload without the hash of its file, or without the auth of media_conn');
      answer(response, 401, { error: 'unauthorized' });
      return;
    }
    const directPath = `/v/t62.7118-24/${randomBytes(12).toString('hex')}?ccb=11-4&oh=01_loopback&oe=70000000`;
    const hash = createHash('sha256');
    const hashing = new Transform({
      transform(chunk: Buffer, _, done) {
        hash.update(chunk);
        done(null, chunk);
      },
    });
    await pipeline(request, hashing, createWriteStream(fileFor(directPath), { mode: 0o600 }));
    if (hash.digest('base64url') !== named) {
      report('media', 'the hash in the path of an upload is not the hash of its file');
      answer(response, 400, { error: 'hash mismatch' });
      return;
    }
    counts.uploads += 1;
    const { url } = placeOf(directPath);
    answer(response, 200, misbehaviour?.kind === 'nonsense' ? { ok: 'yes' } : { url, direct_path: directPath });
  }

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const misbehaviour = misbehaviours.take('download');
    const file = files.get(request.url ?? '');
    if (misbehaviour?.kind === 'fail' || file === undefined) {
      answer(response, misbehaviour?.kind === 'fail' ? misbehaviour.code : 404, { error: 'not found' });
      return;
    }
    if (misbehaviour?.kind === 'silent') return;
    counts.downloads += 1;
    if (misbehaviour === undefined) {
      await pipeline(createReadStream(file), response);
      return;
    }
    const bytes = await readFile(file);
    if (misbehaviour.kind === 'corrupt') bytes.writeUInt8(bytes.readUInt8(bytes.length >> 1) ^ 1, bytes.length >> 1);
    response.writeHead(200, { 'content-length': bytes.length });
    if (misbehaviour.kind === 'corrupt') response.end(bytes);
    else response.write(bytes.subarray(0, bytes.length >> 1), () => response.destroy());
  }

  function answer(response: ServerResponse, status: number, body: object): void {
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  }

  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    host,
    auth,
    counts,
    async put(path, encrypted) {
      await writeFile(fileFor(path), encrypted, { mode: 0o600 });
      return placeOf(path);
    },
    get: async (directPath) => {
      const file = files.get(directPath);
      return file === undefined ? undefined : readFile(file);
    },
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
      await rm(folder, { recursive: true, force: true });
    },
  };
}
