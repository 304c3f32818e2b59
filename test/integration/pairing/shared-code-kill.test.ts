import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';

import { afterAll, beforeAll, expect, test } from 'vitest';

import { systemClock } from '../../../electron/clock/system-clock.ts';
import type { Console } from '../../../electron/console/console.ts';
import { openConsole } from '../../../electron/console/open-console.ts';
import { openSealer } from '../../../electron/files/sealer.ts';
import { type LoopbackWhatsApp, createLoopbackWhatsApp } from '../../../electron/loopback/endpoint.ts';
import { isConnected } from '../../../shared/session.ts';
import { tenantIdSchema } from '../../../shared/tenant.ts';
import { bundle } from '../../support/bundle.ts';
import { silentLogger } from '../../support/fake-ports.ts';

/** How often to kill. */
const kills = Number(process.env.KILLS ?? 12);
/** How much later than the phone's own end of the scan the last kill comes, as a share of the scan. */
const beyond = 1.5;

let folder: string;
let program: string;
let whatsapp: LoopbackWhatsApp;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'shared-code-'));
  program = await bundle(join(import.meta.dirname, '../../support/shared-code-child.ts'), folder);
  whatsapp = await createLoopbackWhatsApp();
});
afterAll(async () => {
  await whatsapp.close();
  await rm(folder, { recursive: true, force: true });
});

const wanted = tenantIdSchema.parse('wanted');
const other = tenantIdSchema.parse('other');

function openOn(dataFolder: string): Promise<Console> {
  return openConsole({
    sealer: openSealer,
    dataFolder,
    whatsappUrl: whatsapp.url,
    clock: systemClock,
    logger: silentLogger,
  });
}

/** Waits until the console has said of a link what there is to say. */
async function verdict(opened: Console, expected: boolean, listed: number): Promise<string> {
  const { registry, journal } = opened;
  for (let turn = 0; turn < 400; turn += 1) {
    const session = registry.view(wanted)?.session;
    if (registry.view(other)?.session.account !== undefined) return 'FILED WRONGLY';
    if (session !== undefined && isConnected(session)) return expected ? 'linked' : 'FILED WRONGLY';
    if (registry.unassigned().some(({ accepted }) => accepted)) return expected ? 'FILED WRONGLY' : 'waits';
    const told = journal.list({ limit: 10 }).some(({ failure }) => failure.cause === 'dead-device');
    if (told) return 'told';
    // Without a device on the phone there is nothing to find.
    if (listed === 0 && turn > 40) return 'not listed';
    await pause(25);
  }
  return listed === 0 ? 'not listed' : 'LOST';
}

/** `ms`: from the scan to the kill; without one, when the phone lists the device. Answers what came of it, and the ms. */
async function killAt(
  ms: number | undefined,
  index: number,
  expected: boolean,
): Promise<[outcome: string, ms: number]> {
  const dataFolder = join(folder, `run-${String(index)}`);
  const number = `9725012${String(10_000 + index)}`;
  const before = await openOn(dataFolder);
  await before.registry.open();
  await before.registry.add(other, 'Other', '972509999999');
  await before.registry.add(wanted, 'Wanted', expected ? number : '972508888888');
  await before.close();

  const child = spawn(process.execPath, [program, dataFolder, whatsapp.url], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(child, 'exit');
  const phone = whatsapp.addPhone({ number });
  let took = 0;
  for await (const qr of createInterface({ input: child.stdout })) {
    const began = Date.now();
    const scanned = phone.scan(qr);
    await (ms === undefined ? scanned : pause(ms));
    took = Date.now() - began;
    child.kill('SIGKILL');
    await scanned;
    break;
  }
  await ended;

  const after = await openOn(dataFolder);
  await after.registry.open();
  const outcome = await verdict(after, expected, phone.devices.length);
  await after.close();
  return [outcome, took];
}

for (const expected of [true, false]) {
  const whose = expected ? 'that a tenant expects' : 'that no tenant expects';
  test(
    `a program that is killed while the shared code links a number ${whose} loses nothing and files nothing wrongly`,
    async () => {
      const first = expected ? 0 : kills;
      const [outcome, scanMs] = await killAt(undefined, first, expected);
      const outcomes = [outcome];
      for (let kill = 1; kill < kills; kill += 1) {
        outcomes.push((await killAt((kill * beyond * scanMs) / kills, first + kill, expected))[0]);
      }
      expect(outcomes.filter((outcome) => outcome === 'LOST' || outcome === 'FILED WRONGLY')).toEqual([]);
      // The kills fell on both sides of the moment from which on the phone lists the device.
      expect(new Set(outcomes)).toContain(expected ? 'linked' : 'waits');
    },
    30_000 + kills * 15_000,
  );
}
