import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';

import { type KeyLog, keyLogName, openKeyLog } from '../../electron/auth/key-log.ts';
import type { KeyEntry } from '../../electron/auth/key-records.ts';
import type { Seal, Sealer } from '../../electron/files/sealer.ts';
import { percentile } from '../bench/table.ts';
import { bundle } from '../support/bundle.ts';
import { createTemporaryFolder, createTestStore, link, testTenant, unwrap } from '../support/credentials.ts';
import { noSpace, sharedFileHandle } from '../support/file-handles.ts';
import { runAndKill } from '../support/kill-loop.ts';
import { bothSealers } from '../support/seals.ts';

/**
 * `npm run torture:sealed`: the store of keys in the clear and sealed, side by side in one run. Kills (`KILLS`, 200), every
 * state that a power cut can leave of a write, a fault at every call to the disk, and then how fast both are, as a ratio.
 * Ends with 1 if anything that was acknowledged is lost. Some five minutes on a quiet machine.
 */
const kills = Number(process.env.KILLS ?? 200);
const rounds = 9;
const folder = await createTemporaryFolder();
const program = await bundle(join(import.meta.dirname, '../support/storage-child.ts'), folder.path);

interface Tally {
  readonly tried: number;
  readonly lost: number;
}

/** A program that saves without a pause, killed at any moment. Its keys must be there, and no older than what it had said. */
async function kill(form: string, sealer: Sealer): Promise<Tally> {
  const root = join(folder.path, `killed ${form}`);
  let lost = 0;
  for (let nth = 0; nth < kills; nth += 1) {
    const said = await runAndKill([program, 'save-loop', root, form], 6);
    const { round: saved } = JSON.parse(said.at(-1) ?? '{}') as { round: number };
    const credentials = unwrap(await createTestStore(root, { sealer }).open(testTenant, () => undefined));
    const { 'last.0': last } = await credentials.keys.get('session', ['last.0']);
    const { round } = (last ?? { round: -1 }) as { round: number };
    const isWhole = credentials.found.fate === 'kept' && credentials.keyDamage.damagedPlaces === 0;
    if (!isWhole || round < saved || credentials.creds.accountSyncCounter < saved) lost += 1;
    await credentials.close();
  }
  return { tried: kills, lost };
}

/** The commits of a log, of all sizes; every few of them the log is written anew. */
function* batches(): Generator<readonly KeyEntry[]> {
  for (let nth = 0; nth < 40; nth += 1) {
    const length = nth % 8 === 7 ? 30_000 : 40 + ((nth * 37) % 400);
    yield [
      [`session/${nth % 7}`, `"${String(nth).padEnd(length, 'x')}"`],
      [`session/${(nth + 3) % 7}`, null],
    ];
  }
}

/**
 * What may lie behind the bytes that were flushed: each prefix of the write, and one of the right length with zeros in it. Where
 * the write itself ends with a zero, as one seal in 256 does, one of these is the whole write.
 */
function* statesOf(before: Buffer, after: Buffer): Generator<Buffer> {
  const added = after.length - before.length;
  const step = Math.max(1, Math.floor(added / 300));
  for (let length = 0; length < added; length += step) {
    const bytes = after.subarray(0, before.length + length);
    yield bytes;
    yield Buffer.concat([bytes, Buffer.alloc(added - length)]);
    if (length > 0) {
      const late = Buffer.from(after);
      late.fill(0, before.length, before.length + length);
      yield late;
    }
  }
  yield after;
}

