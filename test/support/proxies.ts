import type { LookupOptions, lookup } from 'node:dns';
import { once } from 'node:events';
import { type Server as HttpServer, createServer as createHttp } from 'node:http';
import { type AddressInfo, type Server, type Socket, connect, createServer } from 'node:net';
import { createServer as createTls } from 'node:tls';

import { Server as ProxyChain } from 'proxy-chain';

import { type ProxyAddress, readProxy } from '../../shared/proxy-rules.ts';
import type { TestAuthority } from './certificates.ts';

/** A proxy in this process. */
export interface TestProxy {
  readonly address: ProxyAddress;
  /** `host:port` of every way that was asked for, oldest first. */
  readonly asked: readonly string[];
  close(): Promise<void>;
}

export interface Login {
  readonly username: string;
  readonly password: string;
}

/** A real one (npm `proxy-chain`), for everybody or with Basic. To it every name under `.example` is this machine. */
export async function realProxy(login?: Login): Promise<TestProxy> {
  const asked: string[] = [];
  const server = new ProxyChain({
    port: 0,
    host: '127.0.0.1',
    prepareRequestFunction({ hostname, port, username, password }) {
      asked.push(`${hostname}:${port}`);
      return {
        ...(hostname.endsWith('.example') ? { dnsLookup: toThisMachine } : {}),
        requestAuthentication: login !== undefined && (username !== login.username || password !== login.password),
      };
    },
  });
  await server.listen();
  return { address: at(server.port), asked, close: () => server.close(true) };
}

const toThisMachine = ((_host: string, { all }: LookupOptions, answer: (...found: unknown[]) => void) => {
  if (all === true) answer(null, [{ address: '127.0.0.1', family: 4 }]);
  else answer(null, '127.0.0.1', 4);
}) as typeof lookup;

/** A real one that is spoken to through TLS, with a certificate of a test authority. */
export async function tlsProxy(authority: TestAuthority, login?: Login): Promise<TestProxy> {
  const inside = await realProxy(login);
  const server = createTls(authority.issue('127.0.0.1'), (client) =>
    pass(client, connect({ host: '127.0.0.1', port: inside.address.port })),
  );
  const outside = await listening(server, [], 'https');
  return {
    ...outside,
    asked: inside.asked,
    async close() {
      await outside.close();
      await inside.close();
    },
  };
}

/** Answers every CONNECT with these bytes and hangs up. */
export function answeringProxy(answer: string): Promise<TestProxy> {
  return connectProxy((client) => void client.end(answer));
}

export function page(status = '200 OK'): string {
  return `HTTP/1.1 ${status}\r\nContent-Type: text/html\r\nConnection: close\r\n\r\n<html>Please sign in</html>`;
}

/** Opens tunnels and cuts each once so many bytes came back through it. */
export function dyingProxy(bytes: number): Promise<TestProxy> {
  return connectProxy((client, to) => {
    const server = tunnel(client, to);
    let seen = 0;
    server.on('data', ({ length }: Buffer) => {
      seen += length;
      if (seen >= bytes) client.destroy();
    });
  });
}

/** Opens tunnels and hangs up when somebody asks for a WebSocket inside. */
export function upgradeDroppingProxy(): Promise<TestProxy> {
  return connectProxy((client, to) => {
    client.once('data', (data: Buffer) => {
      if (/^upgrade: websocket/im.test(data.toString('latin1'))) client.destroy();
    });
    tunnel(client, to);
  });
}

/** Reads along inside TLS to this name: shows certificates of a test authority and passes on what it read, here and without TLS. */
export async function interceptingProxy(authority: TestAuthority, name = 'localhost'): Promise<TestProxy> {
  const readers: Server[] = [];
  const proxy = await connectProxy((client, to) => {
    if (to.host !== name) {
      tunnel(client, to);
      return;
    }
    const reader = createTls(authority.issue(to.host), (inside) =>
      pass(inside, connect({ host: '127.0.0.1', port: to.port })),
    );
    readers.push(reader);
    reader.listen(0, '127.0.0.1', () =>
      tunnel(client, { host: '127.0.0.1', port: (reader.address() as AddressInfo).port }),
    );
  });
  return {
    ...proxy,
    async close() {
      await proxy.close();
      for (const reader of readers) reader.close();
    },
  };
}

