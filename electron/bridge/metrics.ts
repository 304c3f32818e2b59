import { monitorEventLoopDelay } from 'node:perf_hooks';
import process from 'node:process';

import Counter from 'prom-client/lib/counter.js';
import Gauge from 'prom-client/lib/gauge.js';
import Registry from 'prom-client/lib/registry.js';

import { webhookFaultSchema } from '../../shared/bridge.ts';
import type { JournalEntry } from '../../shared/journal.ts';
import { type Phase, type SessionSnapshot, isConnected, phaseSchema } from '../../shared/session.ts';
import type { TenantId } from '../../shared/tenant.ts';
import type { WrongSecrets } from './access.ts';
import type { Connections } from './connections.ts';
import { collectProcessMetrics, cpuSeconds } from './process-metrics.ts';
import type { WebhooksState } from './webhooks/webhooks.ts';

/** Figures of the process as a whole. No label names a tenant or a number. */
export interface Metrics {
  changed(tenantId: TenantId, snapshot: SessionSnapshot | undefined): void;
  failed(entry: JournalEntry): void;
  readonly sent: (outcome: 'sent' | 'failed') => void;
  readonly answered: (route: string, status: number) => void;
  /** Prometheus' text format 0.0.4. */
  readonly text: () => Promise<string>;
  close(): void;
}

export interface MetricSources {
  readonly sessions: () => readonly SessionSnapshot[];
  readonly webhooks: () => WebhooksState | undefined;
  readonly streams: () => number;
  readonly picturesDrawn: () => number;
  readonly connections: Pick<Connections, 'open' | 'evicted'>;
  readonly wrongSecrets: WrongSecrets;
  /** Services that share a database, and whether one has the tenants (`links` is not 0); nothing where there is but one. */
  readonly nodes?: (() => readonly { readonly address: string; readonly links: number }[]) | undefined;
}

export function createMetrics(sources: MetricSources): Metrics {
  const family = createFamilies();
  const before = new Map<TenantId, { readonly phase: Phase; readonly scanned: boolean }>();

  family.read('sessions', 'Sessions by phase.', 'phase', () => {
    const counts = new Map<Phase, number>(phaseSchema.options.map((phase) => [phase, 0]));
    for (const { phase } of sources.sessions()) counts.set(phase, (counts.get(phase) ?? 0) + 1);
    return [...counts];
  });
  family.gauge(
    'restricted_sessions',
    'Sessions whose account WhatsApp restricts.',
    () => sources.sessions().filter(({ restriction }) => restriction !== undefined).length,
  );
  const rounds = family.count('qr_rounds_total', 'Rounds of QR codes that began.');
  const pairings = family.count('pairings_total', 'Scans that led to an accepted login.');
  const scanFailures = family.count('scan_failures_total', 'Attempts that failed with a QR shown.', 'cause');
  const disconnects = family.count('disconnects_total', 'Other ends of connections.', 'cause');
  const reconnects = family.count('reconnects_total', 'Links that lost their socket.');
  const sends = family.count('sends_total', 'Messages handed over for sending.', 'outcome');
  const seconds = (at: number | undefined) => (at === undefined ? undefined : at / 1000);
  family.gauge('webhook_backlog', 'Calls not delivered yet.', () => sources.webhooks()?.backlog ?? 0);
  family.total('webhook_dropped_total', 'Calls given up.', () => sources.webhooks()?.dropped ?? 0);
  family.gauge('webhook_last_success_timestamp_seconds', 'When the backend last took a call.', () =>
    seconds(sources.webhooks()?.lastSuccessAt),
  );
  family.gauge('webhook_last_error_timestamp_seconds', 'When a call to the backend last failed.', () =>
    seconds(sources.webhooks()?.lastError?.at),
  );
  family.read('webhook_fault', 'Why the last call to the backend failed, until one is taken.', 'kind', () => {
    const { lastSuccessAt = 0, lastError } = sources.webhooks() ?? {};
    const fault = lastError !== undefined && lastError.at >= lastSuccessAt ? lastError.fault.code : undefined;
    return webhookFaultSchema.options.map(({ shape }) => [shape.code.value, shape.code.value === fault ? 1 : 0]);
  });
  family.gauge('event_streams', 'Readers of /events.', sources.streams);
  family.gauge('http_connections', 'Open connections to the bridge.', sources.connections.open);
  family.total('http_connections_evicted_total', 'Connections closed to make room.', sources.connections.evicted);
  family.total('wrong_secrets_total', 'Calls that showed a wrong secret.', sources.wrongSecrets.shown);
  family.total('ignored_secrets_total', 'Calls whose secret was not looked at.', sources.wrongSecrets.ignored);
  family.gauge('held_answers', 'Answers to wrong secrets that wait.', sources.wrongSecrets.held);
  family.total('qr_pictures_total', 'QR pictures drawn.', sources.picturesDrawn);
  const { nodes } = sources;
  if (nodes !== undefined)
    family.read('node_tenants', 'Tenants by the service that holds them.', 'node', () => {
      const tenants = sources.sessions().length;
      return nodes().map(({ address, links }) => [address, links > 0 ? tenants : 0]);
    });
  const answers = new Map<string, Map<number, Answers>>();
  family.totals('http_answers_total', 'Answers by route and status.', ['route', 'status'], () =>
    [...answers.values()].flatMap((ofRoute) => [...ofRoute.values()]),
  );
  const stopMeasuring = measureLoop(family);
  family.total('cpu_seconds_total', 'Processor time of the process.', cpuSeconds);
  family.gauge('resident_memory_bytes', 'Memory of the process.', () => process.memoryUsage.rss());
  collectProcessMetrics(family.registry);

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
      if (phase === 'awaiting-scan') rounds.inc();
      if (phase === 'reconnecting') reconnects.inc();
      if (connected && last?.scanned === true) pairings.inc();
    },
    failed({ failure: { cause }, qrShown }) {
      (qrShown ? scanFailures : disconnects).inc({ cause });
    },
    sent: (outcome) => sends.inc({ outcome }),
    answered(route, status) {
      const ofRoute = answers.get(route) ?? new Map<number, Answers>();
      const known = ofRoute.get(status) ?? { labels: { route, status }, count: 0 };
      if (known.count === 0) answers.set(route, ofRoute.set(status, known));
      known.count += 1;
    },
    text: () => family.registry.metrics(),
    close: stopMeasuring,
  };
}

