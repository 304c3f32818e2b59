import { join } from 'node:path';
import process from 'node:process';
import { setTimeout as pause } from 'node:timers/promises';

import { openDatabase } from '../../electron/postgres/database.ts';
import { type Service, createServiceRig } from '../integration/service/service-rig.ts';
import { watchLinks } from '../support/link-watch.ts';
import type { TestServer } from '../support/postgres/server.ts';
import { median, percentile } from './table.ts';

const prefix = 'tenant_';
const numberOf = (n: number) => `9725012${String(n).padStart(5, '0')}`;
/** In ms. */
const targets = { evenOut: 60_000, killedMedian: 10_000, killedLast: 15_000, stoppedMedian: 1_000 };
/** More than is made here. */
const limits = { LINK_ATTEMPTS: '9999/9999', MAX_TENANTS: '9999' };
/** So many links are made at the same time. */
const lanes = 6;
/** Nothing moves any more once it has been so for this long, in ms. */
const calmMs = 3_000;
/** What takes longer does not come to an end, in ms. */
const longestMs = 300_000;

const print = (line: string) => process.stdout.write(`${line}\n`);
const seconds = (ms: number) => `${(ms / 1000).toFixed(2)} s`;

/** Links that move between three services, and how long each is dark. Answers which targets were missed. */
export async function measureSharing(server: TestServer, links: number): Promise<readonly string[]> {
  const rig = await createServiceRig();
  const watch = watchLinks(rig.whatsapp);
  const url = await server.createDatabase();
  const database = openDatabase({ address: { url, place: '' }, connections: 1 });
  const missed: string[] = [];
  const start = (name: string) => rig.start({ ...limits, DATABASE_URL: url, DATA_DIR: join(rig.dataFolder, name) });
  const addressOf = ({ port }: Service) => `http://127.0.0.1:${port}`;

  function judge(what: string, ms: number, most: number): void {
    const isMet = ms <= most;
    if (!isMet) missed.push(what);
    print(`${what}: ${seconds(ms)} (target ≤ ${most / 1000} s: ${isMet ? 'met' : 'missed'})`);
  }

  /** How many links each service has, the lowest number first. */
  async function held(): Promise<number[]> {
    const rows = await database.run<{ links: number }>(
      'SELECT count(*)::int AS links FROM link WHERE node IS NOT NULL GROUP BY node ORDER BY links',
    );
    return rows.map((row) => row.links);
  }

  /** What the services say of themselves, for who wonders why it takes so long. */
  async function views(): Promise<string> {
    const rows = await database.run<{ name: string; links: number; load: number; leaving: boolean; ends: bigint }>(
      `SELECT name, links, load, leaving, (SELECT count(*) FROM node_end WHERE node_end.name = node.name) AS ends FROM node`,
    );
    const each = rows.map((row) => `${row.links} links at load ${row.load.toFixed(2)}, ${row.ends} ends`);
    return `${each.join('; ')}; ${links - watch.open()} links are not logged in`;
  }

  /** Resolves once so many services have links, each link is logged in, and nothing has moved for a while; answers since when. */
  async function isCalm(services: number): Promise<number> {
    const began = performance.now();
    let since = began;
    let before = '';
    while (performance.now() - since < calmMs) {
      const counts = await held();
      const now = counts.length === services && watch.open() === links ? counts.join(', ') : '';
      if (now === '' || now !== before) since = performance.now();
      before = now;
      if (since - began > longestMs) throw new Error(`no calm after ${seconds(longestMs)}: ${await views()}`);
      await pause(50);
    }
    print(`  links of each service: ${before}`);
    return since;
  }

  /** The numbers of the links that a service holds. */
  async function numbersOf(service: Service): Promise<ReadonlySet<string>> {
    const rows = await database.run<{ tenant: string }>(
      'SELECT tenant FROM link JOIN node ON node.id = link.node WHERE address = $1',
      [addressOf(service)],
    );
    return new Set(rows.map(({ tenant }) => numberOf(Number(tenant.slice(prefix.length)))));
  }

  /** How long each of these was dark, once all are back. */
  async function darkOf(numbers: ReadonlySet<string>, mark: number): Promise<number[]> {
    const isIts = ([device]: [string, number]) => numbers.has(device.replace(/[:@].*/, ''));
    while (performance.now() - mark < longestMs) {
      const dark = [...watch.darkSince(mark)].filter(isIts);
      if (dark.length === numbers.size) return dark.map(([, ms]) => ms);
      await pause(20);
    }
    throw new Error(`not all of ${numbers.size} links are back: ${await views()}`);
  }

  const spread = (dark: readonly number[]) =>
    `${seconds(median(dark))} (nine of ten: ${seconds(percentile(dark, 90))}, last: ${seconds(Math.max(...dark))})`;

  async function comes(): Promise<{ readonly first: Service; readonly second: Service; readonly third: Service }> {
    const first = await start('first');
    const began = performance.now();
    let made = 0;
    const lane = async () => {
      for (let n = made++; n < links; n = made++) await rig.link(first, `${prefix}${n}`, numberOf(n));
    };
    await Promise.all(Array.from({ length: lanes }, lane));
    print(`${links} links were made in ${seconds(performance.now() - began)}`);

    const comesAt = performance.now();
    const mark = watch.mark();
    const second = await start('second');
    judge(`a second service has half of ${links} links after`, (await isCalm(2)) - comesAt, targets.evenOut);
    const moves = watch.movesSince(mark);
    print(`  ${moves} moves; each link was dark for, median: ${spread([...watch.darkSince(mark).values()])}`);
    const third = await start('third');
    await isCalm(3);
    return { first, second, third };
  }

  async function killed(service: Service): Promise<void> {
    const numbers = await numbersOf(service);
    const mark = watch.mark();
    await service.stop('SIGKILL');
    const dark = await darkOf(numbers, mark);
    judge(
      `SIGKILL of one of three: each of its ${dark.length} links is back, median`,
      median(dark),
      targets.killedMedian,
    );
    judge('  last', Math.max(...dark), targets.killedLast);
    await isCalm(2);
    print(`  moves of links until nothing moved any more: ${watch.movesSince(mark)}`);
  }

  async function stopped(service: Service): Promise<void> {
    const numbers = await numbersOf(service);
    const mark = watch.mark();
    const { code, ms } = await service.stop();
    const dark = await darkOf(numbers, mark);
    judge(
      `SIGTERM of one of three: each of its ${dark.length} links is dark for, median`,
      median(dark),
      targets.stoppedMedian,
    );
    print(`  ${spread(dark)}; it ended after ${seconds(ms)} with ${String(code)}`);
    await isCalm(2);
    print(`  moves of links until nothing moved any more: ${watch.movesSince(mark)}`);
  }

  try {
    const { first, second, third } = await comes();
    await killed(second);
    const again = await start('second');
    await isCalm(3);
    await stopped(first);
    print(`moments with two logins of one link: ${watch.twice()}; links lost: ${links - watch.open()}`);
    const over = [first, second, third, again].flatMap(({ logs }) =>
      logs.filter((line) => line.includes('lease of this service is over')),
    );
    print(`leases that were over by their own clock: ${over.length}`);
    print(`rules of the protocol that were broken: ${rig.whatsapp.violations.length}`);
    if (watch.twice() > 0 || watch.open() < links) missed.push('a link was lost, or held twice');
  } finally {
    await database.close();
    await rig.close();
  }
  return missed;
}
