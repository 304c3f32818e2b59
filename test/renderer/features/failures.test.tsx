import { act, screen, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';

import type { FlightFrame } from '../../../shared/flight.ts';
import type { SessionSnapshot } from '../../../shared/session.ts';
import { tenantView } from '../../support/tenant-view.ts';
import { journalEntry } from '../support/journal-entry.ts';
import { renderApp } from '../support/render-app.tsx';
import { watchSavedFiles } from '../support/saved-files.ts';

const failure = {
  at: 1000,
  cause: 'storage-full',
  place: '/data/whatsapp/bakery/auth',
  credentials: 'none',
  retry: 'operator',
} as const;
const stopped: SessionSnapshot = { phase: 'stopped', since: 0, evidence: {}, failure };
const bakery = tenantView('bakery', { name: 'Bakery', session: stopped });
const clinic = tenantView('clinic', { name: 'Clinic' });

describe('the failure panel', () => {
  it('says what happened, what it means, the next step, and the folder', async () => {
    await renderApp({ tenants: [bakery] });
    const panel = within(screen.getByRole('region', { name: 'The disk is full' }));
    expect(panel.getByText(/What was new couldn’t be saved/)).toBeTruthy();
    expect(panel.getByText(/Free some space/)).toBeTruthy();
    expect(panel.getByText('/data/whatsapp/bakery/auth').getAttribute('dir')).toBe('ltr');
    expect(panel.getByText('No credentials were saved.')).toBeTruthy();
    expect(screen.getByRole('region', { name: 'The disk is full' }).dataset.urgent).toBe('true');
  });

  it('is amber for a full disk, as its heading, because the console goes on trying, and asks nobody to scan', async () => {
    const told = { ...failure, credentials: 'kept', retry: 'reconnect' } as const;
    const waiting = { phase: 'connecting', since: 0, evidence: {}, failure: told } as const;
    await renderApp({ tenants: [tenantView('bakery', { session: waiting })] });
    expect(screen.getByRole('region', { name: 'The disk is full' }).dataset.urgent).toBeUndefined();
    expect(screen.queryByText('On the phone')).toBeNull();
  });

  it('gives the code, the other side’s words and the end of a block', async () => {
    const banned = {
      ...failure,
      cause: 'temporarily-banned',
      statusCode: 402,
      detail: 'code 103',
      blockedUntil: new Date(2030, 0, 2, 15, 4).getTime(),
    } as const;
    await renderApp({ tenants: [{ ...bakery, session: { ...stopped, failure: banned } }] });
    const panel = within(screen.getByRole('region', { name: 'WhatsApp has blocked this account for a while' }));
    expect(panel.getByText('Code 402')).toBeTruthy();
    expect(panel.getByText('code 103')).toBeTruthy();
    expect(panel.getByText(/WhatsApp refuses until 2 Jan 2030/)).toBeTruthy();
    // A block ends by itself: amber, as its state is in the list; red is for what is broken.
    expect(screen.getByRole('region', { name: /has blocked this account for a while/ }).dataset.urgent).toBeUndefined();
  });

  it('keeps the cause in view beside the fresh code that follows a failed scan', async () => {
    const failed = { ...failure, cause: 'rejected-after-scan', statusCode: 401, retry: 'fresh-qr' } as const;
    const qr = { text: 'a,b,c,d', issuedAt: 0, expiresAt: Date.now() + 60_000 };
    const session = { phase: 'awaiting-scan', since: 0, evidence: {}, qr, failure: failed } as const;
    const { user } = await renderApp({ tenants: [{ ...bakery, session }] });
    expect(screen.getByRole('timer')).toBeTruthy();
    // One line, which opens.
    expect(screen.queryByText('Code 401')).toBeNull();
    await user.click(screen.getByText('The link was undone right after the scan'));
    const panel = within(screen.getByRole('region', { name: 'The link was undone right after the scan' }));
    expect(panel.getByText('Code 401')).toBeTruthy();
  });
});

describe('the failure log', () => {
  const journal = [
    journalEntry('3', 'clinic', { cause: 'dns-failed' }),
    journalEntry('2', 'bakery', { cause: 'qr-expired', statusCode: 408 }),
    journalEntry('1', 'gone', { cause: 'replaced', statusCode: 440 }),
  ];
  const rows = () => screen.getAllByRole('row').slice(1);

  it('lists time, tenant, cause, phase and code of every tenant, removed ones by their id', async () => {
    const { user } = await renderApp({ tenants: [bakery, clinic], journal });
    await user.click(screen.getByRole('button', { name: 'Failure log' }));
    await screen.findByRole('grid');
    expect(rows()).toHaveLength(3);
    const [newest, expired, gone] = rows();
    expect(newest?.textContent).toMatch(/Clinic.*WhatsApp’s address couldn’t be found.*none/);
    expect(expired?.textContent).toMatch(
      /1970.*Bakerybakery.*The code wasn’t scanned in time.*Waiting for a scan.*408/,
    );
    expect(gone?.textContent).toMatch(/gone.*440/);
  });

  it('grows as failures come in, without a question to the main process', async () => {
    const { fake, user } = await renderApp({ tenants: [bakery, clinic], journal });
    await user.click(screen.getByRole('button', { name: 'Failure log' }));
    await screen.findByRole('grid');
    const asked = fake.calls.length;
    act(() => {
      fake.appendToJournal(journalEntry('4', 'bakery', { cause: 'banned' }));
    });
    expect(rows()[0]?.textContent).toContain('WhatsApp has banned this account');
    expect(fake.calls).toHaveLength(asked);
  });

  it('opens for one tenant from its page, and widens to all', async () => {
    const { user } = await renderApp({ tenants: [bakery, clinic], journal });
    await user.click(await screen.findByRole('button', { name: 'Show all' }));
    await screen.findByRole('grid');
    expect(rows()).toHaveLength(1);
    await user.click(screen.getByRole('button', { name: 'Show all' }));
    expect(rows()).toHaveLength(3);
  });

  it('is narrowed by tenant, cause and time', async () => {
    const recent = journalEntry('4', 'clinic', { cause: 'qr-expired', at: Date.now() });
    const { user } = await renderApp({ tenants: [bakery, clinic], journal: [recent, ...journal] });
    await user.click(screen.getByRole('button', { name: 'Failure log' }));
    await screen.findByRole('grid');
    await user.click(screen.getByRole('radio', { name: '7 days' }));
    expect(rows()).toHaveLength(1);
    await user.click(screen.getByRole('radio', { name: 'All' }));
    await user.click(screen.getByRole('button', { name: /Cause/ }));
    await user.click(await screen.findByRole('option', { name: 'The code wasn’t scanned in time' }));
    expect(rows()).toHaveLength(2);
    await user.click(screen.getByRole('button', { name: /Tenant\b/ }));
    await user.click(await screen.findByRole('option', { name: 'Bakery' }));
    expect(rows()).toHaveLength(1);
    expect(screen.getByText('1 of 4 entries')).toBeTruthy();
  });

  it('counts new links and failures by where the cause lies, in a picture and in a table', async () => {
    const recent = journal.map((entry) => ({ ...entry, failure: { ...entry.failure, at: Date.now() } }));
    const newLinks = [bakery, clinic].map(({ id }) => ({ tenantId: id, at: Date.now() }));
    const { user } = await renderApp({ tenants: [bakery, clinic], journal: recent, newLinks });
    await user.click(screen.getByRole('button', { name: 'Failure log' }));
    const chart = within(await screen.findByRole('region', { name: 'Attempts over time' }));
    await chart.findByText('New links');
    const summary = () => chart.getByRole('img').getAttribute('aria-label');
    expect(summary()).toMatch(/^2 new links, 3 failures; most attempts at once, 5: /);
    await user.click(chart.getByRole('button', { name: 'Show as a table' }));
    expect(chart.getAllByRole('row')[0]?.textContent).toMatch(/^TimeNew linksScan/);
    expect(chart.getAllByRole('row').at(-1)?.textContent).toMatch(/21110$/);
    await user.click(chart.getByRole('button', { name: 'Show as a chart' }));
    await user.click(screen.getByRole('button', { name: /Tenant\b/ }));
    await user.click(await screen.findByRole('option', { name: 'Clinic' }));
    expect(summary()).toMatch(/^1 new link, 1 failure; /);
    await user.type(screen.getByRole('searchbox', { name: 'Search the log' }), 'address');
    expect(summary()).toMatch(/^1 failure; /);
    expect(chart.queryByText('New links')).toBeNull();
  });

  it('shows what went well where nothing failed, and claims no count that it could not get', async () => {
    const newLinks = [{ tenantId: bakery.id, at: Date.now() }];
    const { fake, user } = await renderApp({ tenants: [clinic], newLinks });
    await user.click(screen.getByRole('button', { name: 'Failure log' }));
    expect((await screen.findByRole('img', { name: /^1 new link, 0 failures/ })).tagName).toBe('svg');
    act(() => {
      fake.publish.journal.linked({ tenantId: clinic.id, at: Date.now() });
    });
    expect(screen.getByRole('img', { name: /^2 new links, 0 failures/ })).toBeTruthy();
    await user.click(screen.getByRole('option', { name: 'Clinic' }));
    fake.refuse('journal.newLinks', { code: 'internal-error' });
    await user.click(screen.getByRole('button', { name: 'Failure log' }));
    await screen.findByText('No failures recorded.');
    expect(screen.queryByText('New links')).toBeNull();
  });

  it('opens an entry for all that is known, copies it and leads to its tenant', async () => {
    const full = journalEntry('9', 'bakery', { cause: 'rejected-after-scan', statusCode: 401, detail: 'not today' });
    const { fake, user } = await renderApp({ tenants: [clinic, bakery], journal: [full] });
    await user.click(screen.getByRole('button', { name: 'Failure log' }));
    await user.click(await screen.findByRole('rowheader', { name: 'The link was undone right after the scan' }));
    const dialog = within(await screen.findByRole('dialog', { name: 'Failed attempt' }));
    expect(dialog.getByText('not today')).toBeTruthy();
    expect(dialog.queryByText(/by itself|automatically/)).toBeNull();
    await user.click(dialog.getByRole('button', { name: 'Copy' }));
    expect(await dialog.findByRole('button', { name: 'Copied' })).toBeTruthy();
    const copied = fake.calls.find(({ channel }) => channel === 'app.copyText')?.input;
    expect(JSON.stringify(copied)).toMatch(/Bakery \(bakery\).*rejected-after-scan.*401.*not today/);
    await user.click(dialog.getByRole('button', { name: 'Show the tenant' }));
    expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('Bakery');
    expect(screen.queryByRole('dialog')).toBeNull();
  });

  it('says when there is nothing, and when it cannot be read', async () => {
    const { fake, user } = await renderApp({ tenants: [clinic] });
    await user.click(screen.getByRole('button', { name: 'Failure log' }));
    expect(await screen.findByText('No failures recorded.')).toBeTruthy();
    await user.click(screen.getByRole('option', { name: 'Clinic' }));
    fake.refuse('journal.list', { code: 'internal-error' });
    await user.click(screen.getByRole('button', { name: 'Failure log' }));
    expect((await screen.findByRole('alert')).textContent).toContain('The fault is ours');
  });
});

describe('what can be had out of the log', () => {
  const journal = [
    journalEntry('00000000002', 'clinic', { cause: 'dns-failed' }),
    journalEntry('00000000001', 'bakery', { cause: 'qr-expired', statusCode: 408 }),
  ];
  const frame = { at: 1000, connection: 1, bytes: 0, attributes: {}, children: [] };
  const flight: FlightFrame[] = [
    {
      ...frame,
      direction: 'in',
      tag: 'iq',
      attributes: { type: 'set', id: '…' },
      children: ['pair-device', 'ref', 'ref'],
    },
    { ...frame, at: 1250, direction: 'console', tag: 'qr' },
  ];

  async function openLog() {
    const app = await renderApp({ tenants: [bakery, clinic], journal, flights: { '00000000001': flight } });
    await app.user.click(screen.getByRole('button', { name: 'Failure log' }));
    await screen.findByRole('grid');
    return app;
  }

  it('is found by the words of its cause and saved as it is shown', async () => {
    const saved = watchSavedFiles();
    const { user } = await openLog();
    await user.type(screen.getByRole('searchbox', { name: 'Search the log' }), 'wasn’t scanned');
    expect(screen.getAllByRole('row').slice(1)).toHaveLength(1);
    await user.click(screen.getByRole('button', { name: 'Save what is shown as JSON' }));
    await user.click(screen.getByRole('button', { name: 'Save what is shown as CSV' }));
    expect(saved.map(({ name }) => name)).toEqual([
      expect.stringMatching(/^scan-failures-[0-9-]{10}\.json$/),
      expect.stringMatching(/^scan-failures-[0-9-]{10}\.csv$/),
    ]);
    expect(JSON.parse((await saved[0]?.text) ?? '')).toEqual([journal[1]]);
    expect(await saved[1]?.text).toContain('The code wasn’t scanned in time');
  });

  it('has, for a tenant that is connected, the recording of its link, and saves it', async () => {
    const saved = watchSavedFiles();
    const evidence = {
      'account-verified': 1,
      'credentials-saved': 1,
      'new-socket': 1,
      'login-accepted': 1,
      'keys-at-server': 1,
      stable: 1,
    };
    const linked = { ...bakery, session: { phase: 'connected', since: 0, evidence } as const };
    const { fake, user } = await renderApp({ tenants: [linked], flights: { [bakery.id]: flight } });
    expect(fake.calls.some(({ channel }) => channel === 'journal.linkFlight')).toBe(false);
    await user.click(screen.getByText('Recording of this link'));
    expect((await screen.findByRole('region', { name: 'Recording of the connection' })).textContent).toContain(
      'iq type=set › pair-device › ref',
    );
    await user.click(screen.getByRole('button', { name: 'Save as a file' }));
    expect(JSON.parse((await saved[0]?.text) ?? '')).toEqual(flight);
  });

  it('has the recording of an entry, asked for only when it is opened', async () => {
    const { fake, user } = await openLog();
    await user.click(screen.getAllByRole('row')[2] ?? document.body);
    const dialog = within(await screen.findByRole('dialog', { name: 'Failed attempt' }));
    expect(fake.calls.some(({ channel }) => channel === 'journal.flight')).toBe(false);
    await user.click(dialog.getByText('Recording of the connection'));
    const rows = within(await dialog.findByRole('region', { name: 'Recording of the connection' })).getAllByRole('row');
    expect(rows.map((row) => row.textContent)).toEqual([
      'SecondsFromFrameBytes',
      '+0.00WhatsAppiq type=set › pair-device › ref0',
      '+0.25Conclusionqr0',
    ]);
  });
});
