import { createHash, randomBytes } from 'node:crypto';

import { type ElectronApplication, expect, test } from '@playwright/test';

import { tenantIdSchema } from '../../shared/tenant.ts';
import { answeringProxy, realProxy } from '../support/proxies.ts';
import { bridgeOf, tenantOf, untilPhase } from './support/bridge.ts';
import { freePort } from './support/free-port.ts';
import { askForWhatsApp, usePac } from './support/pac.ts';
import { useStation } from './support/station.ts';
import { addTenant, filled, readQr, showTenant, someLanguages, speak } from './support/steps.ts';
import { everythingWritten } from './support/written.ts';

const station = useStation();
const behind = usePac();
const login = { username: 'front desk', password: 'planted-password' };
const tenantId = tenantIdSchema.parse('flowers');
const secret = 'a secret of thirty-two characters';

/** A keyring where this machine has none: Electron encrypts, with a password that everybody knows. */
async function lendKeyring(app: ElectronApplication): Promise<void> {
  await app.evaluate(({ safeStorage }) => {
    safeStorage.setUsePlainTextEncryption(true);
    safeStorage.getSelectedStorageBackend = () => 'gnome_libsecret';
  });
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
  test(`a proxy that wants a password is asked for once, and the link follows by itself, in ${language}`, async () => {
    const { proxy, args } = await behind(realProxy(login));
    const { app, page, userData } = await station.launch({ args });
    const words = await speak(page, language);
    await lendKeyring(app);
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
    const again = await station.launch({ args });
    await lendKeyring(again.app);
    await askForWhatsApp(again.app, new URL(station.whatsapp.url).port);
    await untilPhase(again.page, 'flowers', 'connected');
    await expect(again.page.getByRole('dialog')).toBeHidden();
    for (const secret of [login.password, login.username]) {
      expect(await everythingWritten(userData)).not.toContain(secret);
      expect(again.output()).not.toContain(secret);
    }
  });
}
