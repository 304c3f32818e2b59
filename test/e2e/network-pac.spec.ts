import { createHash, randomBytes } from 'node:crypto';
import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';

import { expect, test } from '@playwright/test';

import { tenantIdSchema } from '../../shared/tenant.ts';
import { answeringProxy, realProxy } from '../support/proxies.ts';
import { readZip } from '../support/read-zip.ts';
import { bridgeOf, tenantOf, untilPhase } from './support/bridge.ts';
import { freePort } from './support/free-port.ts';
import { startKeyring } from './support/keyring.ts';
import type { LaunchOptions, LaunchedConsole } from './support/launch.ts';
import { askForWhatsApp, usePac } from './support/pac.ts';
import { useStation } from './support/station.ts';
import { addTenant, filled, readQr, showTenant, someLanguages, speak } from './support/steps.ts';
import { everythingWritten } from './support/written.ts';

const station = useStation();
const behind = usePac();
const login = { username: 'front desk', password: 'planted-password' };
const tenantId = tenantIdSchema.parse('flowers');
const secret = 'a secret of thirty-two characters';

/** A real keyring on a separate bus; it ends after the console, which would not end in an orderly way without it. */
async function withKeyring(use: (more: Pick<LaunchOptions, 'env' | 'keyring'>) => Promise<void>): Promise<void> {
  test.skip(process.platform !== 'linux', 'elsewhere every computer has a keyring, which a test must not fill');
  test.setTimeout(240_000);
  const keyring = await startKeyring();
  try {
    await use({ env: keyring.env, keyring: true });
  } finally {
    await station.launched.close();
    await keyring.close();
  }
}

/** No file of the console, whatever its kind, has any of these, and none was printed. */
async function expectNowhere(launched: LaunchedConsole, secrets: readonly string[]): Promise<void> {
  const written = await everythingWritten(launched.userData, /./);
  expect(written).toContain('127.0.0.1');
  for (const text of secrets) {
    // Not `toContain`, which would print all that was written.
    expect(written.includes(text)).toBe(false);
    expect(launched.output().includes(text)).toBe(false);
  }
}

test('the link of the unchanged program asks the proxy that a PAC file names for WhatsApp', async () => {
  const { proxy, args } = await behind(answeringProxy('HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n'));
  const { page } = await station.launch({ args, whatsappUrl: '' });
  await addTenant(page, 'flowers', 'Flowers');
  await expect.poll(async () => (await tenantOf(page, 'flowers'))?.session.failure?.cause).toBe('proxy-refused');
  expect(proxy.asked).toContain('web.whatsapp.com:443');
});

test('a link, a picture and a reconnect go through the proxy that a PAC file names', async () => {
  const { proxy, args } = await behind(realProxy());
  const port = await freePort();
  const env = { BRIDGE_PORT: String(port), INTERNAL_SECRET: secret };
  const { app, page } = await station.launch({ args, env });
  const { whatsapp } = station;
  const linkPort = new URL(whatsapp.url).port;
  await askForWhatsApp(app, linkPort);
  await bridgeOf(page).bridge.configure({ enabled: true });
  const ana = whatsapp.addPhone({ number: '972507654321', name: 'Ana' });
  await addTenant(page, 'flowers', 'Flowers');
  await whatsapp.addPhone({ number: '972501234567' }).scan(await readQr(page));
  await untilPhase(page, 'flowers', 'connected');

  const bytes = randomBytes(50_000);
  const arrived = whatsapp.next('message');
  const sent = await fetch(`http://127.0.0.1:${port}/send`, {
    method: 'POST',
    headers: { 'X-Internal-Secret': secret, 'Content-Type': 'application/json' },
    body: JSON.stringify({
      tenantId: 'flowers',
      to: '972507654321',
      type: 'image',
      media: { mimetype: 'image/jpeg', data: bytes.toString('base64') },
    }),
  });
  expect(await sent.json()).toMatchObject({ status: 'sent' });
  await arrived;
  expect(ana.messages).toMatchObject([{ media: { sha256: createHash('sha256').update(bytes).digest('hex') } }]);

  const back = whatsapp.next('login');
  whatsapp.dropConnections();
  await back;
  await untilPhase(page, 'flowers', 'connected');
  // The first connection, the login after the scan, the one after the drop; and the upload.
  const ports = proxy.asked.map((place) => place.split(':')[1]);
  expect(ports.filter((asked) => asked === linkPort)).toHaveLength(3);
  expect(ports.filter((asked) => asked !== linkPort)).toHaveLength(1);
});

