/**
 * `npm run soak [-- --minutes 30] [-- --tenants 100]`: a console with tenants that stay linked, against a WhatsApp in
 * another process. In rounds, every phone writes to its tenant and every tenant to a contact; every third round all
 * connections drop, every sixth the console is closed and opened again. Prints how memory, descriptors, the cost of a
 * promise and the log grow in an hour, and ends with 1 if one does not stay flat. The first third is the time to warm up.
 */
import { fork } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';

import { sendsKept } from '../../electron/tenants/send-log.ts';
import { startWhatsApp } from '../bench/whatsapp-process.ts';
import { bundle } from '../support/bundle.ts';
import { type FromSoaked, type Order, type Sample, fromSoakedSchema } from './soak-messages.ts';
import { trendOf } from './trend.ts';

const contact = '972509999999';
/** From the beginning of one round to that of the next, in ms; on a busy machine longer. */
const roundMs = 10_000;
/** A kept send of these rounds takes so many bytes. */
const sendBytes = 350;
/** No answer in this time: the process has hung, in ms. */
const patienceMs = 300_000;

const { values } = parseArgs({
  options: { minutes: { type: 'string', default: '30' }, tenants: { type: 'string', default: '100' } },
});
const durationMs = Number(values.minutes) * 60_000;
const phones = new Map(
  Array.from({ length: Number(values.tenants) }, (_, index) => [
    `tenant-${index}`,
    (972_501_000_000 + index).toString(),
  ]),
);

const whatsapp = await startWhatsApp();
for (const number of [contact, ...phones.values()]) await whatsapp.addPhone(number);
const folder = await mkdtemp(join(tmpdir(), 'soak-'));
const program = await bundle(join(import.meta.dirname, 'soaked.ts'), folder);
const task = { url: whatsapp.url, folder: join(folder, 'data'), tenants: [...phones.keys()] };
const soaked = fork(program, [JSON.stringify(task)], { execArgv: ['--expose-gc'] });
const samples: Sample[] = [];
const sent = { toTenants: 0, toContact: 0, acknowledged: 0, received: 0, drops: 0, restarts: 0 };
try {
  await soak();
} finally {
  soaked.kill('SIGKILL');
  await whatsapp.close();
  await rm(folder, { recursive: true, force: true });
}
report();

async function soak(): Promise<void> {
  await ask({ order: 'link' });
  const end = performance.now() + durationMs;
  for (let round = 1; performance.now() < end; round += 1) {
    const next = pause(roundMs);
    for (const number of phones.values()) await whatsapp.send(contact, number, `round ${round}`);
    sent.toTenants += phones.size;
    const answer = await ask({ order: 'send', to: contact });
    sent.toContact += phones.size;
    if (answer.type === 'done') sent.acknowledged += answer.count;
    if (round % 3 === 0) {
      await whatsapp.drop();
      sent.drops += 1;
    }
    if (round % 6 === 5) {
      await ask({ order: 'restart' });
      sent.restarts += 1;
    }
    await next;
    await ask({ order: 'settle' });
    const { sample, received } = await sampled();
    samples.push(sample);
    sent.received = received;
    const { heap, rss, descriptors, promise, logs } = sample;
    const minutes = (sample.at / 60_000).toFixed(1).padStart(5);
    say(
      `${minutes} min  round ${round}: heap ${megabytes(heap)} MB, RSS ${megabytes(rss)} MB, ${descriptors} descriptors, ` +
        `${Math.round(promise)} ns a promise, log ${Math.round(logs / 1024)} KiB`,
    );
  }
  soaked.send({ order: 'end' } satisfies Order);
  await new Promise((resolve) => soaked.once('exit', resolve));
}

async function sampled() {
  const answer = await ask({ order: 'sample' });
  if (answer.type !== 'sample') throw new Error('no sample came');
  return answer;
}

/** Passes on what is scanned meanwhile. */
function ask(order: Order): Promise<FromSoaked> {
  return new Promise((resolve, reject) => {
    const hung = setTimeout(() => fail(new Error(`no answer to ${order.order}`)), patienceMs);
    const gone = () => fail(new Error('the process has ended'));
    const stop = () => {
      clearTimeout(hung);
      soaked.off('message', hear);
      soaked.off('exit', gone);
    };
    const fail = (error: Error) => {
      stop();
      reject(error);
    };
    const hear = (json: unknown) => {
      const message = fromSoakedSchema.parse(json);
      if (message.type === 'scan') {
        void whatsapp.scan(phones.get(message.tenant) ?? '', message.qr).catch(fail);
        return;
      }
      stop();
      resolve(message);
    };
    soaked.on('message', hear);
    soaked.once('exit', gone);
    soaked.send(order);
  });
}

function report(): void {
  const watched = samples.slice(Math.floor(samples.length / 3));
  if (watched.length < 4) {
    say('Too short to tell: fewer than four samples after the warm-up');
    process.exitCode = 1;
    return;
  }
  const minutes = (((watched.at(-1)?.at ?? 0) - (watched[0]?.at ?? 0)) / 60_000).toFixed(1);
  say(
    `\n${phones.size} tenants, ${samples.length} rounds, ${sent.drops} drops of every connection, ${sent.restarts} restarts; ` +
      `${sent.received} of ${sent.toTenants} messages received, ${sent.acknowledged} of ${sent.toContact} sent`,
  );
  say(`Watched for ${minutes} min after the warm-up:`);
  const megabyte = 1024 * 1024;
  // Logs turn over at 15 MB; a log that would do so within an hour says too much.
  line('heap after collection', 'MB', megabyte, ({ heap }) => heap, { tolerance: 0.05 });
  line('resident memory', 'MB', megabyte, ({ rss }) => rss, { tolerance: 0.1 });
  line('descriptors', '', 1, ({ descriptors }) => descriptors, { tolerance: 0, slack: 2 });
  line('a promise', 'ns', 1, ({ promise }) => promise, { tolerance: 0.5 });
  // A key log is written anew once it is longer than twice its keys and 64 KiB, a log of sends after a thousand. Keys that became
  // more would show in the heap.
  const room = 64 * 1024 + 2 * sendsKept * sendBytes;
  line('logs of keys, sends', 'MB', megabyte, ({ bounded }) => bounded, { tolerance: 1, slack: phones.size * room });
  line('other kept data', 'MB', megabyte, ({ data }) => data, { tolerance: 0.25 });
  const hours = Number(minutes) / 60;
  line('log', 'MB', megabyte, ({ logs }) => logs, { tolerance: 0, slack: 15 * megabyte * hours });
}

function line(
  what: string,
  unit: string,
  scale: number,
  pick: (sample: Sample) => number,
  limits: { readonly tolerance: number; readonly slack?: number },
): void {
  const watched = samples.slice(Math.floor(samples.length / 3));
  const { median, perHour, grown, flat } = trendOf(
    watched.map((sample) => ({ at: sample.at, value: pick(sample) })),
    limits,
  );
  const shown = (value: number) => (value / scale).toFixed(scale === 1 ? 0 : 1);
  const verdict = flat ? 'flat' : 'NOT FLAT';
  say(
    `  ${what.padEnd(22)} ${shown(median).padStart(8)} ${unit.padEnd(2)}  ${shown(perHour).padStart(8)} ${unit}/h, ` +
      `grew by ${shown(grown)} ${unit}: ${verdict}`,
  );
  if (!flat) process.exitCode = 1;
}

function megabytes(bytes: number): string {
  return (bytes / 1024 / 1024).toFixed(1);
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
