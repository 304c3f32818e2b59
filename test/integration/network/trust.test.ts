import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Server, createServer } from 'node:tls';
import { promisify } from 'node:util';

import { afterAll, beforeAll, expect, test } from 'vitest';

import { bundle } from '../../support/bundle.ts';
import { createAuthority } from '../../support/certificates.ts';

const office = createAuthority('Office Proxy CA', 'Office IT');
let folder: string;
let child: string;
let server: Server;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'trust-'));
  child = await bundle(join(import.meta.dirname, '../../support/trust-child.ts'), folder);
  server = createServer(office.issue('localhost'), (socket) => void socket.end());
  server.on('tlsClientError', () => undefined);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
}, 60_000);
afterAll(async () => {
  server.close();
  await rm(folder, { recursive: true, force: true });
});

async function ask(env: NodeJS.ProcessEnv): Promise<string> {
  const { port } = server.address() as AddressInfo;
  return (await promisify(execFile)(process.execPath, [child, String(port)], { env })).stdout;
}

test('what this computer trusts is read by this Node, and takes nothing from NODE_EXTRA_CA_CERTS', async () => {
  expect(await ask({})).toMatch(/^(SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_GET_ISSUER_CERT_LOCALLY)$/);
  const file = join(folder, 'office.pem');
  await writeFile(file, office.pem);
  expect(await ask({ NODE_EXTRA_CA_CERTS: file })).toBe('authorized');
});
