import dns from 'node:dns';

import { afterEach, expect, test, vi } from 'vitest';

import type { FolderConsoleOptions } from '../../../electron/console/open-console.ts';
import { isConnected } from '../../../shared/session.ts';
import { type Rig, createRig } from '../../support/console-rig.ts';

const number = '972501234567';
let rig: Rig;
afterEach(async () => {
  vi.restoreAllMocks();
  await rig.close();
});

/** Every name leads to this machine, as where a resolver lies. The TLS authority that a real rogue needs is left out. */
function lieAboutNames(): void {
  const lookup = (_host: string, { all }: { all?: boolean }, answer: (...found: unknown[]) => void) => {
    const found = { address: '127.0.0.1', family: 4 };
    if (all === true) answer(null, [found]);
    else answer(null, found.address, found.family);
  };
  vi.spyOn(dns, 'lookup').mockImplementation(lookup as unknown as typeof dns.lookup);
}

test.each([
  ['replays the public chain', { at: 'connection', kind: 'certificate', chain: 'replayed' }],
  ['shows the chain of the loopback', undefined],
] as const)('a server that poses as WhatsApp and %s gets no login, no send and no say over a link', async (_, lie) => {
  const options: { -readonly [K in keyof FolderConsoleOptions]?: FolderConsoleOptions[K] } = {};
  rig = await createRig({}, options);
  const tenant = await rig.tenant('shop');
  const phone = rig.whatsapp.addPhone({ number });
  await rig.link(tenant, phone);
  const before = rig.whatsapp.counts;

  // The same server under another name: it would end every login with a forged "this device was removed".
  lieAboutNames();
  options.whatsappUrl = rig.whatsapp.url.replace('127.0.0.1', 'web.whatsapp.example');
  if (lie !== undefined) rig.whatsapp.misbehave(lie);
  rig.whatsapp.misbehave({ at: 'login', kind: 'fail', code: 401, attrs: { type: 'device_removed' } });
  await rig.restart();
  const { failure } = await rig.until(tenant, (now) => now.failure !== undefined);
  expect(failure).toMatchObject({ cause: 'server-not-whatsapp', credentials: 'kept' });
  expect(await rig.console().registry.sendText(tenant, 'self', 'hello')).toMatchObject({ ok: false });
  expect(rig.whatsapp.counts).toMatchObject({ logins: before.logins, registrations: before.registrations });
  expect(rig.whatsapp.violations).toEqual([]);
  expect(rig.whatsapp.counts.connections).toBeGreaterThan(before.connections);

  // The link was not touched: back at the true server it logs in without a phone.
  delete options.whatsappUrl;
  rig.whatsapp.behave();
  await rig.restart();
  await rig.until(tenant, isConnected);
  expect(phone.messages).toEqual([]);
});
