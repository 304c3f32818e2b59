import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { createAppRequestHandler } from '../../../electron/window/app-protocol.ts';
import { ceremonyHeaders } from '../../../electron/window/content-security.ts';
import { createPageHandler } from '../../../electron/window/page-handler.ts';
import { createRecordingLogger } from '../../support/recording-logger.ts';

const root = mkdtempSync(join(tmpdir(), 'app-protocol-'));
const folder = join(root, 'renderer');

beforeAll(() => {
  mkdirSync(join(folder, 'assets'), { recursive: true });
  writeFileSync(join(folder, 'index.html'), '<!doctype html>');
  writeFileSync(join(folder, 'assets', 'index-Ab1_-2.js'), 'export {};');
  writeFileSync(join(folder, '.hidden.js'), 'secret');
  writeFileSync(join(folder, 'notes.txt'), 'secret');
  writeFileSync(join(root, 'outside.js'), 'secret');
});
afterAll(() => rmSync(root, { recursive: true }));

const get = (url: string, init?: RequestInit) =>
  createAppRequestHandler({ folder, logger: createRecordingLogger() })(new Request(url, init));

describe('the built renderer', () => {
  it('is served with the right types', async () => {
    const page = await get('app://console/');
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    expect(await page.text()).toBe('<!doctype html>');
    const script = await get('app://console/assets/index-Ab1_-2.js?v=1');
    expect([script.status, script.headers.get('content-type')]).toEqual([200, 'text/javascript; charset=utf-8']);
  });

  it('allows nothing but itself', async () => {
    const { headers } = await get('app://console/');
    expect(headers.get('content-security-policy')).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; " +
        "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    );
    expect(headers.get('x-content-type-options')).toBe('nosniff');
  });

  it.each([
    'app://console/missing.js',
    'app://console/notes.txt',
    'app://console/.hidden.js',
    'app://console/assets',
    'app://console/assets/../../outside.js',
    'app://console/..%2foutside.js',
    'app://console/%2e%2e/outside.js',
    'app://console/..%5coutside.js',
    'app://console/assets%00.js',
    'app://console//etc/hosts.js',
    'app://console/index.html',
    'app://other/index.html',
    'https://console/index.html',
  ])('answers 404 to %s', async (url) => {
    const answer = await get(url);
    expect(answer.status).toBe(404);
    expect(await answer.text()).toBe('');
  });

  it('gives away nothing outside its folder, whatever the path', async () => {
    const piece = fc.oneof(
      fc.constantFrom(
        '..',
        '.',
        '/',
        '\\',
        '%2e',
        '%2f',
        '%5c',
        '%00',
        'outside.js',
        'assets',
        '.hidden.js',
        'notes.txt',
      ),
      fc.string({ maxLength: 3 }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(piece), async (pieces) => {
        const answer = await get(`app://console/${pieces.join('')}`);
        expect(await answer.text()).not.toContain('secret');
      }),
      { numRuns: 500 },
    );
  });

  it('is read-only', async () => {
    expect((await get('app://console/', { method: 'POST', body: 'x' })).status).toBe(405);
  });
});

describe('the development server', () => {
  it('is passed on to, with its status and types and our headers', async () => {
    const server = createServer((request, response) => {
      response.statusCode = request.url === '/src/app.tsx?t=1' ? 200 : 404;
      response.setHeader('content-type', 'text/javascript');
      response.end(`${String(request.url)} ${String(request.headers.accept)}`);
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const handle = createAppRequestHandler({
      folder,
      developmentServer: new URL(`http://127.0.0.1:${port}`),
      logger: createRecordingLogger(),
    });
    const found = await handle(new Request('app://console/src/app.tsx?t=1', { headers: { accept: 'text/css' } }));
    expect([found.status, found.headers.get('content-type')]).toEqual([200, 'text/javascript']);
    expect(await found.text()).toBe('/src/app.tsx?t=1 text/css');
    expect(found.headers.get('content-security-policy')).toContain(`connect-src 'self' ws://127.0.0.1:${port};`);
    expect((await handle(new Request('app://console/none'))).status).toBe(404);
    expect(await (await handle(new Request('app://console//127.0.0.1:1/x'))).text()).toBe('//127.0.0.1:1/x */*');
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
    expect((await handle(new Request('app://console/'))).status).toBe(404);
  });
});

describe('the page for passkeys', () => {
  const site = { origin: 'https://web.whatsapp.com', page: '/ceremony.html', headers: ceremonyHeaders } as const;
  const ask = (url: string) => createPageHandler(site, { folder, logger: createRecordingLogger() })(new Request(url));

  it('is all there is at its address, and may do nothing but show itself', async () => {
    writeFileSync(join(folder, 'ceremony.html'), '<!doctype html><title>passkey</title>');
    const page = await ask('https://web.whatsapp.com/');
    expect(await page.text()).toContain('passkey');
    expect(page.headers.get('content-security-policy')).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    );
    expect(page.headers.get('permissions-policy')).toContain('publickey-credentials-get=(self)');
    expect((await ask('https://web.whatsapp.com/assets/index-Ab1_-2.js')).status).toBe(200);
  });

  it.each([
    'https://web.whatsapp.com/index.html',
    'https://web.whatsapp.com/ceremony.html',
    'https://web.whatsapp.com/sw.js',
    'https://www.whatsapp.com/',
    'https://web.whatsapp.com:8443/',
    'https://web.whatsapp.com.example/',
    'http://web.whatsapp.com/',
  ])('answers 404 to %s', async (url) => {
    expect((await ask(url)).status).toBe(404);
  });
});
