import { createHash, randomBytes } from 'node:crypto';
import { type IncomingMessage, type RequestOptions, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { isIP } from 'node:net';

import type { Finding } from '../../shared/preflight.ts';
import { errorCodeOf } from '../network/dial-failure.ts';
import { type CheckedEndpoint, destroyOn } from './checked-endpoint.ts';

/** What a question needs to know of the endpoint. */
type Asked = Pick<CheckedEndpoint, 'host' | 'port' | 'lookup' | 'secure' | 'agent'>;

/** What an opened WebSocket proves itself with (RFC 6455, section 1.3). */
const webSocketGuid = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';

/** Asks for what a session asks for first, with the origin that WhatsApp's own page has, and hangs up once it is there. */
export function askForUpgrade(endpoint: Asked & Pick<CheckedEndpoint, 'path'>, signal: AbortSignal): Promise<Finding> {
  const key = randomBytes(16).toString('base64');
  const proof = createHash('sha1').update(`${key}${webSocketGuid}`).digest('base64');
  return new Promise((resolve) => {
    const question = ask(endpoint, signal, {
      path: endpoint.path,
      headers: {
        connection: 'Upgrade',
        upgrade: 'websocket',
        origin: 'https://web.whatsapp.com',
        'sec-websocket-key': key,
        'sec-websocket-version': '13',
      },
    });
    question.on('error', (error) => resolve({ code: 'websocket-failed', systemCode: errorCodeOf(error) }));
    question.on('upgrade', (answer, socket) => {
      socket.destroy();
      const proven = answer.headers['sec-websocket-accept'] === proof;
      resolve(proven ? { code: 'websocket-opened' } : { code: 'websocket-portal', status: 101 });
    });
    question.on('response', (answer) => {
      answer.destroy();
      resolve(refusal(answer));
    });
    question.end();
  });
}

/**
 * Whether a page of this network answers plain HTTP in the place of WhatsApp, as sign-in pages do where TLS to the outside
 * is shut: WhatsApp's own answer leads to its TLS address. Answers the page's status; `undefined`: no such page.
 */
export function findPortal(asked: Omit<Asked, 'secure'>, signal: AbortSignal): Promise<number | undefined> {
  return new Promise((resolve) => {
    const question = ask({ ...asked, secure: false }, signal, { path: '/', headers: { host: asked.host } });
    question.on('error', () => resolve(undefined));
    question.on('response', (answer) => {
      answer.destroy();
      const { statusCode: status = 0, headers } = answer;
      const isOwn = headers.location?.startsWith(`https://${asked.host}/`) === true;
      resolve(isPage(status) && !isOwn ? status : undefined);
    });
    question.end();
  });
}

/** Where an endpoint's host speaks plain HTTP: 80, and where its address names a port, that one. */
export function plainPortOf(url: string): number {
  const { port } = new URL(url);
  return port === '' ? 80 : Number(port);
}

/** The `Date` of any server's answer in epoch ms; `undefined` where there is none. */
export function readServerTime(endpoint: CheckedEndpoint, signal: AbortSignal): Promise<number | undefined> {
  return new Promise((resolve) => {
    // Nothing is believed but the time, and nothing is told: a certificate that is "not valid yet" must not stop this.
    const question = ask(endpoint, signal, { method: 'HEAD', path: '/', rejectUnauthorized: false });
    question.on('error', () => resolve(undefined));
    question.on('response', (answer) => {
      answer.destroy();
      const at = Date.parse(answer.headers.date ?? '');
      resolve(Number.isNaN(at) ? undefined : at);
    });
    question.end();
  });
}

/** A page, a way to a page or "sign in first" (RFC 6585, 511) is no answer of WhatsApp's. */
function refusal({ statusCode: status = 0 }: IncomingMessage): Finding {
  return { code: isPage(status) ? 'websocket-portal' : 'websocket-refused', status };
}

function isPage(status: number): boolean {
  return (status >= 200 && status < 400) || status === 511;
}

function ask(
  { host, port, lookup, secure, agent }: Asked,
  signal: AbortSignal,
  more: RequestOptions & { rejectUnauthorized?: boolean },
) {
  const looking = lookup();
  const options = { host, port, agent: agent(), ...(looking === undefined ? {} : { lookup: looking }), ...more };
  const question = secure
    ? requestHttps({ ...options, ...(isIP(host) === 0 ? { servername: host } : {}) })
    : requestHttp(options);
  destroyOn(signal, question);
  return question;
}
