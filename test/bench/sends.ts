/**
 * What it costs a send to keep it for a recipient that asks again: `npm run bench:sends`. The same
 * console sends to the loopback with and without kept sends, turn and turn about, in one run; the ratio is with / without.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { systemClock as clock } from '../../electron/clock/system-clock.ts';
import { type Console, createConsole } from '../../electron/console/console.ts';
import { dataFolderAt } from '../../electron/console/data-folder.ts';
import { openFolderStores } from '../../electron/console/folder-stores.ts';
import { createNotices } from '../../electron/console/notices.ts';
import { openSealer } from '../../electron/files/sealer.ts';
import { createLoopbackWhatsApp } from '../../electron/loopback/endpoint.ts';
import { isConnected } from '../../shared/session.ts';
import { tenantIdSchema } from '../../shared/tenant.ts';
import { silentLogger as logger } from '../support/fake-ports.ts';
import { percentile } from './table.ts';

const tenant = tenantIdSchema.parse('shop');
const contact = '972507654321';
const warmUp = 20;
const turns = 6;
const perTurn = Number(process.env.SENDS ?? 100);
/** How many sends are under way at once. */
const lanes = [1, 8];

/** A linked console. `keeps`: as the program has it; otherwise nothing of a send is kept. */
async function openSender(
  keeps: boolean,
  number: string,
  whatsapp: Awaited<ReturnType<typeof createLoopbackWhatsApp>>,
) {
  const path = await mkdtemp(join(tmpdir(), 'bench-sends-'));
  const folder = dataFolderAt(path);
  const notices = createNotices();
  const stores = await openFolderStores({ sealer: openSealer, folder, notices, clock, logger });
  const nothing = { keep: () => Promise.resolve(), find: () => Promise.resolve(undefined) };
  const console: Console = await createConsole({
    stores: keeps ? stores : { ...stores, keptSends: () => nothing },
    notices,
    webVersionFile: folder.webVersion,
    whatsappUrl: whatsapp.url,
    clock,
    logger,
  });
  const changed = (): Promise<void> =>
    new Promise((resolve) => {
      console.subscribe({ onChange: () => resolve() });
    });
  const until = async (fits: () => boolean) => {
    while (!fits()) await changed();
  };
  const session = () => console.registry.view(tenant)?.session;
  await console.registry.open();
  await console.registry.add(tenant, 'Shop');
  await console.registry.start(tenant);
  await until(() => session()?.qr !== undefined);
  await whatsapp.addPhone({ number }).scan(session()?.qr?.text ?? '');
  await until(() => {
    const now = session();
    return now !== undefined && isConnected(now);
  });
  return {
    async send(): Promise<void> {
      const sent = await console.registry.sendText(tenant, `${contact}@s.whatsapp.net`, 'hello');
      if (!sent.ok) throw new Error(sent.error.code);
    },
    async close(): Promise<void> {
      await console.close();
      await rm(path, { recursive: true, force: true });
    },
  };
}
type Sender = Awaited<ReturnType<typeof openSender>>;

/** Milliseconds for each send, with so many under way at once. */
async function turn(sender: Sender, atOnce: number): Promise<number> {
  const begun = performance.now();
  let left = perTurn;
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      while (left > 0) {
        left -= 1;
        await sender.send();
      }
    }),
  );
  return (performance.now() - begun) / perTurn;
}

const whatsapp = await createLoopbackWhatsApp();
whatsapp.addPhone({ number: contact });
const keeping = await openSender(true, '972501234567', whatsapp);
const forgetting = await openSender(false, '972501234568', whatsapp);
for (let count = 0; count < warmUp; count += 1) await Promise.all([keeping.send(), forgetting.send()]);

for (const atOnce of lanes) {
  const figures: { kept: number[]; forgotten: number[] } = { kept: [], forgotten: [] };
  for (let count = 0; count < turns; count += 1) {
    figures.kept.push(await turn(keeping, atOnce));
    figures.forgotten.push(await turn(forgetting, atOnce));
  }
  const [kept, forgotten] = [percentile(figures.kept, 50), percentile(figures.forgotten, 50)];
  const ratio = (kept / forgotten).toFixed(2);
  console.log(
    `${atOnce} at once: a send takes ${kept.toFixed(2)} ms, without keeping it ${forgotten.toFixed(2)} ms, ratio ${ratio}`,
  );
}
await Promise.all([keeping.close(), forgetting.close()]);
await whatsapp.close();
