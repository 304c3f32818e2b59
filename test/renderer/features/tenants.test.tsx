import { act, screen, within } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';

import { tenantView } from '../../support/tenant-view.ts';
import { renderApp } from '../support/render-app.tsx';

const bakery = tenantView('bakery', { name: 'Bakery' });
const clinic = tenantView('clinic', {
  name: 'Clinic',
  session: { phase: 'stopped', since: 0, evidence: {} },
});

async function openAddDialog() {
  const rendered = await renderApp();
  await rendered.user.click(within(screen.getByRole('main')).getByRole('button', { name: 'Add tenant' }));
  const dialog = within(await screen.findByRole('dialog', { name: 'Add a tenant' }));
  const submit = dialog.getByRole('button', { name: 'Add and show a QR code' });
  return { ...rendered, dialog, submit, id: dialog.getByLabelText('Id'), name: dialog.getByLabelText('Display name') };
}

describe('the first start', () => {
  it('explains itself and offers the first step', async () => {
    await renderApp();
    const main = within(screen.getByRole('main'));
    expect(main.getByRole('heading', { name: 'Link your first phone' })).toBeTruthy();
    expect(main.getByRole('button', { name: 'Add tenant' })).toBeTruthy();
  });

  it('is found again from every page, with and without a tenant, and practice with it', async () => {
    const { fake, user } = await renderApp();
    const list = within(screen.getByRole('navigation'));
    await user.click(list.getByRole('button', { name: 'Failure log' }));
    expect(list.getByRole('button', { name: 'Practice' })).toBeTruthy();
    await user.click(list.getByRole('button', { name: 'Getting started' }));
    expect(await screen.findByRole('heading', { name: 'Link your first phone' })).toBeTruthy();
    act(() => {
      fake.change({ tenants: [bakery] });
    });
    await user.click(list.getByRole('button', { name: 'Settings' }));
    await user.click(await within(screen.getByRole('main')).findByRole('button', { name: 'Getting started' }));
    expect(await screen.findByRole('heading', { name: 'Link your first phone' })).toBeTruthy();
  });
});

describe('adding a tenant', () => {
  it('adds it, shows it and asks for its first code', async () => {
    const { fake, user, id, name, submit } = await openAddDialog();
    await user.type(name, 'Flower shop');
    expect(id).toHaveProperty('value', 'flower-shop');
    await user.clear(id);
    await user.type(id, 'flowers');
    await user.click(submit);
    expect(await screen.findByRole('heading', { name: 'Flower shop' })).toBeTruthy();
    expect(screen.queryByRole('dialog')).toBeNull();
    expect(fake.calls).toContainEqual({ channel: 'session.start', input: { tenantId: 'flowers' } });
  });

  it.each([
    ['-flowers', 'Use letters a–z, digits, “-” and “_” only, and begin with a letter or a digit.'],
    ['פרחים', 'Use letters a–z, digits, “-” and “_” only, and begin with a letter or a digit.'],
    ['NUL', 'Windows reserves this name. Choose another.'],
    ['a'.repeat(65), 'Use at most 64 characters.'],
  ])('faults the id %s while it is typed', async (typed, reason) => {
    const { user, id, dialog } = await openAddDialog();
    await user.type(id, typed);
    expect(dialog.getByText(reason)).toBeTruthy();
    expect(id.getAttribute('aria-invalid')).toBe('true');
  });

  it('faults empty fields on sending only, and sends nothing', async () => {
    const { fake, user, dialog, submit } = await openAddDialog();
    expect(dialog.queryByText('Enter an id.')).toBeNull();
    await user.click(submit);
    expect(dialog.getByText('Enter an id.')).toBeTruthy();
    expect(dialog.getByText('Enter a name.')).toBeTruthy();
    expect(fake.calls.map(({ channel }) => channel)).not.toContain('tenants.add');
  });

  it.each([
    [{ code: 'tenant-exists', id: 'Flowers' }, 'Flowers'],
    [{ code: 'storage-full', place: '/data/whatsapp' }, '/data/whatsapp'],
  ] as const)('says why the console refused: %j', async (error, named) => {
    const { fake, user, dialog, id, name, submit } = await openAddDialog();
    fake.refuse('tenants.add', error);
    await user.type(name, 'Flower shop');
    await user.click(submit);
    expect((await dialog.findByRole('alert')).textContent).toContain(named);
    expect(id).toHaveProperty('value', 'flower-shop');
  });

  it('says so when the tenant stands but its session could not start', async () => {
    const { fake, user, id, name, submit } = await openAddDialog();
    fake.refuse('session.start', { code: 'shutting-down' });
    await user.type(name, 'Flower shop');
    await user.type(id, 'flowers');
    await user.click(submit);
    expect((await screen.findByRole('alert')).textContent).toBe('The console is shutting down.');
    await user.click(screen.getByRole('button', { name: 'Close' }));
    expect(screen.getByRole('heading', { name: 'Flower shop' })).toBeTruthy();
  });
});

