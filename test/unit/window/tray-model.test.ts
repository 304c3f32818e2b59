import { expect, it } from 'vitest';

import { traySummary, trayStateOf, trayTemplate } from '../../../electron/window/tray-model.ts';
import { mainTexts as mainEn } from '../../../shared/i18n/en/main.ts';
import { type Rights, fullRights } from '../../../shared/operator-rules.ts';
import { connected, failureWith, viewOf } from '../../support/tenant-views.ts';

const nothing = () => undefined;
const actions = { open: nothing, addTenant: nothing, showTenant: nothing, quit: nothing };

it('counts as connected only what is proven', () => {
  const unproven = viewOf('b', { phase: 'connected', evidence: { 'account-verified': 1 } });
  expect(
    trayStateOf([viewOf('a', connected), unproven, viewOf('c', { phase: 'verifying' })], fullRights).connected,
  ).toBe(1);
});

it('counts who needs someone: stopped, waiting again after something failed, or asked for a passkey', () => {
  const failure = failureWith('device-removed');
  const state = trayStateOf(
    [
      viewOf('stopped', { phase: 'stopped', failure }),
      viewOf('scan-again', { phase: 'awaiting-scan', failure }),
      viewOf('first-scan', { phase: 'awaiting-scan' }),
      viewOf('coming-back', { phase: 'reconnecting', failure: failureWith('connection-lost') }),
      viewOf('passkey', { phase: 'awaiting-passkey', passkey: { expiresAt: 300_000 } }),
      viewOf('idle'),
    ],
    fullRights,
  );
  expect(state.named.map(({ id }) => id)).toEqual(['stopped', 'scan-again', 'passkey']);
  expect(traySummary(state, mainEn)).toEqual(['0 tenants connected', '3 tenants need you']);
  expect(traySummary({ ...state, connected: 1, attention: 0 }, mainEn)).toEqual(['1 tenant connected']);
});

it('lists ten of them, says how many more, and shows the one that is chosen', () => {
  const shown: string[] = [];
  const failed = Array.from({ length: 12 }, (_, n) =>
    viewOf(`t${n}`, { phase: 'stopped', failure: failureWith('banned') }, `Cut & Go ${n}`),
  );
  const items = trayTemplate(trayStateOf(failed, fullRights), mainEn, {
    ...actions,
    showTenant: (id) => shown.push(id),
  });
  const labels = items.map(({ label }) => label);
  expect(labels.filter((label) => label?.startsWith('Cut && Go'))).toHaveLength(10);
  expect(labels).toContain('2 more');
  items.find(({ label }) => label === 'Cut && Go 3')?.click?.({} as never, undefined, {});
  expect(shown).toEqual(['t3']);
});

it('names nobody while the window is locked, and offers what the role allows', () => {
  const failed = [viewOf('a', { phase: 'stopped', failure: failureWith('banned') }, 'Cut & Go')];
  const locked = trayTemplate(trayStateOf(failed, { locked: true, role: 'look' }), mainEn, actions);
  expect(locked.map(({ label }) => label)).toContain('1 tenant needs you');
  expect(JSON.stringify(locked)).not.toContain('Cut');
  const labels = (rights: Rights) =>
    trayTemplate(trayStateOf(failed, rights), mainEn, actions).map(({ label }) => label);
  expect(labels({ locked: false, role: 'look' })).not.toContain(mainEn.addTenant);
  expect(labels({ locked: false, role: 'link' })).toContain(mainEn.addTenant);
});
