import process from 'node:process';

import Counter from 'prom-client/lib/counter.js';
import heap from 'prom-client/lib/metrics/heapSizeAndUsed.js';
import memory from 'prom-client/lib/metrics/osMemoryHeap.js';
import mostFiles from 'prom-client/lib/metrics/processMaxFileDescriptors.js';
import openFiles from 'prom-client/lib/metrics/processOpenFileDescriptors.js';
import resources from 'prom-client/lib/metrics/processResources.js';
import startTime from 'prom-client/lib/metrics/processStartTime.js';
import version from 'prom-client/lib/metrics/version.js';
import type Registry from 'prom-client/lib/registry.js';

/**
 * prom-client's `process_*` and `nodejs_*` metrics, each imported by itself. `gc` and `eventLoopLag` are left out: they
 * start observers that nothing can stop, and the desktop's bridge starts again after each change of its settings.
 * `processCpuTotal` would bring in OpenTelemetry (70 kB) for the one counter below.
 */
export function collectProcessMetrics(registry: Registry): void {
  for (const collect of [startTime, memory, openFiles, mostFiles, resources, heap, version]) collect(registry);
  new Counter({
    name: 'process_cpu_seconds_total',
    help: 'Total user and system CPU time spent in seconds.',
    registers: [registry],
    collect() {
      this.reset();
      this.inc(cpuSeconds());
    },
  });
}

/** Processor time of this process since its start. */
export function cpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}
