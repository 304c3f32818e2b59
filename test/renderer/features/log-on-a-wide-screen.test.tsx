import { act, screen, within } from '@testing-library/react';
import { expect, it, vi } from 'vitest';

import type { JournalEntry } from '../../../shared/journal.ts';
import { tenantView } from '../../support/tenant-view.ts';
import { renderApp } from '../support/render-app.tsx';

const bakery = tenantView('bakery', { name: 'Bakery' });

function entry(id: string, cause: JournalEntry['failure']['cause']): JournalEntry {
  return {
    id,
    tenantId: bakery.id,
    failure: { at: Number(id), cause, credentials: 'none', retry: 'fresh-qr' },
    phase: 'awaiting-scan',
    evidence: {},
    qrShown: true,
  };
}

const width = Object.assign(new EventTarget(), { matches: true });
const onWideScreen = () => {
  width.matches = true;
  vi.stubGlobal('matchMedia', () => width);
};

const journal = [entry('3', 'dns-failed'), entry('2', 'qr-expired'), entry('1', 'replaced')];
const beside = () => within(screen.getByRole('region', { name: 'Failed attempt' }));
const marked = () => screen.getAllByRole('row').filter((row) => row.hasAttribute('data-beside'));

it('has the details of an entry beside its table, follows the keyboard, and keeps them when another comes in', async () => {
  const { fake, user } = await renderApp({ tenants: [bakery], journal }, onWideScreen);
  await user.click(screen.getByRole('button', { name: 'Failure log' }));
  await screen.findByRole('region', { name: 'Failed attempt' });
  expect(beside().getByText('WhatsApp’s address couldn’t be found')).toBeTruthy();
  act(() => screen.getByRole('grid').focus());
  await user.keyboard('{ArrowDown}');
  expect(await beside().findByText('The code wasn’t scanned in time')).toBeTruthy();
  act(() => fake.appendToJournal(entry('4', 'banned')));
  expect(beside().getByText('The code wasn’t scanned in time')).toBeTruthy();
  expect(marked().map((row) => row.textContent)).toEqual([expect.stringContaining('wasn’t scanned in time')]);
  await user.click(screen.getByRole('rowheader', { name: 'WhatsApp has banned this account' }));
  expect(await beside().findByText('WhatsApp has banned this account')).toBeTruthy();
  expect(screen.queryByRole('dialog')).toBeNull();
});

it('opens a dialog once the window is narrow', async () => {
  const { user } = await renderApp({ tenants: [bakery], journal }, onWideScreen);
  await user.click(screen.getByRole('button', { name: 'Failure log' }));
  await screen.findByRole('region', { name: 'Failed attempt' });
  width.matches = false;
  act(() => {
    width.dispatchEvent(new Event('change'));
  });
  expect(screen.queryByRole('region', { name: 'Failed attempt' })).toBeNull();
  expect(marked()).toEqual([]);
  await user.click(screen.getByRole('rowheader', { name: 'The code wasn’t scanned in time' }));
  expect(await screen.findByRole('dialog', { name: 'Failed attempt' })).toBeTruthy();
});
