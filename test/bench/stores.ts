/**
 * Credentials on disk, ours beside the client library's own store, in one run:
 * `node --import tsx test/bench/stores.ts`. `KILLS` (50) says how often each is killed in a loop of saves.
 */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';

import { initAuthCreds, proto, useMultiFileAuthState, type SignalDataSet } from '@whiskeysockets/baileys';
import { z } from 'zod';

import { createAuthStore } from '../../electron/auth/auth-store.ts';
import { openSealer } from '../../electron/files/sealer.ts';
import { bundle } from '../support/bundle.ts';
import {
  createAccount,
  createTemporaryFolder,
  createTestStore,
  linkedJid,
  testTenant,
  unwrap,
} from '../support/credentials.ts';
import { createFakeClock } from '../support/fake-clock.ts';
import { silentLogger } from '../support/fake-ports.ts';
import { runAndKill } from '../support/kill-loop.ts';

const rounds = 7;
const kills = Number(process.env.KILLS ?? 50);

interface Store {
  readonly set: (data: SignalDataSet) => Promise<void>;
  readonly save: () => Promise<void>;
  readonly close: () => Promise<void>;
}

type Workload = (store: Store) => Promise<void>;

const keyPair = (id: number) => ({ public: Buffer.alloc(32, id), private: Buffer.alloc(32, id) });
const preKeys = Object.fromEntries([...Array(800).keys()].map((id) => [id, keyPair(id)]));
const sessions = [...Array(200).keys()].map(
  (user) => [`${972_500_000_000 + user}.0`, Buffer.alloc(600, user)] as const,
);

/**
 * What the client does at a first login and a first message to a group: the pre-keys at once, the sessions at once (one
 * transaction, `relayMessage` in its `lib/Socket/messages-send.js`), and a save at every `creds.update`, which is an
 * event and waits for nothing.
 */
const asTheClientWorks: Workload = async ({ set, save }) => {
  const saves: Promise<void>[] = [];
  await set({ 'pre-key': preKeys });
  for (let event = 0; event < 50; event += 1) {
    saves.push(save());
    if (event === 25) await set({ session: Object.fromEntries(sessions) });
    await nextTurn();
  }
  await Promise.all(saves);
};

/** The hardest case for a store that syncs: every session and every save by itself, each awaited. */
const oneByOne: Workload = async ({ set, save }) => {
  await set({ 'pre-key': preKeys });
  for (const [index, [id, session]] of sessions.entries()) {
    await set({ session: { [id]: session } });
    if (index % 4 === 0) await save();
  }
};

async function openOurs(root: string): Promise<Store> {
  const store = createAuthStore({
    root,
    sealer: openSealer,
    clock: createFakeClock(),
    createIdentity: initAuthCreds,
    logger: silentLogger,
  });
  const credentials = unwrap(await store.open(testTenant, () => undefined));
  credentials.creds.me = { id: linkedJid };
  credentials.creds.account = proto.ADVSignedDeviceIdentity.create(createAccount());
  unwrap(await credentials.save());
  return {
    set: (data) => credentials.keys.set(data),
    save: async () => {
      unwrap(await credentials.save());
    },
    close: () => credentials.close(),
  };
}

async function openStock(folder: string): Promise<Store> {
  const { state, saveCreds } = await useMultiFileAuthState(folder);
  state.creds.me = { id: linkedJid };
  state.creds.account = proto.ADVSignedDeviceIdentity.create(createAccount());
  await saveCreds();
  return {
    set: async (data) => {
      await state.keys.set(data);
    },
    save: saveCreds,
    close: () => Promise.resolve(),
  };
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

async function ourLosses(folder: string): Promise<number> {
  const program = await bundle(join(import.meta.dirname, '../support/storage-child.ts'), folder);
  const root = join(folder, 'killed-ours');
  let lost = 0;
  for (let kill = 0; kill < kills; kill += 1) {
    await runAndKill([program, 'save-loop', root], 6);
    const credentials = unwrap(await createTestStore(root).open(testTenant, () => undefined));
    if (credentials.found.classification.kind !== 'paired') lost += 1;
    await credentials.close();
  }
  return lost;
}

async function stockLosses(folder: string): Promise<number> {
  const program = join(import.meta.dirname, 'stock-child.ts');
  const lineSchema = z.object({ secret: z.string() });
  const target = join(folder, 'killed-stock');
  let lost = 0;
  for (let kill = 0; kill < kills; kill += 1) {
    const said = await runAndKill(['--import', 'tsx', program, target], 6);
    const { secret } = lineSchema.parse(JSON.parse(said.at(-1) ?? ''));
    const { state } = await useMultiFileAuthState(target);
    if (state.creds.advSecretKey !== secret) lost += 1;
  }
  return lost;
}

async function timed(opened: Store, workload: Workload): Promise<number> {
  const start = performance.now();
  await workload(opened);
  await opened.close();
  return performance.now() - start;
}

async function compare(title: string, workload: Workload): Promise<void> {
  const ours: number[] = [];
  const stock: number[] = [];
  let files = '';
  for (let round = 0; round < rounds; round += 1) {
    const space = await createTemporaryFolder();
    const [ourRoot, stockFolder] = [join(space.path, 'ours'), join(space.path, 'stock')];
    // Alternately, so that a busy moment of the machine hits both.
    ours.push(await timed(await openOurs(ourRoot), workload));
    stock.push(await timed(await openStock(stockFolder), workload));
    const count = async (path: string) => (await readdir(path)).length;
    files = `files ${await count(join(ourRoot, testTenant, 'auth'))} / ${await count(stockFolder)}`;
    await space.remove();
  }
  const [our, theirs] = [median(ours), median(stock)];
  console.log(
    `  ${title}: ${our.toFixed(0)} ms / ${theirs.toFixed(0)} ms, ${(theirs / our).toFixed(2)} times as fast, ${files}`,
  );
}

console.log(
  '800 pre-keys, 200 sessions, 50 credential saves; ours (all synced) / stock (nothing synced), median of',
  rounds,
);
await compare('as the client works', asTheClientWorks);
await compare('one by one, awaited', oneByOne);

const folder = await createTemporaryFolder();
console.log(`killed ${kills} times in a loop of saves, identities lost`);
console.log(`  ours:  ${await ourLosses(folder.path)}`);
console.log(`  stock: ${await stockLosses(folder.path)}`);
await folder.remove();
