import { afterEach, describe, expect, it } from 'vitest';

import { systemClock } from '../../../electron/clock/system-clock.ts';
import { createLoopbackWhatsApp } from '../../../electron/loopback/endpoint.ts';
import { createDirectDialer } from '../../../electron/network/dialer.ts';
import * as client from '../../../electron/whatsapp/client.ts';
import { whatsappEndpoint } from '../../../electron/whatsapp/endpoint.ts';
import { readServerProof } from '../../../electron/whatsapp/server-proof.ts';
import { levelOf } from '../../../shared/preflight-rules.ts';
import { type TestAuthority, createAuthority } from '../../support/certificates.ts';
import { createFakeClock, settle } from '../../support/fake-clock.ts';
import { type TestServer, closedPort, lookAt, silentServer, webServer } from './preflight-rig.ts';

const servers: Pick<TestServer, 'close'>[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});
async function serve<S extends Pick<TestServer, 'close'>>(server: Promise<S>): Promise<S> {
  const started = await server;
  servers.push(started);
  return started;
}

/** WhatsApp's name leads to this machine; both families are asked for, as by the system's own look-up. */
const here = () => Promise.resolve([{ address: '127.0.0.1', family: 4 }]);
const host = 'web.whatsapp.com';
const publicAuthority = createAuthority('Test Global Root', 'Public Trust Ltd');
const proxy = createAuthority('Office Proxy CA', 'Office IT');

async function secureServer(authority: TestAuthority, ...issue: Parameters<TestAuthority['issue']>) {
  const { port } = await serve(webServer({ tls: authority.issue(...issue) }));
  return {
    url: `wss://${host}:${port}/ws/chat`,
    lookup: here,
    publicAuthorities: [publicAuthority.pem],
    trusted: [publicAuthority.pem],
  };
}

describe('the proof that it is WhatsApp', () => {
  /** What the check of the endpoint finds at a loopback with such a chain. */
  async function findProof(chain?: 'forged' | 'replayed' | 'expired' | 'garbage') {
    const whatsapp = await serve(createLoopbackWhatsApp());
    if (chain === 'garbage') whatsapp.misbehave({ at: 'connection', kind: 'garbage' });
    else if (chain !== undefined) whatsapp.misbehave({ at: 'connection', kind: 'certificate', chain });
    const { url } = whatsapp;
    const askForProof = (signal: AbortSignal) =>
      readServerProof({
        url,
        client,
        clock: systemClock,
        signal,
        agent: createDirectDialer(systemClock).agent(url, 'link'),
      });
    const { websocket } = await lookAt({ url, askForProof });
    return websocket;
  }
  const day = /^\d{4}-\d\d-\d\d$/;

  it('says until when the certificates of the handshake are valid', async () => {
    expect(await findProof()).toEqual({ code: 'websocket-opened', until: expect.stringMatching(day) as unknown });
  });

  it('says that they have ended, without calling that a failure', async () => {
    const found = await findProof('expired');
    expect(found).toEqual({ code: 'websocket-expired', until: expect.stringMatching(day) as unknown });
    expect(found && levelOf[found.code]).toBe('attention');
  });

  it('names a server that shows a forged chain, or the public one without its key', async () => {
    expect(await findProof('forged')).toEqual({ code: 'websocket-impostor' });
    expect(await findProof('replayed')).toEqual({ code: 'websocket-impostor' });
  });

  it('says nothing of it where the first message cannot be read', async () => {
    expect(await findProof('garbage')).toEqual({ code: 'websocket-opened' });
  });
});

describe('the way to WhatsApp', () => {
  it('is the one that sessions take', () => {
    expect(whatsappEndpoint).toBe(client.DEFAULT_CONNECTION_CONFIG.waWebSocketUrl);
  });

  it('is in order with a certificate by an authority that browsers know', async () => {
    const found = await lookAt(await secureServer(publicAuthority, host));
    expect(found).toMatchObject({
      // The name leads to this machine here, which a real look would have to point out.
      dns: { code: 'dns-private', address: '127.0.0.1' },
      tcp: { code: 'tcp-connected' },
      tls: { code: 'tls-public', issuer: 'Test Global Root (Public Trust Ltd)' },
      websocket: { code: 'websocket-opened' },
      clock: { code: 'clock-right' },
    });
  });

  it('is in order against the loopback, which needs neither a name nor a certificate', async () => {
    const whatsapp = await serve(createLoopbackWhatsApp());
    expect(await lookAt({ url: whatsapp.url })).toMatchObject({
      dns: { code: 'dns-not-needed' },
      tcp: { code: 'tcp-connected' },
      tls: { code: 'tls-not-needed' },
      websocket: { code: 'websocket-opened' },
      clock: { code: 'clock-right' },
    });
    expect(whatsapp.violations).toEqual([]);
  });
});

