import { expect, it } from 'vitest';

import { createSenderCheck } from '../../../electron/ipc/trusted-sender.ts';

const contents = (origin: string) => ({ mainFrame: { origin } });
const own = contents('app://console');
const isTrusted = createSenderCheck({ origin: 'app://console', ownContents: () => own });

it('trusts the main frame of our own window', () => {
  expect(isTrusted({ sender: own, senderFrame: own.mainFrame })).toBe(true);
});

it('trusts no frame inside it, no other window, no frame that has gone', () => {
  const other = contents('app://console');
  expect(isTrusted({ sender: own, senderFrame: { origin: 'app://console' } })).toBe(false);
  expect(isTrusted({ sender: other, senderFrame: other.mainFrame })).toBe(false);
  expect(isTrusted({ sender: own, senderFrame: null })).toBe(false);
});

it('trusts no other origin, however like ours it looks', () => {
  for (const origin of ['app://console.example', 'app://other', 'https://console', 'null', '', 'app://console:80']) {
    const window = contents(origin);
    const check = createSenderCheck({ origin: 'app://console', ownContents: () => window });
    expect(check({ sender: window, senderFrame: window.mainFrame })).toBe(false);
  }
});

it('trusts nobody while no window is open', () => {
  const check = createSenderCheck({ origin: 'app://console', ownContents: (): typeof own | undefined => undefined });
  expect(check({ sender: own, senderFrame: own.mainFrame })).toBe(false);
});
