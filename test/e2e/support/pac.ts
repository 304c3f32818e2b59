import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import { type ElectronApplication, test } from '@playwright/test';

import type { TestProxy } from '../../support/proxies.ts';

/** Lets a test put the console behind a proxy that a PAC file names; what `behind` answers is for `launch`. */
export function usePac(): (made: Promise<TestProxy>) => Promise<{ proxy: TestProxy; args: string[] }> {
  const closers: (() => Promise<unknown>)[] = [];
  test.afterEach(async () => {
    for (const close of closers.splice(0)) await close();
  });
  return async function behind(made) {
    const proxy = await made;
    const { address, close } = await serve(proxy.address);
    closers.push(close, () => proxy.close());
    return { proxy, args: [`--proxy-pac-url=${address}`] };
  };
}

/** A PAC file, where a system looks for it: behind an address. It names this proxy for WhatsApp, and for all else one without an address. */
async function serve({
  host,
  port,
}: TestProxy['address']): Promise<{ address: string; close: () => Promise<unknown> }> {
  const script = `function FindProxyForURL(url, host) {
    return dnsDomainIs(host, '.whatsapp.com') || dnsDomainIs(host, '.whatsapp.net')
      ? 'PROXY ${host}:${port}' : 'PROXY nobody.invalid:1';
  }`;
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'application/x-ns-proxy-autoconfig' }).end(script);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/proxy.pac`,
    close: () => new Promise((done) => void server.close(done)),
  };
}

/**
 * Chromium asks no PAC file about this machine, where the test's WhatsApp is. So for the ports of this machine the question is
 * put for WhatsApp's own name; the answer, and all that follows from it, is the program's.
 */
export async function askForWhatsApp(app: ElectronApplication, linkPort: string): Promise<void> {
  await app.evaluate(({ session }, link) => {
    const followed = session.fromPartition('network');
    const ask = followed.resolveProxy.bind(followed);
    followed.resolveProxy = (url) => {
      const { hostname, port } = new URL(url);
      if (hostname !== '127.0.0.1') return ask(url);
      return ask(port === link ? 'https://web.whatsapp.com:443/' : 'https://mmg.whatsapp.net:443/');
    };
  }, linkPort);
}
