import { type KeyObject, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { isIP } from 'node:net';

/** X.509 certificates for TLS servers of tests, as DER by hand (RFC 5280): Node reads them and makes none. */
export interface TestAuthority {
  /** The authority's own certificate. */
  readonly pem: string;
  /** A server's certificate with its key; `validFrom` and `validTo` in epoch ms, by default around now. */
  issue(
    host: string,
    validity?: { readonly validFrom: number; readonly validTo: number },
  ): {
    readonly cert: string;
    readonly key: string;
  };
}

const day = 86_400_000;

export function createAuthority(name: string, organisation: string): TestAuthority {
  const keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const issuer = nameOf(name, organisation);
  const around = () => ({ validFrom: Date.now() - day, validTo: Date.now() + 30 * day });
  const isAuthority = extension('551d13', true, sequence(der(0x01, Buffer.from([0xff]))));
  const pem = certificate({ issuer, subject: issuer, ...around() }, keys.publicKey, isAuthority, keys.privateKey);
  return {
    pem,
    issue(host, validity = around()) {
      const own = generateKeyPairSync('ec', { namedCurve: 'P-256' });
      const address = Buffer.from(host.split('.').map(Number));
      const alternative = isIP(host) === 4 ? der(0x87, address) : der(0x82, Buffer.from(host));
      const names = extension('551d11', false, sequence(alternative));
      const fields = { issuer, subject: nameOf(host, 'Test server'), ...validity };
      return {
        cert: certificate(fields, own.publicKey, names, keys.privateKey) + pem,
        key: own.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
      };
    },
  };
}

interface Fields {
  readonly issuer: Buffer;
  readonly subject: Buffer;
  readonly validFrom: number;
  readonly validTo: number;
}

function certificate(fields: Fields, publicKey: KeyObject, extensions: Buffer, signer: KeyObject): string {
  const version = der(0xa0, der(0x02, Buffer.from([2])));
  const serial = der(0x02, Buffer.concat([Buffer.from([1]), randomBytes(8)]));
  const validity = sequence(time(fields.validFrom), time(fields.validTo));
  const spki = publicKey.export({ type: 'spki', format: 'der' });
  const body = sequence(
    version,
    serial,
    ecdsaWithSha256,
    fields.issuer,
    validity,
    fields.subject,
    spki,
    der(0xa3, sequence(extensions)),
  );
  const signature = der(0x03, Buffer.concat([Buffer.from([0]), sign('sha256', body, signer)]));
  const base64 = sequence(body, ecdsaWithSha256, signature).toString('base64');
  // No line may be empty: OpenSSL takes what stands before one for a header.
  const lines = base64.match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}

function nameOf(name: string, organisation: string): Buffer {
  const part = (oid: string, text: string) =>
    der(0x31, sequence(der(0x06, Buffer.from(oid, 'hex')), der(0x0c, Buffer.from(text))));
  return sequence(part('55040a', organisation), part('550403', name));
}

function extension(oid: string, critical: boolean, value: Buffer): Buffer {
  const flag = critical ? [der(0x01, Buffer.from([0xff]))] : [];
  return sequence(der(0x06, Buffer.from(oid, 'hex')), ...flag, der(0x04, value));
}

/** GeneralizedTime, `YYYYMMDDHHMMSSZ`. */
function time(at: number): Buffer {
  return der(0x18, Buffer.from(`${new Date(at).toISOString().replace(/[-:T]/g, '').slice(0, 14)}Z`));
}

function der(tag: number, content: Buffer): Buffer {
  const { length } = content;
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}

function sequence(...parts: readonly Buffer[]): Buffer {
  return der(0x30, Buffer.concat(parts));
}

const ecdsaWithSha256 = sequence(der(0x06, Buffer.from('2a8648ce3d040302', 'hex')));
