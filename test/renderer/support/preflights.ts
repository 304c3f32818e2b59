import { checkIds, type CheckId } from '../../../shared/preflight-rules.ts';
import type { CheckResult, Finding, Preflight } from '../../../shared/preflight.ts';

const good: Readonly<Record<CheckId, Finding>> = {
  route: { code: 'route-direct' },
  dns: { code: 'dns-resolved' },
  tcp: { code: 'tcp-connected' },
  tls: { code: 'tls-public', issuer: 'DigiCert Global G2 TLS RSA SHA256 2020 CA1 (DigiCert Inc)' },
  websocket: { code: 'websocket-opened' },
  clock: { code: 'clock-right', ms: 12 },
  version: { code: 'version-fresh', version: '2.3000.1035194821', ms: 3_600_000 },
  disk: { code: 'disk-written', ms: 9 },
  space: { code: 'space-enough', bytes: 41 * 1024 ** 3 },
  instance: { code: 'instance-alone' },
  keyring: { code: 'keyring-there' },
};

function preflight(endedAt: number, change: Partial<Record<CheckId, Finding>>): Preflight {
  const results = checkIds.map((id, index): CheckResult => ({
    id,
    finding: change[id] ?? good[id],
    ms: 7 + index * 31,
  }));
  return {
    startedAt: endedAt - 600,
    endedAt,
    host: 'web.whatsapp.com',
    checks: [...checkIds],
    running: [],
    results,
  };
}

export const allFine = (endedAt: number) => preflight(endedAt, {});

/** No internet, a clock that cannot be compared, and a computer that is in order. */
export const offline = (endedAt: number) =>
  preflight(endedAt, {
    dns: { code: 'dns-failed', systemCode: 'ENOTFOUND' },
    tcp: { code: 'not-reached', after: 'dns' },
    tls: { code: 'not-reached', after: 'dns' },
    websocket: { code: 'not-reached', after: 'dns' },
    clock: { code: 'not-reached', after: 'dns' },
  });

export const intercepted = (endedAt: number) =>
  preflight(endedAt, {
    tls: { code: 'tls-intercepted', issuer: 'Office Proxy CA (Office IT)' },
    websocket: { code: 'not-reached', after: 'tls' },
    clock: { code: 'clock-wrong', ms: -420_000 },
    space: { code: 'space-low', bytes: 310 * 1024 ** 2 },
    keyring: { code: 'keyring-missing' },
  });
