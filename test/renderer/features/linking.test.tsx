import { act, screen, within } from '@testing-library/react';
import { expect, it, vi } from 'vitest';

import type { LinkingItem } from '../../../shared/linking.ts';
import { tenantIdSchema } from '../../../shared/tenant.ts';
import { tenantView } from '../../support/tenant-view.ts';
import { renderApp } from '../support/render-app.tsx';

const item = (id: string, state: LinkingItem['state']): LinkingItem => ({ tenantId: tenantIdSchema.parse(id), state });

it('calls a tenant linked once its link has held, and not when WhatsApp has let it in', async () => {
  const { fake } = await renderApp({ tenants: [tenantView('bakery', { name: 'Bakery' }), tenantView('school')] });
  const tell = (...items: LinkingItem[]) =>
    act(() => fake.publish.linking.changed({ items, way: 'one', tiles: 4, paused: 'no' }));
  tell(item('bakery', 'current'), item('school', 'waiting'));
  await screen.findByRole('heading', { level: 1, name: 'Linking mode' });

  tell(item('bakery', 'accepted'), item('school', 'skipped'));
  expect(screen.getByText(/Bakery.* was let in and is on probation\./)).toBeTruthy();
  expect(screen.getByRole('heading', { name: '1 on probation, 1 not linked yet' })).toBeTruthy();
  expect(document.body.textContent).not.toMatch(/is linked|are linked/);

  tell(item('bakery', 'linked'), item('school', 'skipped'));
  expect(screen.getByText(/Bakery.* is linked\./)).toBeTruthy();
  expect(screen.getByRole('heading', { name: '1 linked, 1 not linked yet' })).toBeTruthy();
});

it('skips the tenant of the tile that has the focus, which keeps it, and takes a scan for no key', async () => {
  const { fake } = await renderApp({ tenants: [tenantView('bakery'), tenantView('school')] });
  const at = (id: string, place: number) => ({ ...item(id, 'current'), place });
  act(() =>
    fake.publish.linking.changed({
      items: [at('bakery', 0), at('school', 1)],
      way: 'wall',
      tiles: 4,
      paused: 'no',
    }),
  );
  const skip = await screen.findByRole('button', { name: /^Skip .*school/ });
  const skipped = () => fake.calls.filter(({ channel }) => channel === 'linking.skipTenant');
  /** All at one moment, as a scanner types: jsdom dates an event when it is made. */
  const type = (...keys: string[]) => {
    const events = keys.map((key) => {
      const code = key === 'Enter' ? key : `Key${key.toUpperCase()}`;
      return new KeyboardEvent('keydown', { key, code, bubbles: true, cancelable: true });
    });
    act(() => events.forEach((event) => (document.activeElement ?? document.body).dispatchEvent(event)));
  };
  /** Lets a key count as a person's. */
  const pause = () => act(() => void vi.advanceTimersByTime(60));
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  type('n');
  pause();
  act(() => skip.focus());
  type('n', 'o', 'n', 'e', 'Enter');
  pause();
  expect(skipped()).toEqual([]);

  act(() => skip.focus());
  type('n');
  pause();
  vi.useRealTimers();
  expect(skipped()).toEqual([{ channel: 'linking.skipTenant', input: { tenantId: 'school' } }]);
  expect(document.activeElement).toBe(skip.closest('li'));
});

it('folds a long queue, and unfolds it', async () => {
  const { fake } = await renderApp({ tenants: [] });
  const items = Array.from({ length: 60 }, (_, index) => item(`tenant-${index}`, index === 0 ? 'current' : 'waiting'));
  act(() => fake.publish.linking.changed({ items, way: 'any-phone', tiles: 4, paused: 'no' }));
  const rows = () => within(screen.getByRole('region', { name: 'Queue' })).getAllByRole('listitem');
  await screen.findByRole('region', { name: 'Queue' });
  expect(rows()).toHaveLength(13);
  const all = screen.getByRole('button', { name: 'Show all 60' });
  expect(all.getAttribute('aria-expanded')).toBe('false');
  act(() => all.click());
  expect(rows()).toHaveLength(60);
  act(() => screen.getByRole('button', { name: 'Show fewer' }).click());
  expect(rows()).toHaveLength(13);
});