for (const language of someLanguages.otherWay) {
  test(`a proxy that wants a password is asked for once, and the link follows by itself, in ${language}`, () =>
    withKeyring(async (keyring) => {
      const { proxy, args } = await behind(realProxy(login));
      const { app, page } = await station.launch({ args, ...keyring });
      const words = await speak(page, language);
      await askForWhatsApp(app, new URL(station.whatsapp.url).port);
      const bridge = bridgeOf(page);
      await bridge.tenants.add({ tenantId, name: 'Flowers' });
      await showTenant(page, 'Flowers');
      await bridge.session.start({ tenantId });
      const dialog = page.getByRole('dialog', { name: words('network.sign-in.title') });
      await expect(dialog).toContainText(`http://127.0.0.1:${proxy.address.port}`);
      await page.screenshot({ path: `test-output/screenshots/proxy-sign-in-${language}.png` });

      async function give(password: string): Promise<void> {
        await dialog.getByLabel(words('network.sign-in.username'), { exact: true }).fill(login.username);
        await dialog.getByLabel(words('network.sign-in.password'), { exact: true }).fill(password);
        await dialog.getByRole('button', { name: words('network.sign-in.submit') }).click();
      }
      await give('wrong');
      await expect(dialog).toContainText(
        filled(words('network.sign-in.refused'), { proxy: `http://127.0.0.1:${proxy.address.port}` }),
      );
      await page.screenshot({ path: `test-output/screenshots/proxy-sign-in-refused-${language}.png` });
      await give(login.password);
      await expect(dialog).toBeHidden();
      await station.whatsapp.addPhone({ number: '972501234567' }).scan(await readQr(page, words));
      await untilPhase(page, 'flowers', 'connected');

      // The next start knows the login.
      const again = await station.launch({ args, ...keyring });
      await askForWhatsApp(again.app, new URL(station.whatsapp.url).port);
      await untilPhase(again.page, 'flowers', 'connected');
      await expect(again.page.getByRole('dialog')).toBeHidden();
      await expectNowhere(again, [login.password, login.username]);
    }));
}

test('the password of a tenant’s proxy is in the keyring alone; without it the tenant waits and goes no other way', async () => {
  const proxy = await realProxy(login);
  const address = `http://${encodeURIComponent(login.username)}:${login.password}@127.0.0.1:${proxy.address.port}`;
  const masked = `http://•••@127.0.0.1:${proxy.address.port}`;
  const linkPlace = `127.0.0.1:${new URL(station.whatsapp.url).port}`;
  try {
    await withKeyring(async (keyring) => {
      const { page } = await station.launch(keyring);
      const bridge = bridgeOf(page);
      await bridge.tenants.add({ tenantId, name: 'Flowers' });
      expect(await bridge.tenants.useProxy({ tenantId, proxy: address })).toMatchObject({ ok: true });
      await showTenant(page, 'Flowers');
      await bridge.session.start({ tenantId });
      await station.whatsapp.addPhone({ number: '972501234567' }).scan(await readQr(page));
      await untilPhase(page, 'flowers', 'connected');
      expect((await tenantOf(page, 'flowers'))?.proxyMasked).toBe(masked);
      expect(new Set(proxy.asked)).toEqual(new Set([linkPlace]));

      const again = await station.launch(keyring);
      await untilPhase(again.page, 'flowers', 'connected');
      const zip = path.join(again.userData, 'bundle.zip');
      await again.app.evaluate(({ dialog }, filePath) => {
        dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath });
      }, zip);
      const { diagnostics } = bridgeOf(again.page);
      await diagnostics.saveBundle({ nameDumps: false });
      await expect.poll(diagnostics.state).toMatchObject({ value: { bundle: { kind: 'saved' } } });
      const parts = [...(await readZip(await readFile(zip))).values()].join('\n');
      for (const text of [login.password, login.username]) expect(parts).not.toContain(text);
      await rm(zip);
      // The tenant's record has the user's name: without it the address is another one.
      await expectNowhere(again, [login.password]);
    });

    const { connections } = station.whatsapp.counts;
    const asked = proxy.asked.length;
    const { page } = await station.launch();
    await expect
      .poll(async () => (await tenantOf(page, 'flowers'))?.session.failure?.cause, { timeout: 15_000 })
      .toBe('proxy-sign-in');
    expect(proxy.asked.length).toBeGreaterThan(asked);
    expect(station.whatsapp.counts.connections).toBe(connections);
    const refused = await bridgeOf(page).tenants.useProxy({ tenantId, proxy: address });
    expect(refused).toEqual({ ok: false, error: { code: 'proxy-password-not-kept' } });
  } finally {
    await proxy.close();
  }
});
