import { monitorEventLoopDelay } from 'node:perf_hooks';
import process from 'node:process';

import type { JournalEntry } from '../../shared/journal.ts';
import { type Phase, type SessionSnapshot, isConnected, phaseSchema } from '../../shared/session.ts';
import type { TenantId } from '../../shared/tenant.ts';
import { type Sample, createCounter, family } from './prometheus.ts';
import type { WebhooksState } from './webhooks/webhooks.ts';

/** Figures of the process as a whole. No label names a tenant or a number. */
export interface Metrics {
  changed(tenantId: TenantId, snapshot: SessionSnapshot | undefined): void;
  failed(entry: JournalEntry): void;
  readonly sent: (outcome: 'sent' | 'failed') => void;
  readonly answered: (route: string, status: number) => void;
  readonly text: () => string;
  close(): void;
}

export interface MetricSources {
  readonly phases: () => readonly Phase[];
  readonly webhooks: () => WebhooksState | undefined;
  readonly streams: () => number;
  readonly picturesDrawn: () => number;
}

function cpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

function webhookFamilies(state: WebhooksState | undefined): readonly string[] {
  const { backlog = 0, dropped = 0, lastSuccessAt, lastError } = state ?? {};
  const seconds = (at: number | undefined): readonly Sample[] => (at === undefined ? [] : [[[], at / 1000]]);
  const [success, failure] = ['webhook_last_success_timestamp_seconds', 'webhook_last_error_timestamp_seconds'];
  return [
    family(name('webhook_backlog'), 'gauge', 'Calls not delivered yet.', [[[], backlog]]),
    family(name('webhook_dropped_total'), 'counter', 'Calls given up.', [[[], dropped]]),
    family(name(success), 'gauge', 'When the backend last took a call.', seconds(lastSuccessAt)),
    family(name(failure), 'gauge', 'When it last did not.', seconds(lastError?.at)),
  ];
}

const name = (suffix: string) => `pairing_console_${suffix}`;

export function createMetrics(sources: MetricSources): Metrics {
  const delay = monitorEventLoopDelay({ resolution: 10 });
  delay.enable();
  const before = new Map<TenantId, { readonly phase: Phase; readonly scanned: boolean }>();
  const rounds = createCounter();
  const pairings = createCounter();
  const reconnects = createCounter();
  const scanFailures = createCounter('cause');
  const disconnects = createCounter('cause');
  const sends = createCounter('outcome');
  const answers = createCounter('route', 'status');

  function sessions(): [readonly [string, string][], number][] {
    const phases = sources.phases();
    return phaseSchema.options.map((phase) => [[['phase', phase]], phases.filter((other) => other === phase).length]);
  }

  function loopDelay(): [readonly [string, string][], number][] {
    const seconds = (nanoseconds: number) => (Number.isFinite(nanoseconds) ? nanoseconds / 1e9 : 0);
    const quantiles = [50, 99].map((percent): [readonly [string, string][], number] => [
      [['quantile', String(percent / 100)]],
      seconds(delay.percentile(percent)),
    ]);
    const longest = seconds(delay.max);
    delay.reset();
    return [...quantiles, [[['quantile', '1']], longest]];
  }

  return {
    changed(tenantId, snapshot) {
      const last = before.get(tenantId);
      if (snapshot === undefined) {
        before.delete(tenantId);
        return;
      }
      const { phase } = snapshot;
      const connected = isConnected(snapshot);
      const scanned = phase === 'pairing' || (last?.scanned === true && !connected && phase !== 'awaiting-scan');
      before.set(tenantId, { phase, scanned });
      if (phase === last?.phase) return;
      if (phase === 'awaiting-scan') rounds.add();
      if (phase === 'reconnecting') reconnects.add();
      if (connected && last?.scanned === true) pairings.add();
    },
    failed({ failure, qrShown }) {
      (qrShown ? scanFailures : disconnects).add(failure.cause);
    },
    sent: (outcome) => sends.add(outcome),
    answered: (route, status) => answers.add(route, String(status)),
    text: () =>
      [
        family(name('sessions'), 'gauge', 'Sessions by phase.', sessions()),
        family(name('qr_rounds_total'), 'counter', 'Rounds of QR codes that began.', rounds.samples()),
        family(name('pairings_total'), 'counter', 'Scans that led to an accepted login.', pairings.samples()),
        family(name('scan_failures_total'), 'counter', 'Attempts that failed with a QR shown.', scanFailures.samples()),
        family(name('disconnects_total'), 'counter', 'Other ends of connections.', disconnects.samples()),
        family(name('reconnects_total'), 'counter', 'Links that lost their socket.', reconnects.samples()),
        family(name('sends_total'), 'counter', 'Messages handed over for sending.', sends.samples()),
        ...webhookFamilies(sources.webhooks()),
        family(name('event_streams'), 'gauge', 'Readers of /events.', [[[], sources.streams()]]),
        family(name('qr_pictures_total'), 'counter', 'QR pictures drawn.', [[[], sources.picturesDrawn()]]),
        family(name('http_answers_total'), 'counter', 'Answers by route and status.', answers.samples()),
        family(name('event_loop_delay_seconds'), 'gauge', 'Since the last scrape.', loopDelay()),
        family(name('cpu_seconds_total'), 'counter', 'Processor time of the process.', [[[], cpuSeconds()]]),
        family(name('resident_memory_bytes'), 'gauge', 'Memory of the process.', [[[], process.memoryUsage.rss()]]),
      ].join(''),
    close: () => void delay.disable(),
  };
}
