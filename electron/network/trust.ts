import { readFileSync } from 'node:fs';
import * as tls from 'node:tls';

/** Whose certificates count. */
export interface Trust {
  /** For `tls.connect`; nothing: Node's own list, with `NODE_EXTRA_CA_CERTS`. */
  tls(): tls.ConnectionOptions;
}

/** Node 22.15 and later (`tls.getCACertificates`); absent before. */
interface NewerTls {
  readonly getCACertificates?: (type: 'default' | 'system') => string[];
}

/** Where distributions keep the bundle of what the system trusts: Debian, Fedora, openSUSE, Alpine. */
const bundles = [
  '/etc/ssl/certs/ca-certificates.crt',
  '/etc/pki/tls/certs/ca-bundle.crt',
  '/etc/ssl/ca-bundle.pem',
  '/etc/ssl/cert.pem',
];

/**
 * Trusts what this computer trusts, where that is wanted: Node's list and the system's store. Node before 22.15 cannot read
 * the store; there the distribution's bundle serves, and `NODE_EXTRA_CA_CERTS`, which Node forgets as soon as a list is given.
 */
export function createTrust(options: {
  readonly isWanted: () => boolean;
  readonly readSystem?: (() => readonly string[]) | undefined;
}): Trust {
  const { isWanted, readSystem = systemCertificates } = options;
  let known: tls.SecureContext | undefined;
  return {
    tls() {
      if (!isWanted()) return {};
      // Hundreds of certificates: read once, not at every dial.
      known ??= tls.createSecureContext({ ca: [...defaultCertificates(), ...readSystem()] });
      return { secureContext: known };
    },
  };
}

function defaultCertificates(): readonly string[] {
  const { getCACertificates } = tls as NewerTls;
  return getCACertificates?.('default') ?? [...tls.rootCertificates, ...read(process.env.NODE_EXTRA_CA_CERTS)];
}

function systemCertificates(): readonly string[] {
  const { getCACertificates } = tls as NewerTls;
  if (getCACertificates !== undefined) return getCACertificates('system');
  for (const bundle of bundles) {
    const found = read(bundle);
    if (found.length > 0) return found;
  }
  return [];
}

/** The certificates in a file, or nothing where there is none. */
function read(path: string | undefined): readonly string[] {
  if (path === undefined || path === '') return [];
  try {
    return readFileSync(path, 'utf8').match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  } catch {
    return [];
  }
}
