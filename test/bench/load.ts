import { connect } from 'node:net';

import { secret } from '../integration/service/service-rig.ts';

export interface Load {
  readonly perSecond: number;
  readonly p99Ms: number;
  readonly answers: number;
}

/**
 * Asks a server on 127.0.0.1 for these paths over many connections; each asks again as soon as it is answered. Plain sockets,
 * which cost less than any server.
 */
export async function load(
  port: number,
  paths: readonly string[],
  { connections, ms }: { readonly connections: number; readonly ms: number },
): Promise<Load> {
  const requests = paths.map((path) =>
    Buffer.from(`GET ${path} HTTP/1.1\r\nhost: localhost\r\nx-internal-secret: ${secret}\r\n\r\n`),
  );
  const waits: number[] = [];
  const begun = performance.now();
  await Promise.all(Array.from({ length: connections }, (_, n) => ask(port, requests, n, begun + ms, waits)));
  const seconds = (performance.now() - begun) / 1000;
  waits.sort((a, b) => a - b);
  return {
    perSecond: waits.length / seconds,
    p99Ms: waits[Math.floor(waits.length * 0.99)] ?? Number.NaN,
    answers: waits.length,
  };
}

function ask(port: number, requests: readonly Buffer[], first: number, until: number, waits: number[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true });
    let turn = first;
    let asked = 0;
    let pending = '';
    const next = () => {
      asked = performance.now();
      socket.write(requests[turn % requests.length] ?? '');
      turn += 1;
    };
    socket.setEncoding('latin1');
    socket.on('connect', next).on('error', reject);
    socket.on('data', (chunk) => {
      pending += String(chunk);
      const end = pending.indexOf('\r\n\r\n');
      if (end === -1) return;
      const length = Number(/content-length: (\d+)/i.exec(pending)?.[1]);
      if (pending.length < end + 4 + length) return;
      if (!pending.startsWith('HTTP/1.1 200')) {
        reject(new Error(pending.slice(0, 200)));
        return;
      }
      pending = '';
      waits.push(performance.now() - asked);
      if (performance.now() < until) next();
      else socket.end(() => resolve());
    });
  });
}
