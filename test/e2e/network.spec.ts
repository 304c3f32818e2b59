import { expect, test } from '@playwright/test';

import { hopsIn } from '../../electron/network/system-hops.ts';
import { bridgeOf } from './support/bridge.ts';
import { useStation } from './support/station.ts';
import { speak } from './support/steps.ts';
import { openSettings } from './support/ways.ts';

const station = useStation();

const script = `function FindProxyForURL(url, host) {
  return host === 'web.whatsapp.com' ? 'SOCKS5 office.example:1080; PROXY office.example:3128; DIRECT' : 'DIRECT';
}`;

test('a PAC file is evaluated for each address, and its answer is read', async () => {
  const { app } = await station.launch();
  const answers = await app.evaluate(async ({ session }, pac) => {
    const followed = session.fromPartition('network');
    const pacScript = `data:application/x-ns-proxy-autoconfig,${encodeURIComponent(pac)}`;
    await followed.setProxy({ mode: 'pac_script', pacScript });
    return Promise.all(
      ['https://web.whatsapp.com:443/', 'https://backend.example/'].map((url) => followed.resolveProxy(url)),
    );
  }, script);
  expect(answers.map(hopsIn)).toEqual([
    [
      { scheme: 'socks5', host: 'office.example', port: 1080 },
      { scheme: 'http', host: 'office.example', port: 3128 },
      'direct',
    ],
    ['direct'],
  ]);
});

test('the way out is chosen in the settings and kept', async () => {
  const { page } = await station.launch();
  const words = await speak(page, 'he');
  await openSettings(page, words);
  const section = page.getByRole('region', { name: words('network.title'), exact: true });
  await section.getByText(words('network.way.proxy'), { exact: true }).click();
  await section.getByRole('textbox', { name: words('network.proxy') }).fill('http://user:secret@office.example:3128');
  await section.getByRole('button', { name: words('bridge.apply') }).click();
  await expect
    .poll(async () => bridgeOf(page).network.state())
    .toMatchObject({ value: { settings: { way: 'proxy', proxy: 'http://office.example:3128' } } });
});
