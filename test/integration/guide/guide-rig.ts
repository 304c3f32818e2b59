import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { expect } from 'vitest';

import type { WireStatus } from '../../../electron/bridge/wire.ts';
import { type LoopbackWhatsApp, createLoopbackWhatsApp } from '../../../electron/loopback/endpoint.ts';
import { buildIfStale } from '../../../scripts/build.js';
import { say } from '../../../scripts/launch.ts';
import { ensurePrograms } from '../../../scripts/system/programs.ts';
import { type Backend, createBackend } from '../../support/backend.ts';
import { readEvents } from '../bridge/event-reader.ts';
import { compare } from './compare.ts';
import { type Step, readGuide } from './read-guide.ts';
import { type Terminal, openTerminal } from './terminal.ts';

const repository = join(import.meta.dirname, '../../..');
/** No engine for these is at hand; nothing else is left out with them. */
const needsContainers = /^(.*\bdocker compose .*\n?)+$/;
const startsService = /\bnpm run service$/;
const listens = /^(.*"msg":"listening"\})\n/m;
const goesOn = 'curl -N ';

/** What somebody else does before the next command in which this stands. */
export type Meanwhile = readonly [before: string, happens: () => Promise<unknown>];

/** Somebody who reads a guide and types it in: into one terminal, and into another while the service runs in the first. */
export interface GuideRig {
  readonly whatsapp: LoopbackWhatsApp;
  /** The reader's, which stands at the address that the guides name. */
  readonly backend: Backend;
  /** Stands for the places that a guide names, such as `/var/lib`; files of the second terminal, too. */
  readonly folder: string;
  /** The service's, as the guides name it. */
  readonly dataFolder: string;
  /** Types everything in a guide, and holds what comes back to what stands there. */
  follow(guide: string, story: readonly Meanwhile[]): Promise<void>;
  /** Starts the service, with what was typed for it before. */
  startService(typed?: string): Promise<string>;
  stopService(): Promise<void>;
  /** Asks the service, as others do who know its secret. */
  ask(method: string, path: string, json?: unknown): Promise<unknown>;
  /** The first status of a tenant that fits, from now on. */
  until(tenant: string, fits: (status: WireStatus) => boolean): Promise<void>;
  close(): Promise<void>;
}

/** What the guides take for granted: the programs that they call, and this one built. */
export async function prepareMachine(): Promise<void> {
  await ensurePrograms(['curl', 'openssl'], 'The guides are tested with programs that are not here', say);
  await buildIfStale(say);
}

export async function createGuideRig(env: Readonly<Record<string, string>> = {}): Promise<GuideRig> {
  const whatsapp = await createLoopbackWhatsApp();
  const backend = await createBackend();
  const folder = await mkdtemp(join(tmpdir(), 'guide-'));
  const dataFolder = join(folder, 'var/lib/pairing-console');
  const settings = { WHATSAPP_URL: whatsapp.url, BRIDGE_PORT: '0', DATA_DIR: dataFolder };
  const first = openTerminal(repository, { ...settings, ...env });
  let second: Terminal | undefined;
  let service: { readonly typed: string; readonly port: number; readonly secret: string } | undefined;
  let runs = false;

  /** The same with the places and the ports that there are here. */
  function here(text: string): string {
    const placed = text
      .replace(/(?<=[\s="])(?=\/(var|old|somewhere)\/)/g, folder)
      .replaceAll(':8080', `:${backend.port}`);
    return service === undefined ? placed : placed.replaceAll(':3300', `:${service.port}`);
  }

  async function startService(typed = service?.typed ?? 'npm run service'): Promise<string> {
    const secret = service?.secret ?? (await first.run('printf %s "$INTERNAL_SECRET"'));
    // A reader's `B` still holds after a restart.
    if (service !== undefined) await first.run(`export BRIDGE_PORT=${service.port}`);
    const printed = await first.watch(here(typed), (soFar) => listens.test(soFar));
    const listening = listens.exec(printed)?.[1] ?? '';
    const { port } = (JSON.parse(listening) as { data: { port: number } }).data;
    service = { typed, port, secret };
    runs = true;
    second ??= openTerminal(folder, { INTERNAL_SECRET: secret });
    return listening;
  }

  async function type({ typed, answer }: Step): Promise<string> {
    if (startsService.test(typed)) return startService(typed);
    const free = runs && second !== undefined ? second : first;
    if (!typed.startsWith(goesOn)) return free.run(here(typed));
    const lines = answer.split('\n').length;
    const printed = await free.watch(here(typed), (soFar) => soFar.split('\n').length > lines);
    await free.interrupt();
    return printed.split('\n').slice(0, lines).join('\n');
  }

  function called(): { readonly port: number; readonly secret: string } {
    if (service === undefined) throw new Error('no service was started');
    return service;
  }

  return {
    whatsapp,
    backend,
    folder,
    dataFolder,
    startService,
    async stopService() {
      await first.interrupt();
      runs = false;
    },
    async follow(guide, story) {
      const coming = [...story];
      for (const step of await readGuide(guide)) {
        if (coming[0] !== undefined && step.typed.includes(coming[0][0])) await coming.shift()?.[1]();
        if (needsContainers.test(step.typed)) continue;
        const compared = compare(here(step.answer), await type(step));
        expect(compared.came, `${step.where}: ${step.typed}`).toEqual(compared.guide);
      }
      expect(coming, `what was to happen in ${guide}`).toEqual([]);
    },
    async ask(method, path, json) {
      const { port, secret } = called();
      const answer = await fetch(`http://127.0.0.1:${port}${path}`, {
        method,
        headers: {
          'x-internal-secret': secret,
          ...(json === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(json === undefined ? {} : { body: JSON.stringify(json) }),
      });
      return answer.json();
    },
    async until(tenant, fits) {
      const { port, secret } = called();
      // A new reader is told first where everybody stands.
      const { stream, until } = await readEvents(port, secret);
      await until(({ event, data }) => event === 'status' && data.tenantId === tenant && fits(data as never));
      stream.destroy();
    },
    async close() {
      await Promise.all([first.close(), second?.close()]);
      await Promise.all([whatsapp.close(), backend.close()]);
      await rm(folder, { recursive: true, force: true });
    },
  };
}
