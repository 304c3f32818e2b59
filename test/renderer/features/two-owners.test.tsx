import { screen, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';

import type { OtherOwner } from '../../../shared/console.ts';
import type { SessionSnapshot } from '../../../shared/session.ts';
import { tenantIdSchema } from '../../../shared/tenant.ts';
import { tenantView } from '../../support/tenant-view.ts';
import { renderApp } from '../support/render-app.tsx';

const saved = { 'account-verified': 1, 'credentials-saved': 2 };
const taken: SessionSnapshot = {
  phase: 'stopped',
  since: 5,
  evidence: saved,
  evictedAt: 5,
  failure: { at: 5, cause: 'replaced', statusCode: 440, credentials: 'kept', retry: 'operator' },
};
const linked: SessionSnapshot = {
  phase: 'connected',
  since: 5,
  evidence: { ...saved, 'new-socket': 3, 'login-accepted': 4, 'keys-at-server': 4, stable: 9 },
};
const branch: OtherOwner = {
  id: tenantIdSchema.parse('branch'),
  name: 'Branch',
  linkedAt: new Date(2026, 10, 1, 12).getTime(),
  sameDevice: false,
};
const bakery = (session: SessionSnapshot, ...otherOwners: OtherOwner[]) =>
  tenantView('bakery', { name: 'Bakery', session, ...(otherOwners.length > 0 && { otherOwners }) });
const owners = () => within(screen.getByRole('region', { name: 'Other holders of this link or number' }));

describe('a link that another program took', () => {
  it('is told with what is known of the other', async () => {
    await renderApp({ tenants: [bakery(taken)] });
    expect(owners().getByText(/Another program logged in with the same credentials: 1 Jan 1970/)).toBeTruthy();
    expect(owners().getByText(/No other tenant of this console holds these credentials/)).toBeTruthy();
  });

  it('may be in the hands of another tenant, which is named', async () => {
    await renderApp({ tenants: [bakery(taken, { ...branch, sameDevice: true })] });
    expect(owners().getByText(/Branch.*\(.*branch.*\) holds a copy of these credentials/)).toBeTruthy();
    expect(owners().queryByText(/No other tenant/)).toBeNull();
  });

  it('is taken over after a word on what that does, and in no other way', async () => {
    const { fake, user } = await renderApp({ tenants: [bakery(taken)] });
    await user.click(screen.getByRole('button', { name: 'Take over here' }));
    const dialog = within(await screen.findByRole('alertdialog'));
    expect(dialog.getByText(/WhatsApp disconnects the other program at once/)).toBeTruthy();
    expect(fake.calls.map(({ channel }) => channel)).not.toContain('session.start');
    await user.click(dialog.getByRole('button', { name: 'Take over' }));
    expect(fake.calls).toContainEqual({ channel: 'session.takeOver', input: { tenantId: 'bakery' } });
    expect(fake.calls.map(({ channel }) => channel)).not.toContain('session.start');
  });
});

describe('a copied folder', () => {
  it('is refused with the tenant named that came first', async () => {
    const failure = { at: 5, cause: 'copied-credentials', credentials: 'kept', retry: 'operator' } as const;
    const refused = {
      phase: 'stopped',
      since: 5,
      evidence: saved,
      failure: { ...failure, holder: branch.id },
    } as const;
    await renderApp({ tenants: [bakery(refused, { ...branch, sameDevice: true })] });
    const told = within(screen.getByRole('region', { name: 'Another tenant here has the same credentials' }));
    expect(told.getByText('branch').getAttribute('dir')).toBe('ltr');
    expect(owners().getByRole('button', { name: /Show.*Branch/ })).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Try again' })).toBeTruthy();
  });
});

describe('a number that is linked twice', () => {
  it('is told on the page, with a way to the other tenant, and is no failure', async () => {
    const { user } = await renderApp({ tenants: [bakery(linked, branch), tenantView('branch', { name: 'Branch' })] });
    await user.click(screen.getByRole('option', { name: /Bakery/ }));
    expect(owners().getByText(/is linked to the same number, as a separate device.*Linked: 1 Nov/)).toBeTruthy();
    expect(screen.queryByText('The last attempt failed')).toBeNull();
    await user.click(owners().getByRole('button', { name: /Show/ }));
    expect(await screen.findByRole('heading', { level: 1, name: 'Branch' })).toBeTruthy();
  });

  it('is no matter for anybody else', async () => {
    await renderApp({ tenants: [bakery(linked)] });
    expect(screen.queryByRole('region', { name: 'Other holders of this link or number' })).toBeNull();
  });
});