describe('finding a tenant', () => {
  const failure = { at: 0, cause: 'banned', credentials: 'kept', retry: 'operator' } as const;
  const dairy = tenantView('dairy', { name: 'Dairy', session: { phase: 'stopped', since: 0, evidence: {}, failure } });
  const names = () => screen.getAllByRole('option').map((option) => option.textContent);

  it('puts those that need someone first, under a separate heading, and begins with them', async () => {
    await renderApp({ tenants: [bakery, dairy] });
    expect(names()).toEqual([expect.stringContaining('Dairy'), expect.stringContaining('Bakery')]);
    expect(screen.getByRole('group', { name: /^Needs you/ })).toBeTruthy();
    expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('Dairy');
  });

  it('searches by name or id, says how many are left, and shows all again', async () => {
    const { user } = await renderApp({ tenants: [bakery, dairy] });
    await user.type(screen.getByRole('searchbox'), 'BAK');
    expect(names()).toEqual([expect.stringContaining('Bakery')]);
    expect(screen.getByText('1 of 2')).toBeTruthy();
    await user.clear(screen.getByRole('searchbox'));
    await user.type(screen.getByRole('searchbox'), 'zzz');
    expect(screen.getByText('No tenant matches.')).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Show all' }));
    expect(names()).toHaveLength(2);
  });

  it('is narrowed to one state, with the number of tenants in each', async () => {
    const { user } = await renderApp({ tenants: [bakery, dairy] });
    await user.click(screen.getByRole('button', { name: 'Filter and sort' }));
    await user.click(await screen.findByRole('menuitemradio', { name: /Needs you/ }));
    expect(names()).toEqual([expect.stringContaining('Dairy')]);
  });

  it('keeps the tenant in view where it is when another comes to need someone', async () => {
    const { fake } = await renderApp({ tenants: [bakery, clinic] });
    act(() => {
      fake.change({ tenants: [{ ...clinic, session: dairy.session }] });
    });
    expect(names()[0]).toContain('Clinic');
    expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('Bakery');
  });

  it('waits for a tenant that is asked for before it has arrived, and keeps the view meanwhile', async () => {
    const { fake } = await renderApp({ tenants: [bakery, clinic] });
    const show = (tenantId: typeof clinic.id) =>
      act(() => {
        fake.publish.app.command({ name: 'show-tenant', tenantId });
      });
    show(clinic.id);
    show(dairy.id);
    expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('Clinic');
    act(() => {
      fake.change({ tenants: [dairy] });
    });
    expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('Dairy');
  });

  it('goes where menu, tray and notifications point', async () => {
    const { fake, container } = await renderApp({ tenants: [bakery, clinic] });
    act(() => {
      fake.publish.app.command({ name: 'show-tenant', tenantId: clinic.id });
    });
    expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('Clinic');
    act(() => {
      fake.publish.app.command({ name: 'search' });
    });
    expect(container.ownerDocument.activeElement).toBe(screen.getByRole('searchbox'));
    act(() => {
      fake.publish.app.command({ name: 'shortcuts' });
    });
    expect((await screen.findByRole('dialog', { name: 'Keyboard shortcuts' })).textContent).toContain('CtrlN');
  });
});

