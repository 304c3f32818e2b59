import { screen, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';

import type { JournalEntry } from '../../../shared/journal.ts';
import type { SessionSnapshot } from '../../../shared/session.ts';
import { tenantView } from '../../support/tenant-view.ts';
import { journalEntry } from '../support/journal-entry.ts';
import { renderApp } from '../support/render-app.tsx';

const now = Date.now();
const qr = { text: 'a,b,c,d', issuedAt: now, expiresAt: now + 60_000 };
const awaiting: SessionSnapshot = { phase: 'awaiting-scan', since: now, evidence: {}, qr };
const silent: JournalEntry['failure'] = {
  at: now,
  cause: 'silent-scan',
  confidence: 'unclear',
  suspects: ['phone-offline', 'scan-not-taken'],
  credentials: 'none',
  retry: 'fresh-qr',
};
const bakery = (session: SessionSnapshot) => tenantView('bakery', { name: 'Bakery', session });
const causes = (container: HTMLElement) =>
  within(within(container).getByRole('list', { name: /^Likely causes/ }))
    .getAllByRole('listitem')
    .map(({ textContent }) => textContent);

describe('the person who scanned', () => {
  it('says so once, and sees how long WhatsApp is waited for', async () => {
    const { user, fake } = await renderApp({ tenants: [bakery(awaiting)] });
    await user.click(screen.getByRole('button', { name: 'I have scanned it' }));
    expect(fake.calls).toContainEqual({ channel: 'session.claimScan', input: { tenantId: 'bakery' } });
    expect(screen.getByText(/^Waiting for an answer from WhatsApp: (20|19) seconds left$/)).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'I have scanned it' })).toBeNull();
  });

  it('is told why that was refused', async () => {
    const { user, fake } = await renderApp({ tenants: [bakery(awaiting)] });
    fake.refuse('session.claimScan', { code: 'no-live-qr' });
    await user.click(screen.getByRole('button', { name: 'I have scanned it' }));
    expect(await screen.findByText('There is no code to scan right now.')).toBeTruthy();
  });

  it('answers for the phone while WhatsApp is waited for, and keeps the answer in view when the wait is over', async () => {
    const { user, fake } = await renderApp({ tenants: [bakery(awaiting)] });
    await user.click(screen.getByRole('button', { name: 'I have scanned it' }));
    await user.click(screen.getByRole('button', { name: 'What does the phone show?' }));
    const dialog = await screen.findByRole('dialog', { name: 'What does the phone show?' });
    await user.click(within(dialog).getByRole('radio', { name: /update WhatsApp/ }));
    await user.click(within(dialog).getByRole('button', { name: 'Show what it means' }));
    const result = await screen.findByRole('dialog', { name: 'What this means' });
    expect(causes(result)[0]).toMatch(/^WhatsApp on the phone is too old/);
    const [asked] = fake.calls.filter(({ channel }) => channel === 'session.phoneSays');
    expect(asked?.input).toMatchObject({ tenantId: 'bakery', answer: { kind: 'android', screen: 'update-app' } });
    await user.click(within(result).getByRole('button', { name: 'Close' }));
    await user.click(await screen.findByText('Scanned, but no answer came', { selector: 'summary *' }));
    expect(await screen.findByRole('region', { name: 'Scanned, but no answer came' })).toBeTruthy();
    expect(screen.getByRole('button', { name: 'I have scanned it' })).toBeTruthy();
  });
});