interface Answers {
  readonly labels: { readonly route: string; readonly status: number };
  count: number;
}

type Families = ReturnType<typeof createFamilies>;

/** This program's own metrics, `pairing_console_…`, in a registry of one bridge. */
function createFamilies() {
  const registry = new Registry();
  const named = (name: string, help: string) => ({ name: `pairing_console_${name}`, help, registers: [registry] });
  return {
    registry,
    count: <L extends string>(name: string, help: string, ...labelNames: L[]) =>
      new Counter({ ...named(name, help), labelNames }),
    /** A counter that is kept elsewhere and read at each scrape. */
    total(name: string, help: string, read: () => number): void {
      new Counter({
        ...named(name, help),
        collect() {
          this.reset();
          this.inc(read());
        },
      });
    },
    /** The same with labels: a library's counter costs each answer a microsecond. */
    totals<L extends string>(
      name: string,
      help: string,
      labelNames: L[],
      read: () => Iterable<{ readonly labels: Readonly<Record<L, string | number>>; readonly count: number }>,
    ): void {
      new Counter({
        ...named(name, help),
        labelNames,
        collect() {
          this.reset();
          for (const { labels, count } of read()) this.inc(labels, count);
        },
      });
    },
    /** `undefined`: the metric has no sample at present. */
    gauge(name: string, help: string, read: () => number | undefined): void {
      new Gauge({
        ...named(name, help),
        collect() {
          const value = read();
          if (value === undefined) this.remove();
          else this.set(value);
        },
      });
    },
    /** A gauge with one label, read at each scrape. */
    read(name: string, help: string, label: string, values: () => readonly (readonly [string, number])[]): void {
      new Gauge({
        ...named(name, help),
        labelNames: [label],
        collect() {
          this.reset();
          for (const [text, value] of values()) this.set({ [label]: text }, value);
        },
      });
    },
  };
}

/** How often the event loop is asked whether it is late, in ms. */
const looksEveryMs = 10;

/** Measures the event loop's delay between two scrapes; answers what stops it. */
function measureLoop(family: Families): () => void {
  const delay = monitorEventLoopDelay({ resolution: looksEveryMs });
  delay.enable();
  // It holds the time between two looks, and is not a number before the first.
  const seconds = (nanoseconds: number) =>
    Number.isFinite(nanoseconds) ? Math.max(0, nanoseconds / 1e9 - looksEveryMs / 1_000) : 0;
  family.read('event_loop_delay_seconds', 'Since the last scrape.', 'quantile', () => {
    const quantiles = [
      ['0.5', seconds(delay.percentile(50))],
      ['0.99', seconds(delay.percentile(99))],
      ['1', seconds(delay.max)],
    ] as const;
    delay.reset();
    return quantiles;
  });
  return () => void delay.disable();
}
