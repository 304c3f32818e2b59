import { act, screen } from '@testing-library/react';
import { describe, expect, it } from 'vitest';

import { tenantView } from '../support/tenant-view.ts';
import { renderApp } from './support/render-app.tsx';

const bakery = tenantView('bakery', { name: 'Bakery' });

describe('the window', () => {
  it('says that the console does not answer, and asks again on request', async () => {
    const { fake, user } = await renderApp({ tenants: [bakery] }, (console) => {
      console.refuse('console.state', { code: 'internal-error' });
    });
    expect(screen.getByRole('alert').textContent).toContain('doesn’t answer');
    fake.refuse('console.state', undefined);
    await user.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByRole('heading', { name: 'Bakery' })).toBeTruthy();
  });

  it('admits that it is stale after a gap, until it has caught up', async () => {
    const { fake } = await renderApp({ tenants: [bakery] });
    const release = fake.hold('console.state');
    act(() => {
      fake.changeSilently({});
      fake.change({ tenants: [{ ...bakery, name: 'Old bakery' }] });
    });
    expect(screen.getByText(/may be out of date/)).toBeTruthy();
    release();
    expect(await screen.findByRole('heading', { name: 'Old bakery' })).toBeTruthy();
    expect(screen.queryByText(/may be out of date/)).toBeNull();
  });

  it('says once that links are being brought back after sleep, and counts them as they return', async () => {
    const reconnecting = { ...bakery, session: { phase: 'reconnecting', since: 0, evidence: {} } } as const;
    const { fake, user, container } = await renderApp({ tenants: [bakery] });
    act(() => {
      fake.publish.app.power({ state: 'asleep', at: new Date(2026, 10, 22, 9, 5).getTime() });
      fake.publish.app.power({ state: 'awake', at: new Date(2026, 10, 22, 12, 0).getTime() });
      fake.change({ tenants: [reconnecting] });
    });
    expect(screen.getByText(/asleep from .*9:05.* .*Bakery.* is being brought back/)).toBeTruthy();
    const said = [...container.querySelectorAll('[aria-live="polite"]')].map(({ textContent }) => textContent);
    expect(said).toContain('Some links have dropped and are being brought back.');
    act(() => {
      fake.change({ tenants: [bakery] });
    });
    expect(screen.getByText(/Nothing is left to reconnect/)).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Dismiss' }));
    expect(screen.queryByText(/asleep/)).toBeNull();
  });

  it('says on the page where it was asked why a queue did not begin, and not on the next page', async () => {
    const { fake, user } = await renderApp({ tenants: [bakery] });
    fake.refuse('linking.begin', { code: 'internal-error' });
    act(() => fake.publish.app.command({ name: 'palette' }));
    await screen.findByPlaceholderText('Tenant, number, page or action');
    await user.click(screen.getByText('Link every tenant that has no link', { selector: '[role=menuitem] *' }));
    expect((await screen.findByRole('alert')).textContent).not.toBe('');
    await user.click(screen.getByRole('button', { name: 'Settings' }));
    expect(await screen.findByRole('heading', { name: 'Settings' })).toBeTruthy();
    expect(screen.queryByRole('alert')).toBeNull();
  });

  it('shows notices with their path until they are dismissed', async () => {
    const notice = { id: '7', at: 0, code: 'settings-reset', path: '/config/settings.json.corrupt' } as const;
    const { fake, user } = await renderApp({ tenants: [bakery], notices: [notice] });
    expect(screen.getByText(/the defaults are in use/)).toBeTruthy();
    expect(screen.getByText('/config/settings.json.corrupt')).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Dismiss' }));
    expect(screen.queryByText(/the defaults are in use/)).toBeNull();
    expect(fake.calls).toContainEqual({ channel: 'console.dismissNotice', input: { id: '7' } });
  });

  it('says with a notice what the disk refused it for, and what to do', async () => {
    const notice = { id: '8', at: 0, code: 'journal-not-saved', fault: 'storage-full' } as const;
    await renderApp({ tenants: [bakery], notices: [notice] });
    expect(screen.getByText(/can’t be written.*The disk is full: free some space\./)).toBeTruthy();
  });
});
