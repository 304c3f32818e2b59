import { afterEach, beforeEach, expect, test } from 'vitest';

import { type Metrics, createMetrics } from '../../../electron/bridge/metrics.ts';
import type { Phase, SessionSnapshot } from '../../../shared/session.ts';
import { tenantIdSchema } from '../../../shared/tenant.ts';

const shop = tenantIdSchema.parse('business_972501234567');
const proof = { 'login-accepted': 1, 'keys-at-server': 1 };
const at = (phase: Phase): SessionSnapshot => ({ phase, since: 0, evidence: phase === 'connected' ? proof : {} });

let metrics: Metrics;
beforeEach(() => {
  metrics = createMetrics({
    sessions: () => [at('idle'), at('connected'), { ...at('connected'), restriction: { kind: 'reach-out' } }],
    webhooks: () => ({
      incoming: false,
      backlog: 3,
      dropped: 1,
      lastSuccessAt: 1_500,
      lastError: { at: 2_000, fault: { code: 'timeout', seconds: 10 } },
    }),
    streams: () => 2,
    picturesDrawn: () => 7,
    connections: { open: () => 7, evicted: () => 8 },
    wrongSecrets: { shown: () => 9, ignored: () => 10, held: () => 11 },
  });
});
afterEach(() => metrics.close());

async function value(name: string): Promise<number | undefined> {
  const text = await metrics.text();
  const line = text.split('\n').find((each) => each.startsWith(`pairing_console_${name} `));
  return line === undefined ? undefined : Number(line.split(' ').at(-1));
}

test('a link is one round and one pairing; a lost socket is a reconnect and no pairing', async () => {
  const course: Phase[] = [
    'connecting',
    'awaiting-scan',
    'awaiting-scan',
    'pairing',
    'restarting',
    'verifying',
    'connected',
  ];
  for (const phase of course) metrics.changed(shop, at(phase));
  expect(await value('qr_rounds_total')).toBe(1);
  expect(await value('pairings_total')).toBe(1);
  for (const phase of ['reconnecting', 'connected'] as const) metrics.changed(shop, at(phase));
  expect(await value('reconnects_total')).toBe(1);
  expect(await value('pairings_total')).toBe(1);
});

test('a scan that fails is no pairing, even if the next login of another kind succeeds', async () => {
  for (const phase of ['awaiting-scan', 'pairing', 'stopping', 'connecting', 'awaiting-scan', 'connected'] as const) {
    metrics.changed(shop, at(phase));
  }
  expect(await value('pairings_total')).toBe(0);
});

test('failures are counted by cause, scans apart from the rest', async () => {
  const entry = { id: '1', tenantId: shop, phase: 'pairing', evidence: {} } as const;
  const failure = { at: 0, cause: 'scan-closed', credentials: 'none', retry: 'fresh-qr' } as const;
  metrics.failed({ ...entry, failure, qrShown: true });
  metrics.failed({ ...entry, failure: { ...failure, cause: 'connection-lost' }, qrShown: false });
  expect(await value('scan_failures_total{cause="scan-closed"}')).toBe(1);
  expect(await value('disconnects_total{cause="connection-lost"}')).toBe(1);
});

test('the rest is read when it is asked for, and nothing names a tenant', async () => {
  metrics.changed(shop, at('connected'));
  metrics.sent('sent');
  metrics.answered('status', 200);
  expect(await value('sessions{phase="connected"}')).toBe(2);
  expect(await value('restricted_sessions')).toBe(1);
  expect(await value('webhook_backlog')).toBe(3);
  expect(await value('webhook_dropped_total')).toBe(1);
  expect(await value('webhook_last_success_timestamp_seconds')).toBe(1.5);
  expect(await value('webhook_last_error_timestamp_seconds')).toBe(2);
  expect(await value('qr_pictures_total')).toBe(7);
  expect(await value('sends_total{outcome="sent"}')).toBe(1);
  expect(await value('http_answers_total{route="status",status="200"}')).toBe(1);
  expect(await value('event_loop_delay_seconds{quantile="0.99"}')).toBeTypeOf('number');
  expect(await metrics.text()).not.toContain('972501234567');
});

test('the text is what Prometheus reads', async () => {
  for (const line of (await metrics.text()).trimEnd().split('\n')) {
    expect(line).toMatch(
      /^(|# (HELP|TYPE) [a-z_]+ .+|[a-z_]+(\{[a-z_]+="[^"\n]*"(,[a-z_]+="[^"\n]*")*\})? -?[\d.e+-]+)$/,
    );
  }
});

test('the process tells its own figures, and a metric that is not known yet has no sample', async () => {
  const quiet = createMetrics({
    sessions: () => [],
    webhooks: () => undefined,
    streams: () => 0,
    picturesDrawn: () => 0,
    connections: { open: () => 7, evicted: () => 8 },
    wrongSecrets: { shown: () => 9, ignored: () => 10, held: () => 11 },
  });
  const text = await quiet.text();
  quiet.close();
  for (const name of ['process_cpu_seconds_total', 'process_resident_memory_bytes', 'nodejs_heap_size_used_bytes']) {
    expect(text).toMatch(new RegExp(`^${name} [\\d.e+]+$`, 'm'));
  }
  expect(text).toContain('pairing_console_pairings_total 0\n');
  expect(text).toContain('pairing_console_webhook_dropped_total 0\n');
  expect(text).not.toMatch(/^pairing_console_webhook_last_success_timestamp_seconds /m);
});