describe('renaming and removing', () => {
  it('renames', async () => {
    const { user } = await renderApp({ tenants: [bakery] });
    await user.click(screen.getByRole('button', { name: 'Rename' }));
    const dialog = within(await screen.findByRole('dialog'));
    const name = dialog.getByLabelText('Display name');
    await user.clear(name);
    expect(dialog.getByText('Enter a name.')).toBeTruthy();
    await user.type(name, 'Old bakery{Enter}');
    expect(await screen.findByRole('heading', { name: 'Old bakery' })).toBeTruthy();
    expect(screen.queryByRole('dialog')).toBeNull();
  });

  it('removes a linked one after saying what happens to the session and the files', async () => {
    const evidence = { 'account-verified': 1, 'credentials-saved': 2 };
    const linked = { ...bakery, session: { phase: 'verifying', since: 0, evidence } } as const;
    const { user } = await renderApp({ tenants: [linked, clinic] });
    await user.click(screen.getByRole('button', { name: 'Remove' }));
    const question = within(await screen.findByRole('alertdialog'));
    expect(question.getByText('Its session closes and it leaves this list.')).toBeTruthy();
    expect(question.getByText('Its files are set aside for 7 days, then deleted.')).toBeTruthy();
    await user.click(question.getByRole('button', { name: 'Remove tenant' }));
    expect(screen.queryByRole('alertdialog')).toBeNull();
    expect(await screen.findByRole('heading', { level: 1, name: 'Recently removed' })).toBeTruthy();
  });

  it('takes one tenant away for a double press, shows a neutral page, and undoes each removal by itself', async () => {
    const dairy = tenantView('dairy', { name: 'Dairy' });
    const { fake, user } = await renderApp({ tenants: [bakery, clinic, dairy] });
    await user.dblClick(screen.getByRole('button', { name: 'Remove' }));
    expect(await screen.findByRole('heading', { level: 1, name: 'Recently removed' })).toBeTruthy();
    expect(fake.calls.filter(({ channel }) => channel === 'tenants.remove')).toHaveLength(1);
    await user.click(screen.getByRole('option', { name: 'Clinic' }));
    await user.click(screen.getByRole('button', { name: 'Remove' }));
    const undos = await screen.findAllByRole('button', { name: 'Undo' });
    expect(undos).toHaveLength(2);
    await user.click(undos[0] ?? document.body);
    expect(await screen.findByRole('heading', { level: 1, name: 'Bakery' })).toBeTruthy();
    expect(screen.getAllByRole('button', { name: 'Undo' })).toHaveLength(1);
  });

  it('brings back from the list of the last seven days', async () => {
    const { user } = await renderApp({ tenants: [bakery, clinic] });
    await user.click(screen.getByRole('button', { name: 'Remove' }));
    await user.click(await screen.findByRole('button', { name: 'Close' }));
    await user.click(screen.getByRole('button', { name: 'Settings' }));
    await user.click(await screen.findByRole('button', { name: 'Recently removed' }));
    expect(await screen.findByText(/7 days left|6 days left/)).toBeTruthy();
    await user.click(screen.getByRole('button', { name: /Restore .*Bakery/ }));
    expect(await screen.findByRole('heading', { level: 1, name: 'Bakery' })).toBeTruthy();
  });

  it('removes an unlinked one at once, and brings it back', async () => {
    const { fake, user } = await renderApp({ tenants: [bakery, clinic] });
    await user.click(screen.getByRole('button', { name: 'Remove' }));
    expect(screen.queryByRole('alertdialog')).toBeNull();
    expect(screen.queryByRole('option', { name: 'Bakery' })).toBeNull();
    expect(screen.getByText(/was removed/).textContent).toContain('Bakery');
    fake.refuse('tenants.restore', { code: 'nothing-to-restore' });
    await user.click(screen.getByRole('button', { name: 'Undo' }));
    expect((await screen.findByRole('alert')).textContent).toBe('There is nothing left to bring back.');
    fake.refuse('tenants.restore', undefined);
    await user.click(screen.getByRole('button', { name: 'Undo' }));
    expect(await screen.findByRole('heading', { level: 1, name: 'Bakery' })).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Undo' })).toBeNull();
  });

  it('says why it could not be removed', async () => {
    const { fake, user } = await renderApp({ tenants: [bakery] });
    fake.refuse('tenants.remove', { code: 'busy' });
    await user.click(screen.getByRole('button', { name: 'Remove' }));
    expect((await screen.findByRole('alert')).textContent).toContain('Messages are being sent');
  });

  it('takes the offer to undo away after a while, but not from under the keyboard', async () => {
    vi.useFakeTimers();
    await renderApp({ tenants: [bakery, clinic] });
    const press = (name: string) =>
      act(async () => {
        screen.getByRole('button', { name }).click();
        await vi.advanceTimersByTimeAsync(0);
      });
    await press('Remove');
    act(() => {
      screen.getByRole('button', { name: 'Undo' }).focus();
    });
    await act(() => vi.advanceTimersByTimeAsync(60_000));
    expect(screen.getByRole('button', { name: 'Undo' })).toBeTruthy();
    act(() => {
      screen.getByRole('searchbox').focus();
    });
    await act(() => vi.advanceTimersByTimeAsync(12_000));
    expect(screen.queryByRole('button', { name: 'Undo' })).toBeNull();
  });

  it('shows the next tenant when the one in view is removed elsewhere', async () => {
    const { fake } = await renderApp({ tenants: [bakery, clinic] });
    act(() => {
      fake.change({ removed: [bakery.id] });
    });
    expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('Clinic');
  });
});
