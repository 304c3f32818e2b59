import { screen, within } from '@testing-library/react';
import { expect, test } from 'vitest';

import type { FoundOnDisk } from '../../../shared/credentials.ts';
import type { Failure } from '../../../shared/failure.ts';
import { foundTexts as enFound } from '../../../shared/i18n/en/found.ts';
import { foundTexts as heFound } from '../../../shared/i18n/he/found.ts';
import type { Language } from '../../../shared/i18n/languages.ts';
import type { SessionSnapshot } from '../../../shared/session.ts';
import { tenantView } from '../../support/tenant-view.ts';
import { renderApp } from '../support/render-app.tsx';

const now = Date.now();
const qr = { text: 'one,two,three,four', issuedAt: now, expiresAt: now + 60_000 };
const waiting: SessionSnapshot = { phase: 'awaiting-scan', since: now, qr, evidence: {} };
const saved = { 'account-verified': now, 'credentials-saved': now };
const entering: SessionSnapshot = { phase: 'verifying', since: now, evidence: { ...saved, 'new-socket': now } };
const connected: SessionSnapshot = {
  phase: 'connected',
  since: now,
  evidence: { ...saved, 'new-socket': now, 'login-accepted': now, 'keys-at-server': now },
};

async function show(session: SessionSnapshot, language: Language = 'en') {
  const tenant = tenantView('roses', { name: 'Roses', session });
  const rendered = await renderApp({ tenants: [tenant], preferences: { language } });
  await rendered.user.click(screen.getByRole('option', { name: /Roses/ }));
  return rendered;
}
const note = (words: typeof enFound | typeof heFound) => screen.queryByRole('region', { name: words['found.title'] });

type Row = [variant: string, found: Omit<FoundOnDisk, 'at'>, session: SessionSnapshot];
const rows: Row[] = [
  ['code-pending', { kind: 'code-pending', fate: 'quarantined' }, waiting],
  ['half-paired', { kind: 'half-paired', fate: 'quarantined' }, waiting],
  ['corrupt', { kind: 'corrupt', fate: 'quarantined' }, waiting],
  ['paired', { kind: 'paired', fate: 'kept' }, entering],
  ['recovered', { kind: 'paired', fate: 'recovered' }, entering],
];

test.each(rows.flatMap((row) => (['en', 'he'] as const).map((language) => [language, ...row] as const)))(
  'in %s, %s credentials are told with their next step',
  async (language, variant, found, session) => {
    await show({ ...session, found: { ...found, at: now } }, language);
    const words: Readonly<Record<string, string>> = language === 'en' ? enFound : heFound;
    const said = within(note(language === 'en' ? enFound : heFound) ?? document.createElement('div'));
    expect(said.getByText(words[`found.${variant}`] ?? 'no words')).toBeTruthy();
    expect(said.getByText(new RegExp(words[`found.${variant}.step`]?.slice(0, 20) ?? 'no step'))).toBeTruthy();
  },
);

test('what was found unusable is told once, and not as an attempt that failed', async () => {
  const failure: Failure = { at: now, cause: 'credentials-corrupt', credentials: 'quarantined', retry: 'fresh-qr' };
  await show({ ...waiting, failure, found: { kind: 'corrupt', fate: 'quarantined', at: now } });
  expect(note(enFound)).toBeTruthy();
  expect(screen.queryByText('The last attempt failed')).toBeNull();
});

test.each<[string, SessionSnapshot]>([
  ['an empty folder, which every new tenant has', { ...waiting, found: { kind: 'empty', fate: 'none', at: now } }],
  ['a link that works', { ...connected, found: { kind: 'paired', fate: 'kept', at: now } }],
  ['a new link in the place of an old one', { ...connected, found: { kind: 'corrupt', fate: 'quarantined', at: now } }],
  [
    'an empty folder once a phone has scanned',
    {
      phase: 'awaiting-passkey',
      since: now,
      evidence: {},
      passkey: { expiresAt: now + 60_000 },
      found: { kind: 'empty', fate: 'none', at: now },
    },
  ],
  ['a session that does not run', { phase: 'idle', since: now, evidence: {} }],
])('nothing is said of %s', async (_what, session) => {
  await show(session);
  expect(note(enFound)).toBeNull();
});

test.each(['en', 'he'] as const)(
  'in %s, what came in from another service stays to be read after the login',
  async (language) => {
    const imported = { from: 'creds.json', keys: 812, types: {}, ambiguous: 0, unreadable: 1, skipped: 1, unknown: 0 };
    await show({ ...connected, found: { kind: 'paired', fate: 'kept', at: now, imported } }, language);
    const said = note(language === 'en' ? enFound : heFound)?.textContent;
    expect(said).toMatch(language === 'en' ? /812 keys of another service came in\. 2 of its files/ : /812 מפתחות/);
  },
);
