import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';

import type { Sealer } from '../../../electron/files/sealer.ts';
import { bundle } from '../../support/bundle.ts';
import {
  createTemporaryFolder,
  createTestStore,
  linkedJid,
  openOrFail,
  testTenant,
} from '../../support/credentials.ts';
import { runAndKill } from '../../support/kill-loop.ts';
import { bothSealers } from '../../support/seals.ts';

/** How often to kill; the bench asks for 200. */
const kills = Number(process.env.KILLS ?? 40);
const lineSchema = z.object({ round: z.number(), fate: z.string(), kind: z.string() });
const sessionSchema = z.object({ round: z.number() });

let folder: Awaited<ReturnType<typeof createTemporaryFolder>>;
let program: string;
beforeAll(async () => {
  folder = await createTemporaryFolder();
  program = await bundle(join(import.meta.dirname, '../../support/storage-child.ts'), folder.path);
});
afterAll(() => folder.remove());

/** Kills one program again and again over one folder, and looks at what is on disk after every time. */
async function killAndLook(root: string, times: number, form: string, sealer: Sealer): Promise<void> {
  for (let kill = 0; kill < times; kill += 1) {
    const said = await runAndKill([program, 'save-loop', root, form], 6);
    const saved = lineSchema.parse(JSON.parse(said.at(-1) ?? ''));

    const credentials = await openOrFail(createTestStore(root, { sealer }));
    expect(credentials.found).toMatchObject({ fate: 'kept', classification: { identity: { jid: linkedJid } } });
    expect(credentials.creds.accountSyncCounter).toBeGreaterThanOrEqual(saved.round);
    expect(credentials.keyDamage.damagedPlaces).toBe(0);
    const { 'last.0': last } = await credentials.keys.get('session', ['last.0']);
    const { round } = sessionSchema.parse(last);
    // Keys go first: they are never behind the credentials that count on them.
    expect(round).toBeGreaterThanOrEqual(credentials.creds.accountSyncCounter);
    const sessions = await credentials.keys.get('session', [`${round % 20}.0`]);
    expect(sessions).toMatchObject({ [`${round % 20}.0`]: { round } });
    await credentials.close();

    const files = await readdir(join(root, testTenant, 'auth'));
    expect(files.sort()).toEqual(['creds.json', 'creds.last-good.json', 'keys.log']);
  }
}

describe('a program that is killed while it saves', () => {
  it.each(bothSealers)(
    `keeps its link and every key it had saved (${kills} times), %s`,
    async (form, sealer) => {
      const roots = [join(folder.path, `${form} a`), join(folder.path, `${form} b`)];
      await Promise.all(roots.map((root) => killAndLook(root, Math.ceil(kills / roots.length), form, sealer)));
    },
    20_000 + kills * 1000,
  );
});
