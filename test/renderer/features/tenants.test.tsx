import { act, screen, within } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';

import { tenantView } from '../../support/fake-console.ts';
import { renderApp, tearDown } from '../support/render-app.tsx';

const bakery = tenantView('bakery', { name: 'Bakery' });
const clinic = tenantView('clinic', {
  name: 'Clinic',
  session: { phase: 'stopped', since: 0, evidence: {} },
});

afterEach(tearDown);

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
});

describe('adding a tenant', () => {
  it('adds it, shows it and asks for its first code', async () => {
    const { fake, user, id, name, submit } = await openAddDialog();
    await user.type(name, 'Flower shop');
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
    [{ code: 'storage-full', folder: '/data/whatsapp' }, '/data/whatsapp'],
  ] as const)('says why the console refused: %j', async (error, named) => {
    const { fake, user, dialog, id, name, submit } = await openAddDialog();
    fake.refuse('tenants.add', error);
    await user.type(name, 'Flower shop');
    await user.type(id, 'flowers');
    await user.click(submit);
    expect((await dialog.findByRole('alert')).textContent).toContain(named);
    expect(id).toHaveProperty('value', 'flowers');
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
    expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('Clinic');
  });

  it('shows the next tenant when the one in view is removed elsewhere', async () => {
    const { fake } = await renderApp({ tenants: [bakery, clinic] });
    act(() => {
      fake.change({ removed: [bakery.id] });
    });
    expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('Clinic');
  });
});
