import { access, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

import type { Page } from '@playwright/test';
import { expect, test } from '@playwright/test';

import type { LoopbackWhatsApp } from '../../electron/loopback/endpoint.ts';
import { createLoopbackWhatsApp } from '../../electron/loopback/endpoint.ts';
import { bridgeOf, showCode, tenantOf, untilPhase } from './support/bridge.ts';
import type { LaunchedConsole } from './support/launch.ts';
import { launchConsole } from './support/launch.ts';

let whatsapp: LoopbackWhatsApp;
let userData: string;
let launched: LaunchedConsole;

test.beforeEach(async () => {
  whatsapp = await createLoopbackWhatsApp();
  userData = await mkdtemp(path.join(os.tmpdir(), 'pairing-console-'));
  launched = await launchConsole({ userData, whatsappUrl: whatsapp.url });
});
test.afterEach(async () => {
  await launched.close();
  await whatsapp.close();
  await rm(userData, { recursive: true, force: true });
});

async function openPractice(): Promise<Page> {
  const opened = launched.app.waitForEvent('window');
  expect(await bridgeOf(launched.page).practice.open()).toEqual({ ok: true, value: null });
  const page = await opened;
  await page.waitForFunction(() => 'pairingConsole' in globalThis);
  return page;
}
const phoneOf = async (page: Page) => {
  const state = await bridgeOf(page).practice.state();
  if (!state.ok) throw new Error(state.error.code);
  return state.value;
};
const folder = () => path.join(userData, 'practice');

test('practice is a console of its own, against a WhatsApp on this machine, and leaves nothing', async () => {
  const { page, app } = launched;
  const practice = await openPractice();
  const info = await bridgeOf(practice).app.info();
  expect(info).toMatchObject({ ok: true, value: { practice: true, dataFolder: folder() } });

  const { tenantId } = await showCode(practice, 'flowers');
  expect(await bridgeOf(practice).practice.scan({ tenantId })).toEqual({
    ok: true,
    value: null,
  });
  await untilPhase(practice, 'flowers', 'connected');
  expect(await phoneOf(practice)).toMatchObject({
    phone: { number: '+44 7700 900123', name: 'Practice phone', devices: [{ id: '1', online: true }] },
    lastScan: { outcome: 'linked' },
  });
  await bridgeOf(practice).session.sendTestMessage({ tenantId, text: 'hello' });
  await expect.poll(async () => (await phoneOf(practice)).phone.messages).toMatchObject([{ text: 'hello' }]);

  // Nothing of it has reached the real console, and nothing of it can be had there.
  expect(await tenantOf(page, 'flowers')).toBeUndefined();
  expect(whatsapp.counts.connections).toBe(0);
  const refused = { ok: false, error: { code: 'invalid-request' } };
  expect(await bridgeOf(page).practice.state()).toEqual(refused);
  expect(await bridgeOf(page).practice.scan({ tenantId })).toEqual(refused);

  await practice.close();
  await expect
    .poll(() =>
      access(folder()).then(
        () => 'there',
        () => 'gone',
      ),
    )
    .toBe('gone');
  expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
  const again = await openPractice();
  expect(await tenantOf(again, 'flowers')).toBeUndefined();
});

test('the practice phone refuses, goes offline, unlinks, and loses its network', async () => {
  const practice = await openPractice();
  const { tenantId } = await showCode(practice, 'flowers');
  const scan = () => bridgeOf(practice).practice.scan({ tenantId });

  await bridgeOf(practice).practice.setOffline({ offline: true });
  await scan();
  expect(await phoneOf(practice)).toMatchObject({ phone: { offline: true }, lastScan: { outcome: 'phone-offline' } });
  await bridgeOf(practice).practice.setOffline({ offline: false });

  await bridgeOf(practice).practice.rejectNext();
  expect((await phoneOf(practice)).rejectsNext).toBe(true);
  await scan();
  expect(await phoneOf(practice)).toMatchObject({ rejectsNext: false, lastScan: { outcome: 'rejected' } });
  await expect
    .poll(async () => (await tenantOf(practice, 'flowers'))?.session, { timeout: 15_000 })
    .toMatchObject({ phase: 'awaiting-scan', failure: { cause: 'rejected-after-scan' } });

  await scan();
  await untilPhase(practice, 'flowers', 'connected');
  expect(await scan()).toEqual({ ok: false, error: { code: 'no-live-qr' } });
  await bridgeOf(practice).practice.setNetwork({ up: false });
  await untilPhase(practice, 'flowers', 'reconnecting');
  expect((await phoneOf(practice)).networkUp).toBe(false);
  await bridgeOf(practice).practice.setNetwork({ up: true });
  await untilPhase(practice, 'flowers', 'connected');

  const id = (await phoneOf(practice)).phone.devices[0]?.id ?? '';
  await bridgeOf(practice).practice.unlink({ id });
  await expect.poll(async () => (await tenantOf(practice, 'flowers'))?.session.failure?.cause).toBe('device-removed');
});

test('there is one practice window, its title says what it is, and a quit takes it along', async () => {
  const { page, app } = launched;
  await openPractice();
  await bridgeOf(page).practice.open();
  const titles = () =>
    app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()
        .map((w) => w.getTitle())
        .sort(),
    );
  expect(await titles()).toEqual(['Pairing Console', 'Pairing Console: practice, nothing here is real']);
  await bridgeOf(page).preferences.set({ language: 'he' });
  expect(await titles()).toEqual(['Pairing Console', 'Pairing Console: תרגול, שום דבר כאן אינו אמיתי']);
  await launched.close();
  await expect(access(folder())).rejects.toThrow('ENOENT');
});
