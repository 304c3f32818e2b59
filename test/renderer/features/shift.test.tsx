import { act, screen, within } from '@testing-library/react';
import { beforeEach, expect, it, vi } from 'vitest';

import { ShiftPage } from '../../../renderer/features/shift/shift-page.tsx';
import type { NewLink } from '../../../shared/journal.ts';
import { tenantIdSchema } from '../../../shared/tenant.ts';
import { tenantView } from '../../support/tenant-view.ts';
import { journalEntry } from '../support/journal-entry.ts';
import { renderPart } from '../support/render-part.tsx';
import { watchSavedFiles } from '../support/saved-files.ts';

/** An hour before this midnight a shift has had its day. */
const lateEvening = new Date(2026, 10, 29, 23, 0, 0).getTime();
const now = () => Date.now();

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date', 'setTimeout', 'clearTimeout'], now: lateEvening, shouldAdvanceTime: true });
});

const link = (tenantId: string, at: number, tookMs?: number): NewLink => ({
  tenantId: tenantIdSchema.parse(tenantId),
  at,
  ...(tookMs === undefined ? {} : { codeAt: at - tookMs }),
});
const tenants = [tenantView('shop', { name: 'פרחים, ופירות' }), tenantView('second')];
const figure = (name: string) => within(screen.getByText(name).parentElement ?? document.body).getByRole('definition');
const settle = () => act(async () => await vi.advanceTimersByTimeAsync(0));

it('shows the figures of today alone, and the median of what is known', async () => {
  const newLinks = [
    link('shop', lateEvening - 24 * 3_600_000, 5_000),
    link('shop', lateEvening - 60_000, 20_000),
    link('second', lateEvening - 30_000, 75_000),
    link('second', lateEvening - 10_000),
  ];
  const journal = [
    journalEntry('1', 'shop', { at: lateEvening - 5_000, cause: 'connection-lost' }),
    journalEntry('2', 'shop', { at: lateEvening - 4_000, cause: 'connection-lost' }),
  ];
  await renderPart(<ShiftPage />, { tenants, newLinks, journal, now });
  await settle();
  expect(figure('Linked').textContent).toBe('3');
  expect(figure('Failed attempts').textContent).toBe('2');
  expect(figure('Without a link').textContent).toBe('2');
  expect(figure('From code to link (median)').textContent).toBe('48 s');
  const [newest] = within(screen.getByRole('region', { name: 'Linked today' })).getAllByRole('listitem');
  expect(newest?.textContent).toContain('second');
});

it('asks again when something was linked, when something failed, and at midnight', async () => {
  const newLinks = [link('shop', lateEvening - 1_000)];
  const { fake } = await renderPart(<ShiftPage />, { tenants, newLinks, now });
  await settle();
  const asked = () => fake.calls.filter(({ channel }) => channel === 'journal.shift').length;
  const before = asked();
  newLinks.push(link('second', lateEvening - 500));
  act(() => fake.publish.journal.linked(link('second', lateEvening - 500)));
  await settle();
  expect(asked()).toBe(before + 1);
  expect(figure('Linked').textContent).toBe('2');
  act(() => fake.appendToJournal(journalEntry('3', 'shop', { at: lateEvening, cause: 'connection-lost' })));
  await settle();
  expect(figure('Failed attempts').textContent).toBe('1');
  await act(async () => await vi.advanceTimersByTimeAsync(3_600_000 + 2_000));
  expect(figure('Linked').textContent).toBe('0');
  expect(screen.getByText('Nothing has been linked today yet.')).toBeTruthy();
});

it('saves what it shows as CSV, with cells that no spreadsheet takes for a formula', async () => {
  const saved = watchSavedFiles();
  const named = [tenantView('shop', { name: '=1+1, "Shop"' })];
  const newLinks = [link('shop', lateEvening - 60_000, 20_000)];
  await renderPart(<ShiftPage />, { tenants: named, newLinks, now });
  await settle();
  act(() => screen.getByRole('button', { name: 'Save as CSV' }).click());
  const text = (await saved[0]?.text) ?? '';
  expect(saved[0]?.name).toBe('shift-2026-11-29.csv');
  expect(text).toContain('median from code to link,,,,,20.0,');
  expect(text).toContain(`"'=1+1, ""Shop"""`);
  expect(text).toContain(new Date(lateEvening - 60_000).toISOString());
});

it('says why it shows no figures, and shows them again when it is answered', async () => {
  const { fake } = await renderPart(<ShiftPage />, { tenants, newLinks: [], now });
  await settle();
  fake.refuse('journal.shift', { code: 'internal-error' });
  act(() => fake.publish.journal.linked(link('shop', lateEvening)));
  await settle();
  expect(screen.getByRole('alert').textContent).not.toBe('');
  expect(screen.queryByText('Linked')).toBeNull();
  fake.refuse('journal.shift', undefined);
  act(() => fake.publish.journal.linked(link('shop', lateEvening)));
  await settle();
  expect(screen.queryByRole('alert')).toBeNull();
  expect(figure('Linked').textContent).toBe('0');
});
