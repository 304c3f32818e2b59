/**
 * `npm run bench:bridge [-- --node 20,22,24] [-- --tenants 100]`: `/status` of a real service with connected tenants, beside
 * a bare `node:http` handler that returns the same bytes, turn about in one run. Exit code 1: a ratio below the target.
 */
import process from 'node:process';
import { parseArgs } from 'node:util';

import { buildIfStale } from '../../scripts/build.js';
import { nodeOf } from './nodes.ts';
import { type StatusRound, measureStatus } from './status-load.ts';
import { median } from './table.ts';

const target = 0.6;
const rounds = 12;

const { values } = parseArgs({
  options: {
    node: { type: 'string', default: process.versions.node.split('.')[0] ?? '' },
    tenants: { type: 'string', default: '100' },
  },
});
await buildIfStale(console.log);
for (const major of values.node.split(',')) {
  const node = await nodeOf(major);
  const tenants = Number(values.tenants);
  console.log(`\nNode ${major}: /status, ${tenants} connected tenants, medians of ${rounds} rounds`);
  print(await measureStatus({ node, tenants, rounds }));
}

function print(measured: readonly StatusRound[]): void {
  for (const name of ['bridge', 'bare'] as const) {
    const perSecond = median(measured.map((round) => round[name].perSecond)).toFixed(0);
    const p99 = median(measured.map((round) => round[name].p99Ms)).toFixed(1);
    const cpu = median(measured.map((round) => round[name].cpuUs)).toFixed(0);
    console.log(`${name.padEnd(7)} ${perSecond.padStart(6)} requests/s   p99 ${p99} ms   CPU ${cpu} µs`);
  }
  const ratios = measured.map(({ bridge, bare }) => bridge.perSecond / bare.perSecond);
  const ratio = median(ratios);
  const span = `${Math.min(...ratios).toFixed(2)}–${Math.max(...ratios).toFixed(2)}`;
  console.log(`ratio   ${ratio.toFixed(2)} (${span}), target ${target}`);
  if (ratio < target) process.exitCode = 1;
}
