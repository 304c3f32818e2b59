import { X509Certificate } from 'node:crypto';
import { type Socket, isIP } from 'node:net';
import { type DetailedPeerCertificate, type TLSSocket, connect as connectTls } from 'node:tls';

import type { Finding } from '../../shared/preflight.ts';
import { errorCodeOf } from '../network/dial-failure.ts';
import { type CheckedEndpoint, destroyOn } from './checked-endpoint.ts';

/** OpenSSL's codes for a certificate whose only fault is its date. */
const dateCodes = ['CERT_HAS_EXPIRED', 'CERT_NOT_YET_VALID'];

/**
 * Makes a TLS handshake and reads who signed the certificate. The handshake accepts any certificate, so that a proxy that
 * poses as WhatsApp can be named. Nothing is sent over the connection.
 */
export async function readCertificate(
  endpoint: CheckedEndpoint,
  publicAuthorities: readonly string[],
  signal: AbortSignal,
): Promise<Finding> {
  const { host } = endpoint;
  let raw: Socket;
  try {
    raw = await endpoint.open(signal);
  } catch (error) {
    return { code: 'tls-failed', systemCode: errorCodeOf(error) };
  }
  const socket = connectTls({
    ...endpoint.tls(),
    host,
    socket: raw,
    ...(isIP(host) === 0 ? { servername: host } : {}),
    ALPNProtocols: ['http/1.1'],
    rejectUnauthorized: false,
  });
  const systemCode = await untilSecure(socket, signal);
  try {
    return systemCode === undefined ? judge(socket, publicAuthorities) : { code: 'tls-failed', systemCode };
  } finally {
    socket.destroy();
  }
}

/** Answers the system's error code if the handshake fails. */
function untilSecure(socket: TLSSocket, signal: AbortSignal): Promise<string | undefined> {
  destroyOn(signal, socket);
  return new Promise((resolve) => {
    socket.on('error', (error) => resolve(errorCodeOf(error)));
    socket.on('secureConnect', () => resolve(undefined));
  });
}

function judge(socket: TLSSocket, publicAuthorities: readonly string[]): Finding {
  const shown = socket.getPeerCertificate(true);
  const issuer = issuerOf(shown);
  if (socket.authorized) {
    return { code: endsAtOneOf(publicAuthorities, shown) ? 'tls-public' : 'tls-intercepted-trusted', issuer };
  }
  // Node's type says Error. The value is a code, or, for a wrong name, an error with a code.
  const reason: unknown = socket.authorizationError;
  const code = typeof reason === 'string' ? reason : errorCodeOf(reason);
  if (dateCodes.includes(code)) return { code: 'tls-dates', issuer };
  return { code: code === 'ERR_TLS_CERT_ALTNAME_INVALID' ? 'tls-wrong-name' : 'tls-intercepted', issuer };
}

/** `CN (O)` of the signer, cut and without control characters: an interceptor may have chosen the text. */
function issuerOf({ issuer }: DetailedPeerCertificate): string {
  const [name, organisation] = [issuer.CN, issuer.O].map((part) => [part].flat().join(', '));
  const both = name === '' || organisation === '' ? `${name ?? ''}${organisation ?? ''}` : `${name} (${organisation})`;
  return both.replace(/[\p{Cc}\p{Cf}]/gu, '').slice(0, 160) || '?';
}

/** Whether the last certificate of the chain is one of these, or was signed by one. */
function endsAtOneOf(authorities: readonly string[], shown: DetailedPeerCertificate): boolean {
  let last = shown;
  for (let next = signerOf(last); next !== undefined; next = signerOf(next)) last = next;
  const end = new X509Certificate(last.raw);
  return authorities.some((pem) => {
    const authority = new X509Certificate(pem);
    if (authority.fingerprint256 === end.fingerprint256) return true;
    return end.checkIssued(authority) && end.verify(authority.publicKey);
  });
}

/** At run time Node gives `undefined` for an unknown signer, and a root is its own signer. Its types do not say so. */
function signerOf({ issuerCertificate, fingerprint256 }: Signed): DetailedPeerCertificate | undefined {
  return issuerCertificate?.fingerprint256 === fingerprint256 ? undefined : issuerCertificate;
}

interface Signed {
  readonly fingerprint256: string;
  readonly issuerCertificate?: DetailedPeerCertificate | undefined;
}
