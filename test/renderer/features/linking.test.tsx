import { act, screen } from '@testing-library/react';
import { afterEach, expect, it } from 'vitest';

import type { LinkingItem } from '../../../shared/linking.ts';
import { tenantIdSchema } from '../../../shared/tenant.ts';
import { tenantView } from '../../support/tenant-view.ts';
import { renderApp, tearDown } from '../support/render-app.tsx';

afterEach(tearDown);

const item = (id: string, state: LinkingItem['state']): LinkingItem => ({ tenantId: tenantIdSchema.parse(id), state });

it('calls a tenant linked once its link has held, and not when WhatsApp has let it in', async () => {
  const { fake } = await renderApp({ tenants: [tenantView('bakery', { name: 'Bakery' }), tenantView('school')] });
  const tell = (...items: LinkingItem[]) =>
    act(() => fake.publish.linking.changed({ items, way: 'one', tiles: 4, paused: 'no' }));
  tell(item('bakery', 'current'), item('school', 'waiting'));
  await screen.findByRole('heading', { level: 1, name: 'Linking mode' });

  tell(item('bakery', 'accepted'), item('school', 'skipped'));
  expect(screen.getByText(/Bakery.* was let in and is on probation\./)).toBeTruthy();
  expect(screen.getByRole('heading', { name: '1 on probation, 1 still open' })).toBeTruthy();
  expect(document.body.textContent).not.toMatch(/is linked|are linked/);

  tell(item('bakery', 'linked'), item('school', 'skipped'));
  expect(screen.getByText(/Bakery.* is linked\./)).toBeTruthy();
  expect(screen.getByRole('heading', { name: '1 linked, 1 still open' })).toBeTruthy();
});
