import { type KeyObject, createPrivateKey, createPublicKey } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

import { releaseName } from '../../electron/updates/updates.ts';
import { newKeyPair, releaseFileOf, signed } from '../../scripts/signing.ts';
import { packName } from '../../shared/protocol-pack-rules.ts';
import type { ProtocolPack } from '../../shared/protocol-pack.ts';
import type { Release } from '../../shared/updates.ts';

/** A web server of an organisation on 127.0.0.1, with a folder of real files. */
export interface UpdateServer {
  readonly url: string;
  readonly folder: string;
  readonly key: KeyObject;
  /** The public half, in PEM. */
  readonly publicKey: string;
  /** The private half, in PEM. */
  readonly privateKey: string;
  /** The paths that were asked for, in order. */
  readonly asked: readonly string[];
  /** Answers this path in another way than with the file. */
  answer(name: string, how: (response: ServerResponse) => void): void;
  /** Writes an installer, and answers its place in a release. */
  installer(name: string, content: string | Buffer): ReturnType<typeof releaseFileOf>;
  /** Signs a release and puts it where the program looks. */
  publish(release: Release, key?: string): Promise<void>;
  /** The same of a protocol pack. */
  publishPack(pack: ProtocolPack, key?: string): Promise<void>;
  readonly close: () => Promise<void>;
}

export async function createUpdateServer(): Promise<UpdateServer> {
  const folder = await mkdtemp(join(tmpdir(), 'update-server-'));
  const pair = newKeyPair();
  const asked: string[] = [];
  const others = new Map<string, (response: ServerResponse) => void>();

  async function serve(name: string, response: ServerResponse): Promise<void> {
    const other = others.get(name);
    if (other !== undefined) {
      other(response);
      return;
    }
    const file = join(folder, basename(name));
    const found = await stat(file).catch(() => undefined);
    if (found === undefined) {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, { 'content-length': found.size });
    createReadStream(file).pipe(response);
  }
  const server = createServer((request, response) => {
    const name = decodeURIComponent((request.url ?? '/').slice(1));
    asked.push(name);
    void serve(name, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    folder,
    key: createPublicKey(pair.publicKey),
    publicKey: pair.publicKey,
    privateKey: pair.privateKey,
    asked,
    answer: (name, how) => void others.set(name, how),
    async installer(name, content) {
      await writeFile(join(folder, name), content);
      return releaseFileOf(join(folder, name));
    },
    publish: (release, key = pair.privateKey) =>
      writeFile(join(folder, releaseName), signed('release', release, createPrivateKey(key))),
    publishPack: (pack, key = pair.privateKey) =>
      writeFile(join(folder, packName), signed('protocol-pack', pack, createPrivateKey(key))),
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** The bytes of a file with one bit turned over. */
export async function tamper(path: string): Promise<void> {
  const bytes = await readFile(path);
  const middle = Math.floor(bytes.length / 2);
  bytes.writeUInt8(bytes.readUInt8(middle) ^ 1, middle);
  await writeFile(path, bytes);
}
