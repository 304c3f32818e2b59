import { screen, within } from '@testing-library/react';
import { expect, it } from 'vitest';

import { auditCsv } from '../../../renderer/features/audit/export-audit.ts';
import type { AuditEntry } from '../../../shared/audit.ts';
import { tenantIdSchema } from '../../../shared/tenant.ts';
import { tenantView } from '../../support/tenant-view.ts';
import { renderApp } from '../support/render-app.tsx';

const bakery = tenantIdSchema.parse('bakery');
const removed: AuditEntry = {
  n: 2,
  at: Date.UTC(2026, 10, 29, 8),
  who: 'dana',
  door: 'window',
  act: 'remove',
  tenantId: bakery,
  about: null,
  outcome: 'busy',
};
const started: AuditEntry = { ...removed, n: 1, who: 'Backend', door: 'key', act: 'link', outcome: 'done' };

async function openAudit(options: Parameters<typeof renderApp>[0]) {
  const app = await renderApp({ tenants: [tenantView('bakery')], ...options });
  await app.user.click(screen.getByRole('button', { name: 'Settings' }));
  await app.user.click(await screen.findByRole('button', { name: 'Audit' }));
  await screen.findByRole('table');
  return app;
}
const rows = () => within(screen.getByRole('table')).getAllByRole('row').slice(1);

it('tells who did what on which tenant through which door, and finds it by words', async () => {
  const { user } = await openAudit({ audit: { entries: [removed, started], breaks: [], unsaved: 0, lost: 0 } });
  expect(rows()[0]?.textContent).toMatch(/danain the windowTenant removed.*bakeryMessages were being sent$/);
  expect(rows()[1]?.textContent).toMatch(/Backendwith a keyLink started.*bakeryDone$/);
  await user.type(screen.getByRole('searchbox', { name: 'Search the audit' }), 'key link');
  expect(rows()).toHaveLength(1);
  expect(screen.getByText('1 of 2 entries')).toBeTruthy();
  expect(screen.queryByRole('alert')).toBeNull();
});

it('names settings, counts and breaks in words, and the key as it is', async () => {
  const common = { ...removed, tenantId: null, outcome: 'done' } as const;
  const entries: AuditEntry[] = [
    { ...common, n: 5, act: 'settings', about: 'bridge host backendUrl' },
    { ...common, n: 4, act: 'settings', about: 'theme notifications' },
    { ...common, n: 3, act: 'queue', about: '12' },
    { ...common, n: 2, act: 'break-found', door: 'audit', who: null, about: 'missing' },
    { ...common, n: 1, act: 'key-revoked', about: 'queue' },
  ];
  await openAudit({ audit: { entries, breaks: [], unsaved: 0, lost: 0 } });
  expect(rows().map(({ textContent }) => textContent.replace(/^.*?:00:00/u, ''))).toEqual([
    'danain the windowSetting changedBridge for a backend: Address, Address of the backendDone',
    'danain the windowSetting changedAppearance, NotificationsDone',
    'danain the windowLinking mode12 tenantsDone',
    'by the auditBreak in the auditentries are missing',
    'danain the windowKey revokedqueueDone',
  ]);
});

it('says that the chain is broken, and that the disk refuses', async () => {
  await openAudit({ audit: { entries: [removed], breaks: [{ kind: 'changed', n: 1 }], unsaved: 2, lost: 3 } });
  expect(screen.getAllByRole('alert').map(({ textContent }) => textContent)).toEqual([
    expect.stringMatching(/isn’t as it was written/),
    expect.stringMatching(/^2 entries aren’t on the disk yet/),
    expect.stringMatching(/^3 acts weren’t recorded/),
  ]);
});

it('saves lines of which a spreadsheet runs none', () => {
  const [head, line] = auditCsv([{ ...removed, who: '=HYPERLINK("x")', about: '+1' }]).split('\r\n');
  expect(head).toBe('\uFEFFn,time,who,door,act,tenant,about,outcome');
  expect(line).toBe(`2,2026-11-29T08:00:00.000Z,"'=HYPERLINK(""x"")",window,remove,bakery,'+1,busy`);
});