/** SOCKS5 (RFC 1928) with CONNECT alone, for everybody or with user name and password (RFC 1929). */
export async function socksProxy(login?: Login): Promise<TestProxy> {
  const asked: string[] = [];
  const server = createServer((client) => {
    client.on('error', () => client.destroy());
    client.once('data', () => {
      client.write(Buffer.from([5, login === undefined ? 0 : 2]));
      client.once('data', (second: Buffer) => {
        if (login === undefined) {
          open(second);
          return;
        }
        const nameEnds = 2 + (second[1] ?? 0);
        const given = [second.subarray(2, nameEnds).toString(), second.subarray(nameEnds + 1).toString()];
        const isRight = given[0] === login.username && given[1] === login.password;
        client.write(Buffer.from([1, isRight ? 0 : 1]));
        if (isRight) client.once('data', open);
        else client.end();
      });
    });

    function open(request: Buffer): void {
      const isName = request[3] === 3;
      const length = request[4] ?? 0;
      const host = isName ? request.subarray(5, 5 + length).toString() : request.subarray(4, 8).join('.');
      const port = request.readUInt16BE(isName ? 5 + length : 8);
      asked.push(`${host}:${port}`);
      const onward = connect({ host, port });
      onward.once('connect', () => {
        client.write(Buffer.from([5, 0, 0, 1, 0, 0, 0, 0, 0, 0]));
        pass(client, onward);
      });
      onward.on('error', () => void client.end(Buffer.from([5, 5, 0, 1, 0, 0, 0, 0, 0, 0])));
    }
  });
  return listening(server, asked, 'socks5');
}

/** SOCKS 4 with CONNECT alone, to an address or, as in version 4a, to a name. */
export async function socks4Proxy(): Promise<TestProxy> {
  const asked: string[] = [];
  const server = createServer((client) => {
    client.on('error', () => client.destroy());
    client.once('data', (request: Buffer) => {
      const [, name = ''] = request.subarray(8).toString('latin1').split('\0');
      // 0.0.0.x: the name follows.
      const isName = request.readUInt32BE(4) < 256;
      const host = isName ? name : request.subarray(4, 8).join('.');
      const port = request.readUInt16BE(2);
      asked.push(`${host}:${port}`);
      const onward = connect({ host, port });
      onward.once('connect', () => {
        client.write(Buffer.from([0, 90, 0, 0, 0, 0, 0, 0]));
        pass(client, onward);
      });
      onward.on('error', () => void client.end(Buffer.from([0, 91, 0, 0, 0, 0, 0, 0])));
    });
  });
  return listening(server, asked, 'socks4');
}

interface Place {
  readonly host: string;
  readonly port: number;
}

async function connectProxy(take: (client: Socket, to: Place) => void): Promise<TestProxy> {
  const asked: string[] = [];
  const server = createHttp((_request, response) => void response.writeHead(405).end());
  server.on('connect', ({ url = '' }, client: Socket) => {
    client.on('error', () => client.destroy());
    asked.push(url);
    const [host = '', port = ''] = url.split(':');
    take(client, { host, port: Number(port) });
  });
  return listening(server, asked, 'http');
}

function tunnel(client: Socket, to: Place): Socket {
  const onward = connect(to);
  client.write('HTTP/1.1 200 Connection established\r\n\r\n');
  pass(client, onward);
  return onward;
}

function pass(one: Socket, other: Socket): void {
  one.pipe(other).pipe(one);
  const end = () => {
    one.destroy();
    other.destroy();
  };
  for (const socket of [one, other]) socket.on('error', end).on('close', end);
}

async function listening(
  server: Server | HttpServer,
  asked: string[],
  scheme: ProxyAddress['scheme'],
): Promise<TestProxy> {
  const open = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    open.add(socket);
    socket.on('close', () => open.delete(socket));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    address: at((server.address() as AddressInfo).port, scheme),
    asked,
    async close() {
      for (const socket of open) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

function at(port: number, scheme = 'http'): ProxyAddress {
  const address = readProxy(`${scheme}://127.0.0.1:${port}`);
  if (address === undefined) throw new Error('no proxy');
  return address;
}
