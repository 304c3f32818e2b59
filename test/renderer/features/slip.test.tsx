import { act, screen, waitFor } from '@testing-library/react';
import { expect, it } from 'vitest';

import { SlipButton } from '../../../renderer/features/slip/slip-button.tsx';
import type { SessionSnapshot } from '../../../shared/session.ts';
import { tenantIdSchema } from '../../../shared/tenant.ts';
import { tenantView } from '../../support/tenant-view.ts';
import { renderPart } from '../support/render-part.tsx';

const evidence = { 'account-verified': 1, 'credentials-saved': 2, 'new-socket': 3, 'login-accepted': 4 };
const account = { maskedNumber: '972•••••••17' };
const connected: SessionSnapshot = {
  phase: 'connected',
  since: 0,
  evidence: { ...evidence, 'keys-at-server': 5 },
  account,
};
const shop = (session: SessionSnapshot) => tenantView('shop', { name: 'Shop', session });
const button = () => screen.queryByText('Slip');
const sheet = () => document.querySelector('[data-print-sheet]')?.textContent;
const newLinks = [
  { tenantId: tenantIdSchema.parse('shop'), at: Date.UTC(2026, 10, 28, 9) },
  { tenantId: tenantIdSchema.parse('other'), at: Date.UTC(2026, 10, 29, 9) },
];
const part = <SlipButton tenantId="shop" />;

it('is offered while the link is proven, and no longer', async () => {
  const { fake } = await renderPart(part, { tenants: [shop({ ...connected, evidence })] });
  expect(button()).toBeNull();
  act(() => fake.change({ tenants: [shop(connected)] }));
  expect(button()).not.toBeNull();
  act(() => fake.change({ tenants: [shop({ phase: 'reconnecting', since: 0, evidence: {}, account })] }));
  expect(button()).toBeNull();
});

it('is not offered for a phone of practice', async () => {
  await renderPart(part, { tenants: [shop(connected)], info: { practice: true } });
  expect(button()).toBeNull();
});

it('names the device by the time of its link', async () => {
  const { user, fake } = await renderPart(part, { tenants: [shop(connected)], newLinks });
  const printed = fake.hold('app.print');
  await user.click(screen.getByText('Slip'));
  expect(sheet()).toContain('28');
  expect(sheet()).toContain('Tap the device that was linked at the time above.');
  await act(async () => {
    printed();
    await Promise.resolve();
  });
  expect(sheet()).toBeUndefined();
});

it('does not speak of a time that it does not have', async () => {
  const { user, fake } = await renderPart(part, { tenants: [shop(connected)], newLinks: newLinks.slice(1) });
  fake.hold('app.print');
  await user.click(screen.getByText('Slip'));
  expect(sheet()).toContain('Tap Log out.');
  expect(sheet()).not.toContain('time above');
});

it('says why it prints nothing, and prints when it is asked again', async () => {
  const { user, fake } = await renderPart(part, { tenants: [shop(connected)], newLinks });
  fake.refuse('journal.newLinks', { code: 'internal-error' });
  await user.click(screen.getByText('Slip'));
  expect((await screen.findByRole('alert')).textContent).not.toBe('');
  expect(fake.calls.some(({ channel }) => channel === 'app.print')).toBe(false);

  fake.refuse('journal.newLinks', undefined);
  fake.refuse('app.print', { code: 'internal-error' });
  await user.click(screen.getByText('Slip'));
  expect((await screen.findByRole('alert')).textContent).not.toBe('');

  fake.refuse('app.print', undefined);
  await user.click(screen.getByText('Slip'));
  await waitFor(() => expect(screen.queryByRole('alert')).toBeNull());
  expect(fake.calls.filter(({ channel }) => channel === 'app.print')).toHaveLength(2);
});

it('tells the taps of the phone that is linked, and of the usual one where it is not known', async () => {
  const iphone = { ...account, platform: 'smbi' };
  const { user, fake } = await renderPart(part, { tenants: [shop({ ...connected, account: iphone })], newLinks });
  fake.hold('app.print');
  await user.click(screen.getByText('Slip'));
  expect(sheet()).toContain('tap Settings');
  act(() => fake.change({ tenants: [shop(connected)] }));
  expect(sheet()).toContain('three dots');
});