describe('a proxy in between', () => {
  it('is named, and what lies behind it is not reached', async () => {
    const found = await lookAt(await secureServer(proxy, host));
    expect(found.tls).toEqual({ code: 'tls-intercepted', issuer: 'Office Proxy CA (Office IT)' });
    expect(found.websocket).toEqual({ code: 'not-reached', after: 'tls' });
    // The time is not a secret, so it is asked for all the same.
    expect(found.clock?.code).toBe('clock-right');
  });

  it('is named where somebody made this machine trust it, and lets through', async () => {
    const found = await lookAt({ ...(await secureServer(proxy, host)), trusted: [proxy.pem] });
    expect(found.tls).toEqual({ code: 'tls-intercepted-trusted', issuer: 'Office Proxy CA (Office IT)' });
    expect(found.websocket).toEqual({ code: 'websocket-opened' });
  });

  it('shows a certificate of another name', async () => {
    const found = await lookAt(await secureServer(publicAuthority, 'login.hotel.example'));
    expect(found.tls?.code).toBe('tls-wrong-name');
  });

  it('speaks no TLS at all', async () => {
    const { port } = await serve(webServer({}));
    const found = await lookAt({ url: `wss://${host}:${port}/`, lookup: here });
    expect(found.tls?.code).toBe('tls-failed');
    expect(found.tls).toHaveProperty('systemCode', expect.stringMatching(/^(ERR_SSL|EPROTO|ECONNRESET)/));
  });
});

it.each([
  ['expired', -60, -1],
  ['not valid yet', 1, 60],
])('a certificate that is %s points to the clock, which is read all the same', async (_, from, to) => {
  const day = 86_400_000;
  const validity = { validFrom: Date.now() + from * day, validTo: Date.now() + to * day };
  const found = await lookAt(await secureServer(publicAuthority, host, validity));
  expect(found.tls).toEqual({ code: 'tls-dates', issuer: 'Test Global Root (Public Trust Ltd)' });
  expect(found.clock?.code).toBe('clock-right');
});

describe('an answer that is not WhatsApp’s', () => {
  it.each([
    ['a page', 200, 'websocket-portal'],
    ['a way to a page', 302, 'websocket-portal'],
    ['a call to sign in', 511, 'websocket-portal'],
    ['a proxy that wants a password', 407, 'websocket-refused'],
    ['a refusal', 403, 'websocket-refused'],
  ])('%s is told by its status', async (_, status, code) => {
    const { port } = await serve(
      webServer({ upgrades: false, listener: (_request, answer) => answer.writeHead(status).end('<html>Welcome') }),
    );
    expect((await lookAt({ url: `ws://127.0.0.1:${port}/ws/chat` })).websocket).toEqual({ code, status });
  });

  it('an upgrade without its proof is no WebSocket', async () => {
    const { port } = await serve(
      webServer({
        upgrades: false,
        listener(request) {
          const lines = ['HTTP/1.1 101 Switching Protocols', 'Connection: Upgrade', 'Upgrade: websocket'];
          request.socket.write(`${lines.join('\r\n')}\r\nSec-WebSocket-Accept: bm9uc2Vuc2U=\r\n\r\n`);
        },
      }),
    );
    const found = await lookAt({ url: `ws://127.0.0.1:${port}/` });
    expect(found.websocket).toEqual({ code: 'websocket-portal', status: 101 });
  });
});

describe('the clock', () => {
  const dated = (date: string | undefined) =>
    serve(
      webServer({
        listener(_, answer) {
          answer.sendDate = false;
          if (date !== undefined) answer.setHeader('date', date);
          answer.writeHead(426).end();
        },
      }),
    );

  it('is measured against the server’s', async () => {
    const { port } = await dated(new Date(Date.now() + 3_600_000).toUTCString());
    const { clock } = await lookAt({ url: `ws://127.0.0.1:${port}/` });
    expect(clock).toMatchObject({ code: 'clock-wrong' });
    const ms = clock !== undefined && 'ms' in clock ? clock.ms : 0;
    expect(Math.abs(ms + 3_600_000)).toBeLessThan(3_000);
  });

  it('is not known without a date', async () => {
    const { port } = await dated(undefined);
    expect((await lookAt({ url: `ws://127.0.0.1:${port}/` })).clock).toEqual({ code: 'clock-unknown' });
  });
});

