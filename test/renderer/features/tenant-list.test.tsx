import { act, fireEvent, screen, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';

import { tenantView } from '../../support/tenant-view.ts';
import { renderApp } from '../support/render-app.tsx';

const bakery = tenantView('bakery', { name: 'Bakery' });
const clinic = tenantView('clinic', {
  name: 'Clinic',
  session: { phase: 'stopped', since: 0, evidence: {} },
});

describe('the list', () => {
  it('names each tenant and its state, and shows the chosen one', async () => {
    const { user } = await renderApp({ tenants: [bakery, clinic] });
    const list = within(screen.getByRole('listbox', { name: 'Tenants' }));
    expect(list.getByRole('option', { name: 'Bakery' }).getAttribute('aria-selected')).toBe('true');
    expect(within(list.getByRole('option', { name: 'Clinic' })).getByText('Needs attention')).toBeTruthy();
    await user.click(list.getByRole('option', { name: 'Clinic' }));
    expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('Clinic');
  });

  it('draws the rows in view only', async () => {
    const tenants = Array.from({ length: 1000 }, (_, index) => tenantView(`tenant-${index}`));
    await renderApp({ tenants });
    expect(screen.getAllByRole('option').length).toBeLessThan(40);
  });

  it('is walked with the arrow keys', async () => {
    const { user } = await renderApp({ tenants: [bakery, clinic] });
    await user.click(screen.getByRole('option', { name: 'Bakery' }));
    await user.keyboard('{ArrowDown}');
    expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('Clinic');
  });

  it('lets Tab pass without leaving the page', async () => {
    const { user } = await renderApp({ tenants: [bakery, clinic] });
    await user.click(screen.getByRole('button', { name: 'Settings' }));
    await screen.findByRole('heading', { level: 1, name: 'Settings' });
    screen.getByRole('searchbox').focus();
    const inList = () => screen.getByRole('listbox').contains(document.activeElement);
    for (let presses = 0; presses < 5 && !inList(); presses += 1) await user.tab();
    expect(inList()).toBe(true);
    expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('Settings');
    await user.keyboard('{ArrowDown}');
    expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('Clinic');
  });
});

describe('the list with the keyboard and several tenants', () => {
  const shops = Array.from({ length: 300 }, (_, index) => tenantView(`shop-${index}`, { name: `Shop ${index}` }));
  const title = () => screen.getByRole('heading', { level: 1 }).textContent;
  const focused = () => document.activeElement?.textContent;
  const chosen = () =>
    screen.getAllByRole('option', { selected: true }).map((row) => row.getAttribute('aria-posinset'));

  it('goes to its ends and by pages, and says where it is', async () => {
    const { user } = await renderApp({ tenants: shops });
    await user.click(screen.getByRole('option', { name: 'Shop 0' }));
    await user.keyboard('{End}');
    expect(title()).toBe('Shop 299');
    expect(focused()).toContain('Shop 299');
    expect(document.activeElement?.getAttribute('aria-posinset')).toBe('300');
    expect(document.activeElement?.getAttribute('aria-setsize')).toBe('300');
    expect(screen.getByRole('listbox').scrollTop).toBeGreaterThan(15_000);
    await user.keyboard('{PageUp}');
    expect(title()).toBe('Shop 290');
    await user.keyboard('{Home}');
    expect(title()).toBe('Shop 0');
    expect(screen.getByRole('listbox').scrollTop).toBe(0);
  });

  it('goes to a name by its letters and opens it with Enter only', async () => {
    const { user } = await renderApp({ tenants: [bakery, clinic, tenantView('dairy', { name: 'Dairy' })] });
    await user.click(screen.getByRole('option', { name: 'Bakery' }));
    await user.keyboard('da');
    expect(focused()).toContain('Dairy');
    expect(title()).toBe('Bakery');
    await user.keyboard('{Enter}');
    expect(title()).toBe('Dairy');
  });

  it('chooses several with Shift, Ctrl and all at once', async () => {
    const { user } = await renderApp({ tenants: shops.slice(0, 6) });
    await user.click(screen.getByRole('option', { name: 'Shop 1' }));
    await user.keyboard('{Shift>}');
    await user.click(screen.getByRole('option', { name: 'Shop 3' }));
    await user.keyboard('{/Shift}');
    expect(await screen.findByRole('heading', { level: 1, name: /^3 tenants/ })).toBeTruthy();
    expect(chosen()).toEqual(['2', '3', '4']);
    await user.keyboard('{Control>}');
    await user.click(screen.getByRole('option', { name: 'Shop 2' }));
    await user.click(screen.getByRole('option', { name: 'Shop 5' }));
    await user.keyboard('{/Control}');
    expect(chosen()).toEqual(['2', '4', '6']);
    await user.keyboard('{Control>}{Home}{/Control}');
    expect(chosen()).toEqual(['2', '4', '6']);
    expect(focused()).toContain('Shop 0');
    await user.keyboard('{Shift>}{ArrowDown}{ArrowDown}{/Shift}');
    expect(chosen()).toEqual(['3', '4', '5', '6']);
    await user.keyboard('{Control>}a{/Control}');
    expect(chosen()).toHaveLength(6);
    await user.keyboard(' ');
    expect(chosen()).toHaveLength(1);
  });

  it('stays where it is scrolled to when the second last that is chosen is chosen no more', async () => {
    const { user } = await renderApp({ tenants: shops });
    await user.click(screen.getByRole('option', { name: 'Shop 0' }));
    await user.keyboard('{Control>}{End} {/Control}');
    expect(await screen.findByRole('heading', { level: 1, name: /^2 tenants/ })).toBeTruthy();
    await user.keyboard('{Control>} {/Control}');
    expect(title()).toBe('Shop 0');
    expect(focused()).toContain('Shop 299');
    expect(screen.getByRole('listbox').scrollTop).toBeGreaterThan(15_000);
  });

  it('keeps the focus of a row that moves to the other group, and follows a tenant that is shown from elsewhere', async () => {
    const { fake, user } = await renderApp({ tenants: shops });
    await user.click(screen.getByRole('option', { name: 'Shop 2' }));
    const failure = { at: 0, cause: 'banned', credentials: 'kept', retry: 'operator' } as const;
    const [, , third] = shops;
    if (third === undefined) throw new Error('there are 300');
    act(() => {
      fake.change({ tenants: [{ ...third, session: { phase: 'stopped', since: 0, evidence: {}, failure } }] });
    });
    const row = within(screen.getByRole('group', { name: /^Needs you/ })).getByRole('option');
    expect(document.activeElement).toBe(row);
    act(() => {
      fake.publish.app.command({ name: 'show-tenant', tenantId: tenantView('shop-200').id });
    });
    expect(focused()).toContain('Shop 200');
    expect(screen.getByRole('listbox').scrollTop).toBeGreaterThan(10_000);
  });

  it('leaves the focus where it went after the row that had it was taken away', async () => {
    const florist = tenantView('other', { name: 'Florist' });
    const { fake, user } = await renderApp({ tenants: [...shops.slice(0, 3), florist] });
    const search = screen.getByRole('searchbox');
    await user.type(search, 'Florist');
    await user.click(await screen.findByRole('option', { name: 'Florist' }));
    act(() => {
      fake.change({ tenants: [{ ...florist, name: 'Kiosk' }] });
    });
    expect(screen.queryByRole('option')).toBeNull();
    search.focus();
    act(() => {
      fake.change({ tenants: [florist] });
    });
    expect(screen.getByRole('option', { name: 'Florist' })).toBeTruthy();
    expect(document.activeElement).toBe(search);
  });

  it('draws the rows that come into view', async () => {
    await renderApp({ tenants: shops });
    const list = screen.getByRole('listbox');
    act(() => {
      list.scrollTop = 5_600;
      fireEvent.scroll(list);
    });
    expect(screen.getByRole('option', { name: 'Shop 105' })).toBeTruthy();
    expect(screen.queryByRole('option', { name: 'Shop 5' })).toBeNull();
    // Tab still comes to the tenant in view.
    expect(screen.getByRole('option', { name: 'Shop 0' }).tabIndex).toBe(0);
    expect(screen.getAllByRole('option').length).toBeLessThan(30);
  });
});
