import { cleanup, screen, within } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';

import type { SessionSnapshot } from '../../../shared/session.ts';
import { tenantView } from '../../support/tenant-view.ts';
import { scenesAt } from '../gallery/scenes.ts';
import { renderApp } from '../support/render-app.tsx';

const now = new Date('2026-11-28T10:00:00Z').getTime();

async function show(session: SessionSnapshot | undefined, lastSeenAt?: number) {
  if (session === undefined) throw new Error('no such scene');
  vi.useFakeTimers({ shouldAdvanceTime: true, now, toFake: ['Date'] });
  const rendered = await renderApp({
    tenants: [tenantView('bakery', { session, ...(lastSeenAt !== undefined && { lastSeenAt }) })],
  });
  const main = within(screen.getByRole('main'));
  await main.findByRole('heading', { level: 1 });
  return { ...rendered, main };
}
const sessionIn = (scene: string) => scenesAt(now)[scene]?.tenants[0]?.session;

describe('an accepted login that still settles', () => {
  it('is said, with its clock, and is not called connected', async () => {
    const { main } = await show(sessionIn('settling'));
    expect(main.getByRole('heading', { name: 'Login accepted, still settling' })).toBeTruthy();
    expect(main.getByText('At most 160 more seconds.')).toBeTruthy();
    expect(screen.getByRole('option').textContent).toContain('Login accepted');
    expect(document.body.textContent).not.toMatch(/\bConnected\b/);
    const ladder = within(main.getByRole('region', { name: 'Proof of the link' }));
    expect(ladder.getByText('Keys at WhatsApp').closest('li')?.getAttribute('aria-current')).toBe('step');
  });
});

describe('a restriction of the account', () => {
  it('is said with its end, and the link stays connected', async () => {
    const { main } = await show(sessionIn('restricted'));
    const note = within(main.getByRole('region', { name: 'Restriction of the account' }));
    expect(note.getByText(/write only to people who wrote first/)).toBeTruthy();
    expect(note.getByText(/The link works and stays connected/)).toBeTruthy();
    expect(note.getByText(/^Ends .*\(in 3 hours\)/)).toBeTruthy();
    expect(main.getByRole('heading', { name: 'Connected' })).toBeTruthy();
    expect(screen.getByRole('option').textContent).toContain('Connected, restricted');
  });

  it('without an end says so', async () => {
    const { main } = await show(sessionIn('restricted-openly'));
    expect(main.getByText('WhatsApp didn’t say when it ends.')).toBeTruthy();
  });

  it('claims no link where there is none', async () => {
    const { main } = await show({
      phase: 'stopped',
      since: now,
      evidence: {},
      restriction: { kind: 'temporary-ban', until: now + 3_600_000 },
    });
    expect(main.getByText('WhatsApp has banned this account for a while')).toBeTruthy();
    expect(main.queryByText(/The link works/)).toBeNull();
    expect(screen.getByRole('option').textContent).not.toContain('Connected');
  });
});

describe('the last sign of life', () => {
  it('is told of a link that is not connected, and of no other', async () => {
    const { main } = await show(sessionIn('reconnecting'), now - 60_000);
    expect(main.getByText(/^WhatsApp was last heard from at /)).toBeTruthy();
    cleanup();
    await show(sessionIn('stable'), now - 3_000);
    expect(screen.queryByText(/heard from/)).toBeNull();
  });

  it('is not told where nothing was heard', async () => {
    await show(sessionIn('reconnecting'));
    expect(screen.queryByText(/heard from/)).toBeNull();
  });
});

describe('a linking code', () => {
  it('that was typed waits for WhatsApp, with the time it has', async () => {
    const { main } = await show(sessionIn('code-typed'));
    expect((await main.findByText(/Waiting for WhatsApp: 52 seconds left/)).getAttribute('role')).toBe('status');
    expect(main.queryByText(/Mistyped/)).toBeNull();
    expect(main.getByRole('heading', { name: 'The code was typed, waiting for WhatsApp' })).toBeTruthy();
    expect(main.getAllByText(/seconds? left/)).toHaveLength(1);
  });

  it('that was mistyped asks to type it again', async () => {
    const session = sessionIn('code-typed');
    if (session?.code === undefined) throw new Error('no such scene');
    const { text, issuedAt, expiresAt } = session.code;
    const { main } = await show({ ...session, code: { text, issuedAt, expiresAt, mistyped: true } });
    expect((await main.findByText(/type it again/)).getAttribute('role')).toBe('status');
    expect(main.getByRole('heading', { name: 'Waiting for the code on the phone' })).toBeTruthy();
  });

  it('that replaced another says so aloud', async () => {
    const { main } = await show(sessionIn('code-replaced'));
    expect((await main.findByText(/type this one/)).getAttribute('role')).toBe('status');
  });

  it('that was refused tells what is known and no more', async () => {
    const { main, user } = await show(sessionIn('code-finish-refused'));
    await user.click(main.getByText('WhatsApp refused the link after the code was typed', { selector: 'summary *' }));
    const panel = main.getByRole('region', { name: 'WhatsApp refused the link after the code was typed' });
    expect(panel.textContent).toContain('Code 400');
  });
});

describe('WhatsApp’s own words', () => {
  it('are marked as such, keep their direction, and the page opens on request only', async () => {
    const { fake, user, main } = await show(sessionIn('whatsapp-says'));
    const words = main.getByRole('figure', { name: 'WhatsApp’s own words' });
    expect(words.querySelector('blockquote')?.dir).toBe('auto');
    expect(within(words).getByText('Your account is under review')).toBeTruthy();
    expect(fake.calls.filter(({ channel }) => channel === 'app.openLink')).toEqual([]);
    fake.refuse('app.openLink', { code: 'link-not-opened' });
    await user.click(within(words).getByRole('button', { name: 'Open WhatsApp’s page' }));
    expect(fake.calls.at(-1)).toEqual({
      channel: 'app.openLink',
      input: { url: 'https://faq.whatsapp.com/465883178708358' },
    });
    expect(await within(words).findByText('The system couldn’t open this address.')).toBeTruthy();
  });
});
