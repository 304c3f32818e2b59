import { screen, waitFor, within } from '@testing-library/react';
import { expect, it } from 'vitest';

import type { Operator, OperatorsState } from '../../../shared/operators.ts';
import { fakePin } from '../../support/fake-operators.ts';
import { tenantView } from '../../support/tenant-view.ts';
import { renderApp } from '../support/render-app.tsx';

const noa: Operator = { id: '1'.repeat(16), name: 'Noa', role: 'administer' };
const tom: Operator = { id: '2'.repeat(16), name: 'Tom', role: 'look' };
const links = { tenants: 14, connected: 12, attention: 1 };
const locked: OperatorsState = { kind: 'locked', operators: [noa, tom], links };
const signedIn = (current: Operator): OperatorsState => ({
  kind: 'signed-in',
  operators: [noa, tom],
  current,
  lockMinutes: 5,
});
const tenants = [tenantView('bakery', { name: 'Northside Bakery' })];

it('shows nothing of a tenant while it is locked, and figures of all of them', async () => {
  await renderApp({ tenants, operators: locked });
  expect(await screen.findByRole('heading', { name: 'Locked' })).toBeTruthy();
  expect(screen.getByRole('status').textContent).toBe('12 of 14 connected1 needs someone');
  expect(document.body.textContent).not.toMatch(/Bakery/);
});

it('lets in by a PIN, from the keyboard, says what was wrong, and empties the field', async () => {
  const { user, fake } = await renderApp({ tenants, operators: locked });
  const pin = await screen.findByLabelText<HTMLInputElement>('PIN');
  await waitFor(() => expect(document.activeElement).toBe(pin));
  expect(pin.type).toBe('password');
  await user.keyboard('000000{Enter}');
  expect((await screen.findByRole('alert')).textContent).toBe('Wrong PIN.');
  expect(pin.value).toBe('');
  await user.click(pin);
  await user.keyboard(`${fakePin}{Enter}`);
  expect(await screen.findByRole('option', { name: /Northside Bakery/ })).toBeTruthy();
  expect(fake.calls.filter(({ channel }) => channel === 'operators.signIn')).toHaveLength(2);
});

it('forgets what it showed when somebody locks, and asks again after a PIN', async () => {
  const { user, fake } = await renderApp({ tenants, operators: signedIn(noa) });
  await user.click(await screen.findByRole('button', { name: /Noa.*: lock/ }));
  expect(await screen.findByRole('heading', { name: 'Locked' })).toBeTruthy();
  expect(document.body.textContent).not.toMatch(/Bakery/);
  const asked = () => fake.calls.filter(({ channel }) => channel === 'console.state').length;
  const before = asked();
  await user.type(await screen.findByLabelText('PIN'), `${fakePin}{Enter}`);
  expect(await screen.findByRole('option', { name: /Northside Bakery/ })).toBeTruthy();
  expect(asked()).toBe(before + 1);
});

it('greys out what the role does not allow, and says why to the keyboard, too', async () => {
  const { user, fake } = await renderApp({ tenants, operators: signedIn(tom) });
  expect(await screen.findByText(/may look\. Numbers and codes are hidden/)).toBeTruthy();
  await user.click(await screen.findByRole('option', { name: /Northside Bakery/ }));
  const remove = screen.getByRole('button', { name: 'Remove' });
  expect(remove.getAttribute('aria-disabled')).toBe('true');
  screen.getByRole('button', { name: 'Proxy' }).focus();
  await user.tab();
  expect(document.activeElement).toBe(remove);
  const reason = await screen.findByRole('tooltip');
  expect(reason.textContent).toBe('Your role doesn’t allow this. Ask an administrator.');
  expect(reason.closest('main')?.contains(remove)).toBe(true);
  await user.keyboard('{Enter}');
  await user.click(remove);
  expect(fake.calls.some(({ channel }) => channel === 'tenants.remove')).toBe(false);
  await user.keyboard('q');
  expect(fake.calls.some(({ channel }) => channel.startsWith('session.'))).toBe(false);
});

it('does not ask for numbers in the name of somebody who may look', async () => {
  const { user, fake } = await renderApp({ tenants, operators: signedIn(tom) });
  await user.type(await screen.findByRole('searchbox'), '0501234567');
  expect(fake.calls.some(({ channel }) => channel === 'tenants.withNumber')).toBe(false);
});

it('leaves the settings of the program to administrators', async () => {
  const { user, fake } = await renderApp({ tenants, operators: signedIn(tom) });
  await user.click(await screen.findByRole('button', { name: 'Settings' }));
  expect(await screen.findByText('These settings are for administrators.')).toBeTruthy();
  expect(screen.queryByRole('region', { name: 'Operators' })).toBeNull();
  expect(screen.queryByRole('button', { name: 'Audit' })).toBeNull();
  expect(fake.calls.some(({ channel }) => channel.startsWith('bridge.'))).toBe(false);
});

