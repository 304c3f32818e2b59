import { screen, within } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';

import { SelectionPage } from '../../../renderer/features/selection/selection-page.tsx';
import type { SessionSnapshot } from '../../../shared/session.ts';
import { tenantView } from '../../support/tenant-view.ts';
import { renderPart } from '../support/render-part.tsx';
import { watchSavedFiles } from '../support/saved-files.ts';

const evidence = { 'account-verified': 1, 'credentials-saved': 2, 'new-socket': 3, 'login-accepted': 4 };
const linked: SessionSnapshot = {
  phase: 'connected',
  since: 0,
  evidence: { ...evidence, 'keys-at-server': 5, stable: 6 },
  account: { maskedNumber: '972•••••••17' },
};
const tenants = [
  tenantView('idle', { name: 'Idle' }),
  tenantView('waiting', {
    name: 'Waiting',
    session: { phase: 'awaiting-scan', since: 0, evidence: {} },
  }),
  tenantView('linked', { name: 'Linked', session: linked }),
];
const ids = tenants.map(({ id }) => id);

async function renderPage() {
  const onLink = vi.fn();
  const page = await renderPart(<SelectionPage tenantIds={ids} onLink={onLink} onClear={vi.fn()} />, { tenants });
  const press = (name: string) => page.user.click(screen.getByRole('button', { name }));
  const called = (channel: string) =>
    page.fake.calls.flatMap((call) =>
      call.channel === channel ? [(call.input as { tenantId: string }).tenantId] : [],
    );
  const phaseOf = (id: string) => page.fake.state().tenants.find((tenant) => tenant.id === id)?.session.phase;
  return { ...page, onLink, press, called, phaseOf };
}
const toast = (words: string) => screen.findByText(words);

describe('several tenants at once', () => {
  it('links those that have no link', async () => {
    const { press, onLink } = await renderPage();
    await press('Link these 2');
    expect(onLink).toHaveBeenCalledWith(['idle', 'waiting']);
  });

  it('starts those that rest, and stops them again on undo', async () => {
    const { press, called, phaseOf } = await renderPage();
    await press('Start 1');
    await toast('1 tenant was started.');
    expect(called('session.start')).toEqual(['idle']);
    expect(phaseOf('idle')).toBe('connecting');
    await press('Undo');
    expect(called('session.disconnect')).toEqual(['idle']);
  });

  it('stops those that show a code and never a linked one, and starts them again on undo', async () => {
    const { press, called } = await renderPage();
    await press('Stop 1');
    await toast('1 tenant was stopped.');
    expect(called('session.disconnect')).toEqual(['waiting']);
    await press('Undo');
    expect(called('session.start')).toEqual(['waiting']);
  });

  it('removes them once that was confirmed, and brings all of them back on undo', async () => {
    const { press, called, user, fake } = await renderPage();
    await press('Remove 3…');
    const question = within(await screen.findByRole('alertdialog', { name: 'Remove 3 tenants?' }));
    expect(called('tenants.remove')).toEqual([]);
    await user.click(question.getByRole('button', { name: 'Remove tenant' }));
    await toast('3 tenants were removed.');
    expect(fake.state().tenants).toEqual([]);
    await press('Undo');
    expect(fake.state().tenants.map(({ id }) => id)).toEqual(ids);
  });

  it('undoes what was done, leaves what was refused, and says why', async () => {
    const { press, fake, called } = await renderPage();
    fake.refuse('session.start', { code: 'storage-full', place: '/data' });
    await press('Start 1');
    expect(await screen.findByText(/^1 tenant was left as before/)).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Undo' })).toBeNull();
    expect(called('session.disconnect')).toEqual([]);
  });

  it('exports them as CSV, with numbers masked', async () => {
    const saved = watchSavedFiles();
    const { press } = await renderPage();
    await press('Export as CSV');
    expect(saved).toMatchObject([{ name: 'tenants.csv', type: 'text/csv' }]);
    expect((await saved[0]?.text)?.trim().split('\r\n')).toEqual([
      'id,name,state,number,expected number',
      'idle,Idle,idle,,',
      'waiting,Waiting,awaiting-scan,,',
      'linked,Linked,stable,972•••••••17,',
    ]);
  });
});