async function cutPower(_form: string, sealer: Sealer): Promise<Tally> {
  const seal = sealer.of(testTenant);
  const own = await createTemporaryFolder();
  const looked = await createTemporaryFolder();
  const log = unwrap(await openKeyLog(own.path, seal));
  const written = () => readFile(join(own.path, keyLogName)).catch(() => Buffer.alloc(0));
  let [tried, lost, isStill] = [0, 0, ''];
  for (const batch of batches()) {
    const before = await written();
    log.change(batch);
    unwrap(await log.commit());
    const after = await written();
    const isNow = JSON.stringify([...log.entries()].sort());
    const isAdded = before.length > 0 && after.subarray(0, before.length).equals(before);
    // A log that was written anew is there as a whole, or the one before is: a rename.
    for (const bytes of isAdded ? statesOf(before, after) : [before, after]) {
      if (bytes.length === 0) continue;
      tried += 1;
      await writeFile(join(looked.path, keyLogName), bytes);
      const found = unwrap(await openKeyLog(looked.path, seal));
      const values = JSON.stringify([...found.entries()].sort());
      if (values !== (bytes.equals(after) ? isNow : isStill) || found.damage.damagedPlaces > 0) lost += 1;
      // It goes on: what is written next is there afterwards.
      if (tried % 20 === 0) {
        found.change([['session/next', '"n"']]);
        unwrap(await found.commit());
        const again = unwrap(await openKeyLog(looked.path, seal));
        if (again.get('session/next') !== '"n"' || again.damage.damagedPlaces > 0) lost += 1;
        await again.close();
      }
      await found.close();
    }
    isStill = isNow;
  }
  await log.close();
  await Promise.all([own.remove(), looked.remove()]);
  return { tried, lost };
}

/** Saves and keys, each tried again after a refusal, with the nth call to the disk refused. Answers whether it came to that. */
async function withFault(root: string, sealer: Sealer, nth: number): Promise<{ isHit: boolean; isLost: boolean }> {
  const files = await sharedFileHandle();
  const names = ['write', 'writeFile', 'datasync', 'sync', 'truncate'] as const;
  const real = names.map((name) => [name, Reflect.get(files, name) as (...all: unknown[]) => unknown] as const);
  let asked = 0;
  for (const [name, own] of real) {
    Reflect.set(files, name, function (this: unknown, ...all: unknown[]) {
      asked += 1;
      return asked === nth ? Promise.reject(noSpace()) : Reflect.apply(own, this, all);
    });
  }
  const open = async () => unwrap(await createTestStore(root, { sealer }).open(testTenant, () => undefined));
  try {
    const opened = await open();
    const { creds, keys } = opened;
    link(creds);
    for (let round = 1; round <= 8; round += 1) {
      const set = () =>
        keys.set({ session: { [`${round % 3}.0`]: { round, filler: 'x'.repeat(round % 4 === 3 ? 40_000 : 200) } } });
      await set().catch(set);
      creds.accountSyncCounter = round;
      const saved = await opened.save();
      if (!saved.ok) unwrap(await opened.save());
    }
    await opened.close();
  } finally {
    for (const [name, own] of real) Reflect.set(files, name, own);
  }
  const found = await open();
  const sessions = await found.keys.get('session', ['0.0', '1.0', '2.0']);
  const newest = Object.values(sessions).map((value) => (value as { round: number }).round);
  const isLost =
    found.creds.accountSyncCounter !== 8 || found.keyDamage.damagedPlaces > 0 || newest.sort().join() !== '6,7,8';
  await found.close();
  return { isHit: asked >= nth, isLost };
}

async function refuse(form: string, sealer: Sealer): Promise<Tally> {
  let lost = 0;
  for (let nth = 1; ; nth += 1) {
    const { isHit, isLost } = await withFault(join(folder.path, `fault ${form} ${nth}`), sealer, nth);
    if (!isHit) return { tried: nth - 1, lost };
    if (isLost) lost += 1;
  }
}

const keyPair = `{"private":{"type":"Buffer","data":"${'A'.repeat(43)}="},"public":{"type":"Buffer","data":"${'B'.repeat(43)}="}}`;
const preKeys = Array.from({ length: 812 }, (_, id): KeyEntry => [
  `pre-key/${id + 1}`,
  keyPair.replaceAll('AAAA', id.toString(36).padStart(4, 'C')),
]);
const session = (nth: number): KeyEntry => [`session/${nth % 150}.0`, `"${String(nth).padEnd(1200, 's')}"`];

/** One step of what a tenant does, for both forms at once. Sums of each, in ms. */
interface Pace {
  readonly what: string;
  readonly wall: [clear: number, sealed: number];
  readonly cpu: [clear: number, sealed: number];
}

interface Opened {
  readonly folder: string;
  readonly seal: Seal;
  readonly log: KeyLog;
}

