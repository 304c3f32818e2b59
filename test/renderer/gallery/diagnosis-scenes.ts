import type { TenantView } from '../../../shared/console.ts';
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
    'check-running': { tenants: others, diagnostics: { preflight: running(offline(now)) } },
  };
}

/** A look of which three answers are there. */
function running(preflight: Preflight): Preflight {
  return { ...preflight, endedAt: undefined, running: ['clock', 'disk'], results: preflight.results.slice(0, 3) };
}