it('adds the first operator as an administrator, changes one and removes one', async () => {
  const { user, fake } = await renderApp({ tenants });
  await user.click(await screen.findByRole('button', { name: 'Settings' }));
  const section = within(await screen.findByRole('region', { name: 'Operators' }));
  expect(section.getByText(/everybody at this computer may do everything/)).toBeTruthy();
  await user.click(section.getByRole('button', { name: 'Add an operator…' }));
  const dialog = within(await screen.findByRole('dialog', { name: 'New operator' }));
  await user.keyboard('Noa{Enter}');
  expect(dialog.getByText('A PIN has at least 6 digits.')).toBeTruthy();
  await user.type(dialog.getByLabelText('PIN'), '123456{Enter}');
  expect(dialog.getByText(/among the first that anyone tries/)).toBeTruthy();
  await user.clear(dialog.getByLabelText('PIN'));
  await user.type(dialog.getByLabelText('PIN'), '314159{Enter}');
  expect(dialog.getByText('The two PINs differ.')).toBeTruthy();
  await user.type(dialog.getByLabelText('The PIN once more'), '314159{Enter}');
  const sent = (channel: string) => fake.calls.filter((call) => call.channel === channel).map(({ input }) => input);
  expect(sent('operators.add')).toEqual([{ name: 'Noa', role: 'administer', pin: '314159' }]);

  await user.click(await section.findByRole('button', { name: /^Change .Noa.$/ }));
  await screen.findByRole('dialog');
  await user.keyboard(' B{Enter}');
  expect(sent('operators.change')).toMatchObject([{ name: 'Noa B', role: 'administer' }]);
  await user.click(await section.findByRole('button', { name: /^Remove .Noa B.$/ }));
  const asked = within(await screen.findByRole('alertdialog'));
  expect(asked.getByText(/Without operators everybody/)).toBeTruthy();
  await user.click(asked.getByRole('button', { name: 'Remove' }));
  expect(await section.findByText(/everybody at this computer may do everything/)).toBeTruthy();
});

it('changes the own PIN, of whatever role, after the one until now', async () => {
  const { user, fake } = await renderApp({ tenants, operators: signedIn(tom) });
  const sent = () => fake.calls.filter(({ channel }) => channel === 'operators.changePin').map(({ input }) => input);
  await user.click(await screen.findByRole('button', { name: 'Settings' }));
  await user.click(await screen.findByRole('button', { name: 'Change your PIN…' }));
  const dialog = within(await screen.findByRole('dialog', { name: 'Change your PIN' }));
  const current = dialog.getByLabelText<HTMLInputElement>('Your PIN until now');
  expect([current.type, document.activeElement]).toEqual(['password', current]);
  expect(dialog.getByRole('button', { name: 'Save' })).toHaveProperty('disabled', true);
  await user.keyboard('000000');
  await user.type(dialog.getByLabelText('New PIN'), '161803{Enter}');
  expect(dialog.getByText('The two PINs differ.')).toBeTruthy();
  expect(sent()).toEqual([]);
  await user.type(dialog.getByLabelText('The PIN once more'), '161803{Enter}');
  expect((await dialog.findByRole('alert')).textContent).toBe('Wrong PIN.');
  const emptied = dialog.getByLabelText<HTMLInputElement>('Your PIN until now');
  expect([emptied.value, document.activeElement]).toEqual(['', emptied]);
  await user.keyboard(`${fakePin}{Enter}`);
  expect(await screen.findByText('Your PIN is changed.')).toBeTruthy();
  expect(screen.queryByRole('dialog')).toBeNull();
  expect(sent()).toEqual([
    { current: '000000', pin: '161803' },
    { current: fakePin, pin: '161803' },
  ]);
});

it('asks an administrator for the own PIN until now, and gives another a new one without theirs', async () => {
  const { user, fake } = await renderApp({ tenants, operators: signedIn(noa) });
  await user.click(await screen.findByRole('button', { name: 'Settings' }));
  await user.click(await screen.findByRole('button', { name: /^New PIN for .Noa.$/ }));
  const dialog = within(await screen.findByRole('dialog', { name: 'Change your PIN' }));
  await user.type(dialog.getByLabelText('Your PIN until now'), fakePin);
  await user.type(dialog.getByLabelText('New PIN'), '161803');
  await user.type(dialog.getByLabelText('The PIN once more'), '161803{Enter}');
  expect(screen.queryByRole('dialog')).toBeNull();
  await user.click(await screen.findByRole('button', { name: /^New PIN for .Tom.$/ }));
  const other = within(await screen.findByRole('dialog', { name: /^New PIN for .Tom.$/ }));
  await user.type(other.getByLabelText('PIN'), '141421');
  await user.type(other.getByLabelText('The PIN once more'), '141421{Enter}');
  expect(fake.calls.filter(({ channel }) => channel.endsWith('Pin'))).toEqual([
    { channel: 'operators.changePin', input: { current: fakePin, pin: '161803' } },
    { channel: 'operators.setPin', input: { id: tom.id, pin: '141421' } },
  ]);
});

it('says that the file of the operators cannot be read, and reads it again when asked', async () => {
  const unreadable: OperatorsState = { kind: 'unreadable', why: 'damaged', file: '/data/operators.json', links };
  const { user, fake } = await renderApp({ tenants, operators: unreadable });
  expect((await screen.findByRole('alert')).textContent).toMatch(/nobody can sign in.*\/data\/operators\.json$/);
  expect(screen.queryByLabelText('PIN')).toBeNull();
  await user.click(screen.getByRole('button', { name: 'Try again' }));
  expect(fake.calls.filter(({ channel }) => channel === 'operators.state')).toHaveLength(2);
});

it('gives the failure log other keys where Ctrl+L locks', async () => {
  const { user } = await renderApp({ tenants, operators: signedIn(noa) });
  await user.click(await screen.findByRole('button', { name: 'Settings' }));
  await user.click(await screen.findByRole('button', { name: 'Keyboard shortcuts' }));
  const sheet = await screen.findByRole('dialog');
  expect(within(sheet).getByText('Lock the window').nextElementSibling?.textContent).toMatch(/L$/);
  expect(within(sheet).getByText('Failure log').nextElementSibling?.textContent).toMatch(/Shift.*L$/);
});