/** What a tenant does: a first login, messages one by one, messages that come together, and starts. */
async function measure(): Promise<{ paces: Pace[]; bytes: number[] }> {
  const own = await createTemporaryFolder();
  const both: Opened[] = [];
  for (const [form, sealer] of bothSealers) {
    const [at, seal] = [join(own.path, form), sealer.of(testTenant)];
    await mkdir(at);
    both.push({ folder: at, seal, log: unwrap(await openKeyLog(at, seal)) });
  }
  const paces: Pace[] = [];
  /** Turn and turn about, each first in every other turn: a busy moment of the machine hits both. */
  async function take(what: string, turns: number, act: (opened: Opened, turn: number) => Promise<void>) {
    const pace: Pace = { what, wall: [0, 0], cpu: [0, 0] };
    for (let turn = 0; turn < turns; turn += 1) {
      for (const form of turn % 2 === 0 ? ([0, 1] as const) : ([1, 0] as const)) {
        const opened = both[form];
        if (opened === undefined) throw new Error('there are two');
        const [at, used] = [performance.now(), process.cpuUsage()];
        await act(opened, turn);
        pace.wall[form] += performance.now() - at;
        const { user, system } = process.cpuUsage(used);
        pace.cpu[form] += (user + system) / 1000;
      }
    }
    paces.push(pace);
  }
  async function commit({ log }: Opened, entries: readonly KeyEntry[]): Promise<void> {
    log.change(entries);
    unwrap(await log.commit());
  }
  const eight = (turn: number) => Array.from({ length: 8 }, (_, more) => session(turn * 8 + more));
  await take('812 pre-keys in one commit', 1, (opened) => commit(opened, preKeys));
  await take('600 sessions, one by one', 600, (opened, turn) => commit(opened, [session(turn)]));
  await take('600 sessions, eight at a time', 75, (opened, turn) => commit(opened, eight(turn)));
  for (const { log } of both) await log.close();
  await take('opening it, ten times', 10, async ({ folder: at, seal }) => {
    await unwrap(await openKeyLog(at, seal)).close();
  });
  const bytes = [];
  for (const { folder: at } of both) bytes.push((await stat(join(at, keyLogName))).size);
  await own.remove();
  return { paces, bytes };
}

const rows: string[][] = [['', ...bothSealers.map(([form]) => form), 'ratio']];
let losses = 0;
for (const [what, torture] of [
  ['kills (SIGKILL) while it saves', kill],
  ['states that a power cut can leave', cutPower],
  ['faults, one at each call to the disk', refuse],
] as const) {
  const tallies = [];
  for (const [form, sealer] of bothSealers) tallies.push(await torture(form, sealer));
  losses += tallies.reduce((sum, { lost }) => sum + lost, 0);
  rows.push([`${what}: tried, lost`, ...tallies.map(({ tried, lost }) => `${tried}, ${lost}`), '']);
}
const measured = [];
// The first compiles the code.
for (let round = 0; round <= rounds; round += 1) measured.push(await measure());
const counted = measured.slice(1);
for (const [index, { what }] of (counted[0]?.paces ?? []).entries()) {
  for (const [kind, unit] of [
    ['wall', 'ms'],
    ['cpu', 'ms of the processor'],
  ] as const) {
    const pairs = counted.map(({ paces }) => paces[index]?.[kind] ?? ([0, 0] as const));
    const typical = (values: readonly number[]) => percentile(values, 50);
    const clear = typical(pairs.map((pair) => pair[0])).toFixed(1);
    const sealed = typical(pairs.map((pair) => pair[1])).toFixed(1);
    // Of each pair: what disturbs one disturbs the other.
    const ratio = typical(pairs.map((pair) => pair[1] / pair[0]));
    rows.push([`${what}, ${unit}`, clear, sealed, ratio.toFixed(2)]);
  }
}
const [clear = 0, sealed = 0] = counted[0]?.bytes ?? [];
rows.push(['bytes on disk after all of it', String(clear), String(sealed), (sealed / clear).toFixed(3)]);
for (const row of rows) process.stdout.write(`| ${row.join(' | ')} |\n`);
await folder.remove();
process.exitCode = losses > 0 ? 1 : 0;
