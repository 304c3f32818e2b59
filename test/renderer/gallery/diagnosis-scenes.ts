import type { TenantView } from '../../../shared/console.ts';
import type { LastEnd } from '../../../shared/last-end.ts';
import type { Preflight } from '../../../shared/preflight.ts';
import { allFine, intercepted, offline } from '../support/preflights.ts';
import { failedTest, passedTest } from '../support/self-tests.ts';
import type { Scene } from './scenes.ts';

/** The page that tells this computer from the way to WhatsApp, with what it can have found. */
export function diagnosisScenes(now: number, others: readonly TenantView[]): Readonly<Record<string, Scene>> {
  return {
    'check-fine': { tenants: others, diagnostics: { preflight: allFine(now) } },
    'self-test-passed': {
      tenants: others,
      diagnostics: {
        preflight: offline(now),
        selfTest: passedTest(now),
        bundle: { kind: 'saved', path: '/home/desk/Documents/pairing-console-diagnosis.zip', bytes: 41_000, at: now },
      },
    },
    'self-test-failed': {
      tenants: others,
      diagnostics: {
        selfTest: failedTest(now, 'scan', { code: 'session-failed', cause: 'scan-not-matching' }),
        bundle: { kind: 'failed', error: { code: 'storage-full', place: '/media/stick' } },
      },
    },
    'check-offline': { tenants: others, diagnostics: { preflight: offline(now) } },
    'check-proxy': { tenants: others, diagnostics: { preflight: intercepted(now) } },
    'ended-badly': {
      tenants: others,
      notices: [{ id: '1', at: now, code: 'ended-badly' }],
      diagnostics: { lastEnd: crashed(now) },
    },
    'check-running': { tenants: others, diagnostics: { preflight: running(offline(now)) } },
  };
}

/** The run before wrote a crash dump, after a line that is long. */
function crashed(now: number): LastEnd {
  return {
    version: '0.1.0',
    startedAt: now - 7_200_000,
    lastSeenAt: now - 60_000,
    dumps: [{ name: '5f0c9a52-3c1d-4a8e-9f2b-0d7e6a1b2c3d.dmp', at: now - 60_000, bytes: 1_200_000 }],
    lines: [
      { at: now - 90_000, level: 'warn', text: 'the WA Web version could not be fetched' },
      {
        at: now - 61_000,
        level: 'error',
        text: `the page is gone ${JSON.stringify({ reason: 'crashed', exitCode: 5 })}`,
      },
    ],
  };
}

/** A look of which three answers are there. */
function running(preflight: Preflight): Preflight {
  return { ...preflight, endedAt: undefined, running: ['clock', 'disk'], results: preflight.results.slice(0, 3) };
}
