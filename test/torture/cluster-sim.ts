import process from 'node:process';

import { simulate } from '../support/cluster/simulation.ts';

/**
 * `npm run sim:cluster [days] [tenants] [nodes] [seed]`: services that share tenants, with the machine of the cluster as it
 * is, in a pretend time with a pretend database. Ends with 1 where a check failed. `SECONDS` ends it earlier. `BREAK=self-fencing`
 * or `BREAK=fence` takes a protection away, to see the checks fail.
 */
const [days = 1_000, tenants = 10_000, nodes = 20, seed = 1] = process.argv.slice(2).map(Number);
const failuresPerDay = 0.4;
const secondsAtMost = Number(process.env.SECONDS ?? Infinity);

const percentile = (sorted: readonly number[], share: number) => sorted[Math.ceil(sorted.length * share) - 1] ?? NaN;
const seconds = (ms: number) => (ms / 1000).toFixed(1).padStart(7);

const began = Date.now();
const breaks = { selfFencing: process.env.BREAK !== 'self-fencing', fence: process.env.BREAK !== 'fence' };
const { checks, failures, hours, ...simulated } = simulate({
  seed,
  tenants,
  nodes,
  days,
  failuresPerDay,
  breaks,
  isOver: () => Date.now() - began > secondsAtMost * 1000,
});

const lines = [
  `${tenants} tenants, ${nodes} nodes, seed ${seed}: ${simulated.days.toFixed(0)} days with ${failures} failures, ` +
    `${hours.toFixed(0)} hours event by event, in ${((Date.now() - began) / 1000).toFixed(0)} s`,
  '',
  'seconds until a node held the link again (held), and until it was logged in (in): median, 99 %, last',
  ...checks
    .figures()
    .sort((one, other) => one.why.localeCompare(other.why))
    .map(({ why, owned, lit }) => {
      const [held, logged] = [owned, lit].map((list) => [...list].sort((one, other) => one - other)) as [
        number[],
        number[],
      ];
      const three = (list: number[]) => [0.5, 0.99, 1].map((share) => seconds(percentile(list, share))).join('');
      return `  ${why.padEnd(12)} ${String(held.length).padStart(7)} links   held ${three(held)}   in ${three(logged)}`;
    }),
  '',
  ...[...checks.counts].sort().map(([what, count]) => `  ${what}: ${count}`),
  '',
  checks.violations.size === 0 ? 'no check failed' : 'CHECKS FAILED:',
  ...[...checks.violations].map(([what, count]) => `  ${what}: ${count} times`),
];
process.stdout.write(`${lines.join('\n')}\n`);
process.exitCode = checks.violations.size === 0 ? 0 : 1;
