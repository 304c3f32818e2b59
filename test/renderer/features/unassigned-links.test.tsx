import { screen, waitFor, within } from '@testing-library/react';
import { expect, it } from 'vitest';

import { UnassignedLinks } from '../../../renderer/features/linking/unassigned-links.tsx';
import type { UnassignedLink } from '../../../shared/linking.ts';
import type { SessionSnapshot } from '../../../shared/session.ts';
import { tenantIdSchema } from '../../../shared/tenant.ts';
import { tenantView } from '../../support/tenant-view.ts';
import { renderPart } from '../support/render-part.tsx';

const waiting = (id: string, more: Partial<UnassignedLink> = {}): UnassignedLink => ({
  id: tenantIdSchema.parse(id),
  at: 0,
  maskedNumber: '972•••••••17',
  why: 'not-expected',
  phase: 'connected',
  accepted: true,
  ...more,
});
const proven = {
  'account-verified': 1,
  'credentials-saved': 2,
  'new-socket': 3,
  'login-accepted': 4,
  'keys-at-server': 5,
};
const linked: SessionSnapshot = { phase: 'connected', since: 0, evidence: proven };
const tenants = [
  tenantView('free', { name: 'Free shop' }),
  tenantView('taken', { name: 'Taken shop', session: linked }),
];
const button = (name: string) => screen.getByRole('button', { name });

it('offers only tenants without a link, and files it under the chosen one', async () => {
  const { fake, user } = await renderPart(<UnassignedLinks links={[waiting('found')]} />, { tenants });
  await user.click(button('Assign to a tenant…'));
  expect(button('Assign').matches(':disabled')).toBe(true);
  await user.click(screen.getByRole('combobox', { name: 'Tenant without a link' }));
  expect(screen.getAllByRole('option').map(({ textContent }) => textContent)).toEqual([
    expect.stringContaining('Free shop'),
  ]);
  await user.click(screen.getByRole('option', { name: /Free shop/ }));
  await user.click(button('Assign'));
  expect(fake.calls).toContainEqual({ channel: 'unassigned.assign', input: { linkId: 'found', tenantId: 'free' } });
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
});

it('says so where no tenant is free', async () => {
  const { user } = await renderPart(<UnassignedLinks links={[waiting('found')]} />, { tenants: tenants.slice(1) });
  await user.click(button('Assign to a tenant…'));
  expect(await screen.findByText(/No tenant is free for this link/)).toBeTruthy();
});

it('stays open, with the reason, when the link was not filed', async () => {
  const { fake, user } = await renderPart(
    <UnassignedLinks links={[waiting('found', { why: 'several-expect', tenantId: tenantIdSchema.parse('free') })]} />,
    { tenants },
  );
  fake.refuse('unassigned.assign', { code: 'internal-error' });
  await user.click(button('Assign to a tenant…'));
  // The tenant that expects the number is chosen already.
  await user.click(button('Assign'));
  expect((await within(screen.getByRole('dialog')).findByRole('alert')).textContent).not.toBe('');
});

it('logs out only what WhatsApp has let in, after a question, and says what came of it', async () => {
  const arriving = waiting('found', { accepted: false, phase: 'verifying' });
  const { fake, user, unmount } = await renderPart(<UnassignedLinks links={[arriving]} />, { tenants });
  expect(button('Log out').matches(':disabled')).toBe(true);
  expect(screen.getByText(/WhatsApp is letting it in/)).toBeTruthy();
  unmount();
  expect(fake.calls.map(({ channel }) => channel)).not.toContain('unassigned.refuse');

  const second = await renderPart(<UnassignedLinks links={[waiting('found')]} />, { tenants });
  await second.user.click(button('Log out'));
  await user.click(within(screen.getByRole('alertdialog')).getByRole('button', { name: 'Log out' }));
  expect(second.fake.calls).toContainEqual({ channel: 'unassigned.refuse', input: { linkId: 'found' } });
  expect(await screen.findByText(/WhatsApp confirmed the logout/)).toBeTruthy();
});
