import { act, screen, within } from '@testing-library/react';
import { expect, it } from 'vitest';

import type { LivePasskey } from '../../../shared/session.ts';
import { tenantView } from '../../support/tenant-view.ts';
import { renderApp } from '../support/render-app.tsx';

const tenant = (passkey: Partial<LivePasskey> = {}) =>
  tenantView('bakery', {
    name: 'Bakery',
    session: {
      phase: 'awaiting-passkey',
      since: 0,
      passkey: { expiresAt: Date.now() + 125_500, ...passkey },
      evidence: {},
    },
  });
async function open(passkey: Partial<LivePasskey> = {}, info: { platform?: string; practice?: boolean } = {}) {
  const rendered = await renderApp({ tenants: [tenant(passkey)], info });
  return { ...rendered, card: within(screen.getByRole('region', { name: /^(Confirm with|Compare)/ })) };
}
const input = { tenantId: 'bakery' };

it('says what is going on and until when, and lists the tenant among those that need someone', async () => {
  const { card } = await open();
  expect(card.getByText(/WhatsApp wants to be sure/)).toBeTruthy();
  expect(card.getByRole('timer').textContent).toMatch(/^Time left 2:0\d$/);
  expect(screen.getByRole('group', { name: /Needs you/ })).toBeTruthy();
});

it.each([
  ['win32', /Windows offers the phone itself/],
  ['darwin', /On a Mac only a security key/],
  ['linux', /On Linux only a security key/],
])('says what a computer of the kind %s can be asked with', async (platform, words) => {
  const { card } = await open({}, { platform });
  expect(card.getByText(words)).toBeTruthy();
});

it('says in practice that nothing is asked of the computer', async () => {
  const { card } = await open({}, { practice: true });
  expect(card.getByText(/a pretend passkey answers/)).toBeTruthy();
});

it('opens the window for the passkey, says so, and can bring it to the front', async () => {
  const { fake, user, card } = await open();
  const release = fake.hold('session.usePasskey');
  await user.click(card.getByRole('button', { name: 'Continue' }));
  expect(card.getByRole('status').textContent).toBe('Waiting for the passkey');
  await user.click(card.getByRole('button', { name: 'Continue' }));
  expect(fake.calls.filter(({ channel }) => channel === 'session.usePasskey')).toEqual([
    { channel: 'session.usePasskey', input },
    { channel: 'session.usePasskey', input },
  ]);
  await act(async () => {
    release();
    await Promise.resolve();
  });
  expect(card.queryByRole('status')).toBeNull();
});

it.each([
  ['passkey-cancelled', /Continue when the passkey is at hand/],
  ['passkey-timed-out', /No one confirmed in time/],
  ['passkey-no-authenticator', /Connect the security key/],
  ['passkey-not-allowed', /its dialog was closed/],
  ['passkey-unsupported', /can’t ask for passkeys/],
] as const)('tells %s in plain words, and lets one try again', async (code, words) => {
  const { fake, user, card } = await open();
  fake.refuse('session.usePasskey', { code });
  await user.click(card.getByRole('button', { name: 'Continue' }));
  expect((await card.findByRole('alert')).textContent).toMatch(words);
  fake.refuse('session.usePasskey', undefined);
  await user.click(card.getByRole('button', { name: 'Continue' }));
  expect(card.queryByRole('alert')).toBeNull();
});

it('shows the code to compare, left to right, and takes either answer', async () => {
  const { fake, user, card } = await open({ confirmationCode: '7KXQ-3BWM' });
  expect(card.getByText('7KXQ-3BWM').getAttribute('dir')).toBe('ltr');
  expect(card.queryByRole('button', { name: 'Continue' })).toBeNull();
  await user.click(card.getByRole('button', { name: 'The codes match' }));
  expect(fake.calls).toContainEqual({ channel: 'session.confirmPasskey', input });
  await user.click(card.getByRole('button', { name: 'They differ' }));
  expect(fake.calls).toContainEqual({ channel: 'session.rejectPasskey', input });
});

it('offers a fresh code and a stop meanwhile', async () => {
  const { fake, user } = await open();
  expect(screen.getByRole('button', { name: 'Stop' })).toBeTruthy();
  await user.click(screen.getByRole('button', { name: 'New code' }));
  expect(fake.calls).toContainEqual({ channel: 'session.relink', input });
});
