import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { startWhatsAppServer } from '@openclaw/crabline';
import { afterEach, beforeEach, expect, test } from 'vitest';

import type { ConsoleListener } from '../../../electron/console/console.ts';
import type { FolderConsoleOptions } from '../../../electron/console/open-console.ts';
import type { IncomingMessages } from '../../../electron/pairing/ports.ts';
import { isAuthPaired, isConnected } from '../../../shared/session.ts';
import type { TenantId } from '../../../shared/tenant.ts';
import { type Rig, createRig } from '../../support/console-rig.ts';

const number = '972501234567';
const stranger = '12025550123';

type Crabline = Awaited<ReturnType<typeof startWhatsAppServer>>;
type Mutable<T> = { -readonly [K in keyof T]?: T[K] };

/**
 * An endpoint from elsewhere: npm `@openclaw/crabline`, a Noise server with a separate Signal session for each
 * recipient. It links no phones, so the link is made at the loopback first. It replays WhatsApp's public certificate chain.
 */
let crabline: Crabline;
let folder: string;
let rig: Rig;
let options: Mutable<FolderConsoleOptions> & ConsoleListener;
/** What it has decrypted, oldest first. */
let decrypted: { readonly to: string; readonly text: string }[];
let arrived: IncomingMessages[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'crabline-'));
  decrypted = [];
  arrived = [];
  crabline = await startWhatsAppServer({
    port: 0,
    selfJid: `${number}@s.whatsapp.net`,
    recorderPath: join(folder, 'events.jsonl'),
    onEvent({ body }) {
      const { message, key } = (body ?? {}) as { message?: { conversation?: string }; key?: { remoteJid?: string } };
      if (message?.conversation !== undefined) {
        decrypted.push({ to: key?.remoteJid ?? '', text: message.conversation });
      }
    },
  });
  options = { onMessages: (_, incoming) => arrived.push(incoming) };
  rig = await createRig({}, options);
});
afterEach(async () => {
  await rig.close();
  await crabline.close();
  await rm(folder, { recursive: true, force: true });
});

async function moveToCrabline(): Promise<void> {
  options.whatsappUrl = crabline.manifest.endpoints.baileysWebSocketUrl;
  options.unverified = true;
  await rig.restart();
}

async function linkAtLoopback(): Promise<TenantId> {
  const tenant = await rig.tenant('shop');
  const phone = rig.whatsapp.addPhone({ number });
  await rig.link(tenant, phone);
  return tenant;
}

test('a foreign endpoint logs the link in, reads what it sends, writes to it, and lets it go', async () => {
  const tenant = await linkAtLoopback();
  await moveToCrabline();
  await rig.until(tenant, isConnected);
  const { registry } = rig.console();

  const to = `${stranger}@s.whatsapp.net` as const;
  // The first message opens a session with the recipient, the second uses it.
  expect(await registry.sendText(tenant, to, 'the first')).toMatchObject({ ok: true });
  expect(await registry.sendText(tenant, to, 'and the second')).toMatchObject({ ok: true });
  expect(decrypted.map(({ text }) => text)).toEqual(['the first', 'and the second']);

  const { adminInboundUrl } = crabline.manifest.endpoints;
  const posted = await fetch(adminInboundUrl, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-crabline-admin-token': crabline.manifest.adminToken },
    body: JSON.stringify({ chatJid: to, senderJid: to, pushName: 'Stranger', text: 'hello from outside' }),
  });
  expect(posted.status).toBe(200);
  await expect.poll(() => JSON.stringify(arrived)).toContain('hello from outside');

  await rig.restart();
  await rig.until(tenant, isConnected);

  const gone = await rig.console().registry.disconnect(tenant);
  expect(gone).toMatchObject({ ok: true });
  expect(rig.snapshot(tenant).phase).toBe('idle');
});

test('a tenant that no phone has linked is not connected, though the server says success to everybody', async () => {
  await moveToCrabline();
  const tenant = await rig.tenant('nobody');
  let everConnected = false;
  rig.onChange((changed) => {
    const now = rig.snapshot(changed);
    if (isConnected(now) || isAuthPaired(now)) everConnected = true;
  });
  await rig.console().registry.start(tenant);
  const { failure } = await rig.until(tenant, (now) => now.failure !== undefined);
  expect(failure).toMatchObject({ cause: 'open-without-account' });
  expect(everConnected).toBe(false);
});

test('without WHATSAPP_UNVERIFIED its replayed chain is refused, and the link stays', async () => {
  const tenant = await linkAtLoopback();
  options.whatsappUrl = crabline.manifest.endpoints.baileysWebSocketUrl;
  await rig.restart();
  const { failure } = await rig.until(tenant, (now) => now.failure !== undefined);
  expect(failure).toMatchObject({ credentials: 'kept' });
  delete options.whatsappUrl;
  await rig.restart();
  await rig.until(tenant, isConnected);
});
