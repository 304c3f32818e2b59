import { act, screen } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';

import { tenantView } from '../support/fake-console.ts';
import { renderApp, tearDown } from './support/render-app.tsx';

const bakery = tenantView('bakery', { name: 'Bakery' });
afterEach(tearDown);

describe('the window', () => {
  it('says that the console does not answer, and asks again on request', async () => {
    const { fake, user } = await renderApp({ tenants: [bakery] }, (console) => {
      console.refuse('console.state', { code: 'internal-error' });
    });
    expect(screen.getByRole('alert').textContent).toContain('does not answer');
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

  it('shows notices with their path until they are dismissed', async () => {
    const notice = { id: '7', at: 0, code: 'settings-reset', path: '/config/settings.json.corrupt' } as const;
    const { fake, user } = await renderApp({ tenants: [bakery], notices: [notice] });
    expect(screen.getByText(/the defaults are in use/)).toBeTruthy();
    expect(screen.getByText('/config/settings.json.corrupt')).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Dismiss' }));
    expect(screen.queryByText(/the defaults are in use/)).toBeNull();
    expect(fake.calls).toContainEqual({ channel: 'console.dismissNotice', input: { id: '7' } });
  });
});
