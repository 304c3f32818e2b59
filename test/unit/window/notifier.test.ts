import { beforeEach, expect, it } from 'vitest';

import { redactText } from '../../../electron/logging/redact-text.ts';
import { createNotifier } from '../../../electron/window/notifier.ts';
import type { TenantView } from '../../../shared/console.ts';
import { mainTexts as mainEn } from '../../../shared/i18n/en/main.ts';
import type { SessionSnapshot } from '../../../shared/session.ts';
import { tenantIdSchema } from '../../../shared/tenant.ts';
import { connected, failureWith, stable, viewOf } from '../../support/tenant-views.ts';

const id = tenantIdSchema.parse('flowers');
let told: { title: string; body: string }[];
let shown: string[];
let wanted: boolean;
let named: boolean;
let view: TenantView | undefined;
let changed: ReturnType<typeof createNotifier>;
beforeEach(() => {
  told = [];
  shown = [];
  wanted = true;
  named = true;
  changed = createNotifier({
    view: () => view,
    texts: () => mainEn,
    isWanted: () => wanted,
    redact: redactText,
    showsNames: () => named,
    show({ title, body, onClick }) {
      told.push({ title, body });
      onClick();
    },
    showTenant: (tenantId) => shown.push(tenantId),
  });
});
function become(session: Partial<SessionSnapshot>, name = 'Flowers'): void {
  view = viewOf('flowers', session, name);
  changed(id);
}
const titles = () => told.map(({ title }) => title);

it('tells of a link once it has held, not before, and not again after a reconnect', () => {
  become({ phase: 'awaiting-scan' });
  become({ phase: 'pairing' });
  become({ phase: 'verifying' });
  become(connected);
  expect(told).toEqual([]);
  become(stable);
  become(stable);
  become({ phase: 'reconnecting' });
  become(connected);
  become(stable);
  expect(told).toEqual([{ title: 'Linked', body: '\u2068Flowers\u2069 is linked, and the link has held.' }]);
  expect(shown).toEqual(['flowers']);
});

it('does not tell of a link that was there at the start, or that did not hold', () => {
  become({ phase: 'verifying' });
  become(stable);
  become({ phase: 'pairing' });
  become(connected);
  become({ phase: 'awaiting-scan', failure: failureWith('rejected-after-scan') });
  become(stable);
  expect(titles()).toEqual(['A tenant needs you']);
});

it('tells of each failure that needs someone once', () => {
  const failure = failureWith('replaced', 5);
  become({ phase: 'stopped', failure });
  become({ phase: 'stopped', failure });
  become({ phase: 'reconnecting', failure: failureWith('connection-lost', 6) });
  become({ phase: 'stopped', failure: failureWith('banned', 7) });
  expect(titles()).toEqual(['A tenant needs you', 'A tenant needs you']);
});

it('does not tell of unscanned codes: nothing has failed', () => {
  for (let at = 1; at < 5; at += 1) become({ phase: 'awaiting-scan', failure: failureWith('qr-expired', at) });
  become({ phase: 'stopped', failure: failureWith('qr-expired', 5) });
  expect(told).toEqual([]);
});

it('says nothing where it is not wanted, and does not make up for it later', () => {
  wanted = false;
  become({ phase: 'stopped', failure: failureWith('banned') });
  wanted = true;
  become({ phase: 'stopped', failure: failureWith('banned') });
  expect(told).toEqual([]);
});

it('shows no number, not even one that stands in a name', () => {
  become({ phase: 'stopped', failure: failureWith('banned') }, 'Dana 050-123-4567');
  expect(told[0]?.body).not.toMatch(/\d{3}/);
});

it('forgets a tenant that is removed', () => {
  become({ phase: 'stopped', failure: failureWith('banned') });
  view = undefined;
  changed(id);
  become({ phase: 'stopped', failure: failureWith('banned') });
  expect(told).toHaveLength(2);
});

it('tells once that another number linked, whatever else happens to it, and of the link only once it is accepted', () => {
  const wrongNumber = { expected: '972•••••••67', linked: '447•••••••23' };
  become({ phase: 'awaiting-scan' });
  become({ phase: 'pairing', wrongNumber, failure: failureWith('wrong-number', 20) });
  become({ phase: 'awaiting-acceptance', wrongNumber, failure: failureWith('wrong-number', 20) });
  become({ phase: 'reconnecting', wrongNumber, failure: failureWith('connection-lost', 30) });
  become({ phase: 'awaiting-acceptance', wrongNumber, failure: failureWith('wrong-number', 40) });
  expect(titles()).toEqual(['A tenant needs you']);
  become(connected);
  become(stable);
  expect(titles()).toEqual(['A tenant needs you', 'Linked']);
});

it('tells of a passkey that is asked for, once for each request', () => {
  become({ phase: 'awaiting-scan' });
  become({ phase: 'awaiting-passkey', since: 5, passkey: { expiresAt: 300_000 } });
  become({ phase: 'awaiting-passkey', since: 5, passkey: { expiresAt: 300_000, confirmationCode: 'ABCD-EFGH' } });
  expect(told).toEqual([
    { title: 'A tenant needs you', body: '\u2068Flowers\u2069: the account wants its passkey within a few minutes.' },
  ]);
  become({ phase: 'awaiting-scan', since: 6 });
  become({ phase: 'awaiting-passkey', since: 7, passkey: { expiresAt: 400_000 } });
  expect(told).toHaveLength(2);
});

it('names nobody while the window is locked', () => {
  named = false;
  become({ phase: 'stopped', failure: failureWith('banned', 7) });
  expect(told).toEqual([
    { title: 'A tenant needs you', body: 'One of your tenants: open the console to see what happened.' },
  ]);
});