describe('a failure on the page', () => {
  const session = { ...awaiting, failure: silent };
  const entry = { ...journalEntry('7', 'bakery', silent), claim: { at: now, by: 'operator', until: now } } as const;

  it('lists its likely causes, and joins them with what the phone shows', async () => {
    const { user, fake } = await renderApp({ tenants: [bakery(session)], journal: [entry] });
    await user.click(await screen.findByText('Scanned, but no answer came', { selector: 'summary *' }));
    const panel = await screen.findByRole('region', { name: 'Scanned, but no answer came' });
    expect(causes(panel)).toHaveLength(2);
    expect(causes(panel)[0]).toMatch(/^The phone can’t reach WhatsApp/);
    expect(within(panel).getByText('Next step:')).toBeTruthy();
    await user.click(await screen.findByRole('button', { name: 'What does the phone show?' }));
    const dialog = await screen.findByRole('dialog');
    expect(within(dialog).getByRole<HTMLButtonElement>('button', { name: 'Show what it means' }).disabled).toBe(true);
    await user.click(within(dialog).getByRole('radio', { name: 'iPhone' }));
    await user.click(within(dialog).getByRole('radio', { name: /fingerprint/ }));
    await user.click(within(dialog).getByRole('button', { name: 'Show what it means' }));
    await user.click(await screen.findByRole('button', { name: 'Close' }));
    expect(fake.calls).toContainEqual({
      channel: 'journal.phoneSays',
      input: { id: '7', answer: { kind: 'iphone', screen: 'passkey' } },
    });
    expect(causes(panel)[0]).toMatch(/^The account wants its passkey/);
    // What to do about the likeliest cause is the next step from here on.
    expect(within(panel).queryByText('Next step:')).toBeNull();
    expect(within(panel).getByText('It asks for a fingerprint, a face or a passkey.')).toBeTruthy();
  });

  it('says why an answer was not taken, and lets another be given', async () => {
    const { user, fake } = await renderApp({ tenants: [bakery(session)], journal: [entry] });
    fake.refuse('journal.phoneSays', { code: 'nothing-to-explain' });
    await user.click(await screen.findByRole('button', { name: 'What does the phone show?' }));
    const dialog = await screen.findByRole('dialog');
    await user.click(within(dialog).getByRole('radio', { name: /^Nothing/ }));
    await user.click(within(dialog).getByRole('button', { name: 'Show what it means' }));
    expect(await within(dialog).findByText(/its entry is no longer in the log/)).toBeTruthy();
    fake.refuse('journal.phoneSays', undefined);
    await user.click(within(dialog).getByRole('button', { name: 'Show what it means' }));
    await user.click(await screen.findByRole('button', { name: 'Choose something else' }));
    expect(screen.getByRole('dialog', { name: 'What does the phone show?' })).toBeTruthy();
  });

  it('asks nothing of the phone when this computer is at fault', async () => {
    const failure = { at: now, cause: 'storage-full', credentials: 'none', retry: 'operator' } as const;
    const stopped = { phase: 'stopped', since: now, evidence: {}, failure } as const;
    await renderApp({ tenants: [bakery(stopped)], journal: [journalEntry('7', 'bakery', failure)] });
    await screen.findByText('Recent failures');
    expect(screen.queryByRole('button', { name: 'What does the phone show?' })).toBeNull();
  });
});

describe('the failure log', () => {
  it('takes the phone’s answer in an entry, and says what it had to leave out', async () => {
    const entry = journalEntry('7', 'bakery', { ...silent });
    const loss = { lost: 2, at: now };
    const { user, fake } = await renderApp({ tenants: [bakery(awaiting)], journal: [entry], loss });
    await user.click(screen.getByRole('button', { name: 'Failure log' }));
    expect(await screen.findByText(/^2 entries were cut off/)).toBeTruthy();
    await user.click(await screen.findByRole('rowheader'));
    const opened = await screen.findByRole('dialog', { name: 'Failed attempt' });
    await user.click(within(opened).getByRole('button', { name: 'What does the phone show?' }));
    const dialog = await screen.findByRole('dialog', { name: 'What does the phone show?' });
    await user.click(within(dialog).getByRole('radio', { name: /too many devices/ }));
    await user.click(within(dialog).getByRole('button', { name: 'Show what it means' }));
    const result = await screen.findByRole('dialog', { name: 'What this means' });
    await user.click(within(result).getByRole('button', { name: 'Close' }));
    const again = await screen.findByRole('dialog', { name: 'Failed attempt' });
    expect(causes(again)[0]).toMatch(/^No room for another linked device/);
    await user.click(within(again).getByRole('button', { name: 'Copy' }));
    const copied = fake.calls.find(({ channel }) => channel === 'app.copyText')?.input;
    expect(JSON.stringify(copied)).toContain('No room for another linked device');
  });
});