describe('a network that is not there', () => {
  const beyond = (after: 'dns' | 'tcp') => ({
    tls: { code: 'not-reached', after },
    websocket: { code: 'not-reached', after },
    clock: { code: 'not-reached', after },
  });

  it('has no such name, and nothing else is said to have failed', async () => {
    const found = await lookAt({ url: 'wss://no-such-host.invalid/ws/chat' });
    expect(found).toMatchObject({ tcp: { code: 'not-reached', after: 'dns' }, ...beyond('dns') });
    expect(found.dns?.code).toBe('dns-failed');
    expect(found.dns).toHaveProperty('systemCode', expect.stringMatching(/^(ENOTFOUND|EAI_AGAIN)$/));
  });

  it('refuses the port', async () => {
    const found = await lookAt({ url: `ws://127.0.0.1:${await closedPort()}/` });
    expect(found).toMatchObject({ dns: { code: 'dns-not-needed' }, tcp: { code: 'tcp-refused' }, ...beyond('tcp') });
  });

  describe('and a page of it answers plain HTTP', () => {
    const portal = (status: number, location?: string, onRead: () => void = () => undefined) =>
      serve(
        webServer({
          upgrades: false,
          listener({ socket }, answer) {
            socket.once('close', onRead);
            answer.writeHead(status, location === undefined ? {} : { location }).end('Welcome');
          },
        }),
      );

    it.each([
      ['a page', 200, undefined],
      ['a way to a page', 302, 'http://login.hotel.example/'],
      ['a call to sign in', 511, undefined],
    ])('in the place of a port that is shut: %s', async (_, status, location) => {
      const { port: plainPort } = await portal(status, location);
      const found = await lookAt({ url: `wss://${host}:${await closedPort()}/`, lookup: here, plainPort });
      expect(found).toMatchObject({ tcp: { code: 'tcp-portal', status }, ...beyond('tcp') });
    });

    it('in the place of a port that stays silent', async () => {
      let onRead: () => void = () => undefined;
      const read = new Promise<void>((resolve) => (onRead = resolve));
      const { port: plainPort } = await portal(200, undefined, onRead);
      const clock = createFakeClock();
      const dialer = { ...createDirectDialer(systemClock), open: () => new Promise<never>(() => undefined) };
      const looking = lookAt({ url: `wss://${host}:1/`, lookup: here, plainPort, clock, dialer });
      while (clock.pending() < 2) await settle();
      await clock.advance(1_000);
      await read;
      await clock.advance(10_000);
      expect((await looking).tcp).toEqual({ code: 'tcp-portal', status: 200 });
    });

    it('but WhatsApp’s own way to TLS, and a refusal, are no such page', async () => {
      for (const [status, location] of [[301, `https://${host}/`] as const, [403] as const]) {
        const { port: plainPort } = await portal(status, location);
        const found = await lookAt({ url: `wss://${host}:${await closedPort()}/`, lookup: here, plainPort });
        expect(found.tcp).toEqual({ code: 'tcp-refused' });
      }
    });
  });

  it('takes connections and stays silent: everything ends at its bound', async () => {
    const { port } = await serve(silentServer());
    const clock = createFakeClock();
    const looking = lookAt({ url: `wss://127.0.0.1:${port}/`, clock });
    // The connection itself is real and opens in its own time.
    while (clock.pending() < 2) await settle();
    await clock.advance(10_000);
    expect(await looking).toMatchObject({
      tcp: { code: 'tcp-connected' },
      tls: { code: 'tls-timeout' },
      websocket: { code: 'not-reached', after: 'tls' },
      clock: { code: 'clock-unknown' },
    });
  });

  it('opens the line and never the WebSocket', async () => {
    const whatsapp = await serve(createLoopbackWhatsApp());
    whatsapp.misbehave({ at: 'connection', kind: 'no-upgrade' });
    const clock = createFakeClock();
    const asked: { websocket?: () => void } = {};
    const asking = new Promise<void>((resolve) => (asked.websocket = resolve));
    const looking = lookAt({ url: whatsapp.url, clock }, (id) => {
      if (id === 'websocket') asked.websocket?.();
    });
    await asking;
    await clock.advance(10_000);
    const found = await looking;
    expect(found.websocket).toEqual({ code: 'websocket-timeout' });
  });
});

describe('a name service', () => {
  it.each([
    [801, { code: 'dns-slow', ms: 801 }],
    [800, { code: 'dns-resolved' }],
  ])('that takes %i ms is found to be as it is', async (ms, finding) => {
    const clock = createFakeClock();
    const { port } = await serve(webServer({}));
    const { dns } = await lookAt({
      url: `ws://localhost:${port}/ws/chat`,
      clock,
      async lookup() {
        await clock.advance(ms);
        return here();
      },
    });
    expect(dns).toEqual(finding);
  });
});
