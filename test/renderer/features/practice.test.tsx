import { act, screen, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';

import { tenantView } from '../../support/tenant-view.ts';
import { renderApp } from '../support/render-app.tsx';

const qr = { text: 'one,two,three,four', issuedAt: 0, expiresAt: Date.now() + 60_000 };
const waiting = tenantView('bakery', {
  name: 'Bakery',
  session: { phase: 'awaiting-scan', since: 0, qr, evidence: {} },
});
const root = document.documentElement;

async function openPractice(tenants = [waiting]) {
  const rendered = await renderApp({ tenants, info: { practice: true } });
  const phone = within(await screen.findByRole('complementary', { name: 'Practice phone' }));
  await phone.findByText('+44 7700 900123');
  return { ...rendered, phone };
}

describe('the real window', () => {
  it('offers to practise at the first start, and bears no mark of it', async () => {
    const { fake, user } = await renderApp();
    fake.refuse('practice.open', { code: 'practice-failed' });
    await user.click(screen.getByRole('button', { name: 'Practise first' }));
    expect((await screen.findByRole('alert')).textContent).toBe('Practice couldn’t be started.');
    expect(root.hasAttribute('data-practice')).toBe(false);
    expect(screen.queryByText(/Nothing here is real/)).toBeNull();
  });
});

describe('the real window, later', () => {
  it('leads to practice from the side', async () => {
    const { fake, user } = await renderApp({ tenants: [waiting] });
    await user.click(screen.getByRole('button', { name: 'Practice' }));
    expect(fake.calls.at(-1)?.channel).toBe('practice.open');
  });
});

describe('the practice window', () => {
  it('says everywhere what it is, and offers no second practice', async () => {
    await openPractice([]);
    expect(screen.getByText(/Nothing here is real/)).toBeTruthy();
    expect(root.hasAttribute('data-practice')).toBe(true);
    expect(screen.getByRole('heading', { name: 'Practise linking a phone' })).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Practise first' })).toBeNull();
  });

  it('is not to be had within practice', async () => {
    await openPractice();
    expect(screen.queryByRole('button', { name: 'Practice' })).toBeNull();
  });

  it('scans the code in view and says what the phone makes of it', async () => {
    const { fake, user, phone } = await openPractice();
    await user.click(phone.getByRole('button', { name: 'Scan the code' }));
    expect(fake.calls).toContainEqual({ channel: 'practice.scan', input: { tenantId: 'bakery' } });
    expect(phone.getByText(/believes it is linked/)).toBeTruthy();
    act(() => {
      fake.change({ tenants: [{ ...waiting, session: { phase: 'pairing', since: 0, evidence: {} } }] });
    });
    expect(phone.getByRole('button', { name: 'Scan the code' }).hasAttribute('disabled')).toBe(true);
  });

  it('makes trouble on request', async () => {
    const { fake, user, phone } = await openPractice();
    await user.click(phone.getByRole('button', { name: 'Refuse the next scan' }));
    expect(phone.getByRole('button', { name: 'Will refuse the next scan' })).toBeTruthy();
    await user.click(phone.getByRole('switch', { name: 'Phone has no internet' }));
    await user.click(phone.getByRole('switch', { name: 'This computer has no internet' }));
    expect(fake.calls).toContainEqual({ channel: 'practice.setOffline', input: { offline: true } });
    expect(fake.calls).toContainEqual({ channel: 'practice.setNetwork', input: { up: false } });
    fake.refuse('practice.setNetwork', { code: 'internal-error' });
    await user.click(phone.getByRole('switch', { name: 'This computer has no internet' }));
    expect((await phone.findByRole('alert')).textContent).toContain('The fault is ours');
  });

  it('makes the account want its passkey, and shows the code of the phone', async () => {
    const { fake, user, phone } = await openPractice();
    await user.click(phone.getByRole('switch', { name: 'Account wants its passkey' }));
    expect(fake.calls).toContainEqual({ channel: 'practice.setPasskey', input: { wanted: true } });
    act(() => {
      fake.changePractice({ confirmationCode: 'ABCD-EFGH' });
    });
    expect(phone.getByText('ABCD-EFGH').getAttribute('dir')).toBe('ltr');
  });

  it('lists what the phone is linked to and what it received, and logs out from there', async () => {
    const { fake, user, phone } = await openPractice();
    act(() => {
      fake.changePractice({
        phone: {
          number: '+44 7700 900123',
          name: 'Practice phone',
          offline: false,
          devices: [{ id: '12', online: true }],
          messages: [{ text: 'Hello', at: 0 }],
        },
      });
    });
    expect(phone.getByText('Hello')).toBeTruthy();
    await user.click(phone.getByRole('button', { name: 'Log out' }));
    expect(fake.calls).toContainEqual({ channel: 'practice.unlink', input: { id: '12' } });
    expect(phone.getByText('None yet.')).toBeTruthy();
  });
});
