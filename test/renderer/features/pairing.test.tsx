import { act, screen, within } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';

import type { SessionSnapshot } from '../../../shared/session.ts';
import { tenantView } from '../../support/tenant-view.ts';
import { renderApp } from '../support/render-app.tsx';

const start = new Date(2026, 10, 22, 12, 0, 0).getTime();
const qr = { text: 'one,two,three,four', issuedAt: start, expiresAt: start + 20_000 };
const saved = { 'account-verified': start, 'credentials-saved': start + 1000 };
const loggedIn = {
  ...saved,
  'new-socket': start + 2000,
  'login-accepted': start + 3000,
  'keys-at-server': start + 3000,
};
const awaitingScan = { phase: 'awaiting-scan', since: start, qr, evidence: {} } as const;
const stable = { phase: 'connected', since: start, evidence: { ...loggedIn, stable: start + 33_000 } } as const;

const bakery = (session: SessionSnapshot) => tenantView('bakery', { name: 'Bakery', session });
const pageOf = () => within(screen.getByRole('main'));

describe('how long it has been so', () => {
  it('is said from a minute on, and stays true', async () => {
    vi.useFakeTimers({ now: start, shouldAdvanceTime: false });
    await renderApp({ tenants: [bakery({ phase: 'stopped', since: start, evidence: {} })] });
    expect(pageOf().getByText('Since 12:00:00')).toBeTruthy();
    await act(() => vi.advanceTimersByTimeAsync(59_999));
    expect(pageOf().getByText('Since 12:00:00')).toBeTruthy();
    await act(() => vi.advanceTimersByTimeAsync(1));
    expect(pageOf().getByText('Since 12:00:00, 1 minute ago')).toBeTruthy();
    await act(() => vi.advanceTimersByTimeAsync(2 * 60_000));
    expect(pageOf().getByText('Since 12:00:00, 3 minutes ago')).toBeTruthy();
    await act(() => vi.advanceTimersByTimeAsync(3 * 3_600_000));
    expect(pageOf().getByText('Since 12:00:00, 3 hours ago')).toBeTruthy();
  });
});

describe('the live QR', () => {
  it('counts down and is dead the moment its time is up', async () => {
    vi.useFakeTimers({ now: start, shouldAdvanceTime: false });
    await renderApp({ tenants: [bakery(awaitingScan)] });
    expect(screen.getByRole('timer').textContent).toBe('20 seconds left');
    await act(() => vi.advanceTimersByTimeAsync(1000));
    expect(screen.getByRole('timer').textContent).toBe('19 seconds left');
    await act(() => vi.advanceTimersByTimeAsync(18_999));
    expect(screen.getByRole('img', { name: 'QR code to link a phone' })).toBeTruthy();
    await act(() => vi.advanceTimersByTimeAsync(1));
    expect(screen.getByRole('img', { name: 'This code has expired' })).toBeTruthy();
    expect(screen.queryByRole('img', { name: 'QR code to link a phone' })).toBeNull();
  });

  it('comes back to life with the next code', async () => {
    vi.useFakeTimers({ now: start + 21_000 });
    const { fake } = await renderApp({ tenants: [bakery(awaitingScan)] });
    const dead = screen.getByRole('img', { name: 'This code has expired' }).innerHTML;
    const next = { text: 'five,six,seven,eight', issuedAt: start + 21_000, expiresAt: start + 41_000 };
    act(() => {
      fake.change({ tenants: [bakery({ ...awaitingScan, qr: next })] });
    });
    expect(screen.getByRole('img', { name: 'QR code to link a phone' }).innerHTML).not.toBe(dead);
  });

  it('stays in its place, dead, until the next round has its first code', async () => {
    vi.useFakeTimers({ now: start + 5000 });
    const { fake } = await renderApp({ tenants: [bakery(awaitingScan)] });
    const code = screen.getByRole('img', { name: 'QR code to link a phone' }).firstElementChild?.getAttribute('d');
    for (const phase of ['stopping', 'connecting'] as const) {
      act(() => {
        fake.change({ tenants: [bakery({ phase, since: start + 5000, evidence: {} })] });
      });
      const dead = screen.getByRole('img', { name: 'This code has expired' });
      expect(dead.firstElementChild?.getAttribute('d')).toBe(code);
    }
    act(() => {
      fake.change({ tenants: [bakery({ phase: 'idle', since: start + 6000, evidence: {} })] });
    });
    expect(screen.queryByRole('img')).toBeNull();
    act(() => {
      fake.change({ tenants: [bakery({ phase: 'connecting', since: start + 7000, evidence: {} })] });
    });
    expect(screen.queryByRole('img')).toBeNull();
  });

  it('goes with the phase that showed it', async () => {
    const { fake } = await renderApp({ tenants: [bakery(awaitingScan)] });
    act(() => {
      fake.change({ tenants: [bakery({ phase: 'pairing', since: start, evidence: {} })] });
    });
    expect(screen.queryByRole('timer')).toBeNull();
  });
});

describe('the code for a phone at a distance', () => {
  it('fills the screen, and shows there what came of the scan', async () => {
    const { fake, user } = await renderApp({
      tenants: [bakery({ ...awaitingScan, qr: { ...qr, expiresAt: Date.now() + 60_000 } })],
    });
    await user.click(screen.getByRole('button', { name: 'Full screen' }));
    const large = within(await screen.findByRole('dialog', { name: 'Bakery' }));
    expect(large.getByRole('img', { name: 'QR code to link a phone' })).toBeTruthy();
    expect(fake.calls).toContainEqual({ channel: 'app.setFullScreen', input: { on: true } });
    act(() => {
      fake.change({ tenants: [bakery(stable)] });
    });
    expect(large.queryByRole('img')).toBeNull();
    expect(large.getByText('Connected')).toBeTruthy();
    await user.keyboard('{Escape}');
    expect(screen.queryByRole('dialog')).toBeNull();
    expect(fake.calls.at(-1)).toEqual({ channel: 'app.setFullScreen', input: { on: false } });
  });

  it('asks for another scan where WhatsApp has replaced the code, here and there', async () => {
    const fresh = { ...qr, expiresAt: Date.now() + 60_000 };
    const { fake, user } = await renderApp({ tenants: [bakery({ ...awaitingScan, qr: fresh })] });
    expect(screen.queryByText('Scan once more.')).toBeNull();
    act(() => {
      fake.change({
        tenants: [bakery({ ...awaitingScan, qr: { ...fresh, text: 'one,two,three,new', rescan: true } })],
      });
    });
    expect(screen.getByText('Scan once more.').closest('[role=status]')).toBeTruthy();
    expect(screen.queryByRole('alert')).toBeNull();
    await user.click(screen.getByRole('button', { name: 'Full screen' }));
    expect(within(await screen.findByRole('dialog')).getByText('Scan once more.')).toBeTruthy();
  });

  it('says there, too, that a scan failed, and tells a screen reader, which hears nothing behind a dialog', async () => {
    const live = { ...awaitingScan, qr: { ...qr, expiresAt: Date.now() + 60_000 } };
    const { fake, user, container } = await renderApp({ tenants: [bakery(live)], info: { practice: true } });
    await user.click(screen.getByRole('button', { name: 'Full screen' }));
    const large = within(await screen.findByRole('dialog', { name: 'Bakery' }));
    expect(large.getByText('Practice')).toBeTruthy();
    const failure = { at: start, cause: 'rejected-after-scan', credentials: 'none', retry: 'fresh-qr' } as const;
    act(() => {
      fake.change({ tenants: [bakery({ phase: 'connecting', since: start, evidence: {}, failure })] });
    });
    expect(large.getByRole('img', { name: 'This code has expired' })).toBeTruthy();
    expect(large.getByRole('region', { name: 'The link was undone right after the scan' })).toBeTruthy();
    const announcer = container.querySelector('main > [aria-live="polite"]:last-of-type');
    expect(announcer?.textContent).toContain('Connecting to WhatsApp');
    expect(announcer?.closest('[inert], [aria-hidden="true"]')).toBeNull();
  });

  it('comes with what to tap on either phone, and stays with the one that was chosen', async () => {
    const clinic = tenantView('clinic', { name: 'Clinic', session: awaitingScan });
    const { user } = await renderApp({ tenants: [bakery(awaitingScan), clinic] });
    expect(screen.getByText(/three dots/)).toBeTruthy();
    await user.click(screen.getByRole('radio', { name: 'iPhone' }));
    expect(screen.queryByText(/three dots/)).toBeNull();
    await user.click(screen.getByRole('option', { name: /Clinic/ }));
    expect(screen.getByText(/tap Settings/)).toBeTruthy();
  });
});

describe('after a link', () => {
  it('leads on to the next tenant that has none', async () => {
    const clinic = tenantView('clinic', { name: 'Clinic', session: stable });
    const dairy = tenantView('dairy', { name: 'Dairy' });
    const { fake, user } = await renderApp({ tenants: [bakery(stable), clinic, dairy] });
    await user.click(screen.getByRole('button', { name: /Next: .*Dairy/ }));
    expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('Dairy');
    act(() => {
      fake.change({ tenants: [{ ...dairy, session: stable }] });
    });
    expect(screen.queryByRole('button', { name: /Next:/ })).toBeNull();
  });
});

describe('the ladder of proof', () => {
  it('shows what is done, what is under way and what is not', async () => {
    // A time of another day is shown with its date instead of its seconds.
    vi.useFakeTimers({ now: start, shouldAdvanceTime: false });
    await renderApp({ tenants: [bakery({ phase: 'verifying', since: start, evidence: saved })] });
    const steps = within(screen.getByRole('region', { name: 'Proof of the link' })).getAllByRole('listitem');
    expect(steps.map((step) => step.textContent)).toEqual([
      expect.stringMatching(/^Phone confirmed.*:00/),
      expect.stringMatching(/^Saved on disk.*:01/),
      expect.stringMatching(/^New connection.*In progress$/),
      expect.stringMatching(/^Login accepted.*Not yet$/),
      expect.stringMatching(/^Keys at WhatsApp.*Not yet$/),
      expect.stringMatching(/^Held.*Not yet$/),
    ]);
    expect(steps.map((step) => step.getAttribute('aria-current'))).toEqual([null, null, 'step', null, null, null]);
  });

  it('waits for the phone under a QR, and for nothing before it and once stopped', async () => {
    const { fake } = await renderApp({ tenants: [bakery({ phase: 'connecting', since: start, evidence: {} })] });
    expect(pageOf().getAllByText('Not yet')).toHaveLength(6);
    act(() => {
      fake.change({ tenants: [bakery(awaitingScan)] });
    });
    expect(pageOf().getByText('Waiting')).toBeTruthy();
    act(() => {
      fake.change({ tenants: [bakery({ phase: 'stopped', since: start, evidence: {} })] });
    });
    // Of nothing there are no steps.
    expect(screen.queryByRole('region', { name: 'Proof of the link' })).toBeNull();
  });
});

describe('what is said of a connection', () => {
  it('does not say connected before a login is accepted', async () => {
    await renderApp({ tenants: [bakery({ phase: 'connected', since: start, evidence: saved })] });
    expect(screen.queryByText(/^Connected/)).toBeNull();
    expect(screen.queryByText('Test message')).toBeNull();
  });

  it('says on probation until it has held, with the time to go', async () => {
    vi.useFakeTimers({ now: start + 13_000 });
    const probation = {
      phase: 'connected',
      since: start,
      evidence: loggedIn,
      probationEndsAt: start + 33_000,
    } as const;
    const { fake } = await renderApp({ tenants: [bakery(probation)] });
    expect(pageOf().getByRole('heading', { name: 'Connected, on probation' })).toBeTruthy();
    const bar = screen.getByRole('progressbar', { name: 'Probation' });
    expect(bar.getAttribute('aria-valuetext')).toBe('20 seconds to go');
    act(() => {
      fake.change({ tenants: [bakery(stable)] });
    });
    expect(pageOf().getByRole('heading', { name: 'Connected' })).toBeTruthy();
    expect(screen.queryByRole('progressbar')).toBeNull();
  });

  it('shows who is linked, the number left to right', async () => {
    await renderApp({ tenants: [bakery({ ...stable, account: { maskedNumber: '972•••41', name: 'רונית' } })] });
    expect(screen.getByText('972•••41').getAttribute('dir')).toBe('ltr');
    expect(screen.getByText('רונית')).toBeTruthy();
  });

  it('says when the next attempt is due', async () => {
    vi.useFakeTimers({ now: start });
    const retry = { attempt: 2, at: start + 4000 };
    await renderApp({ tenants: [bakery({ phase: 'reconnecting', since: start, evidence: saved, retry })] });
    expect(screen.getByText('Attempt 2, in 4 seconds')).toBeTruthy();
    await act(() => vi.advanceTimersByTimeAsync(4000));
    expect(screen.getByText('Attempt 2, now')).toBeTruthy();
  });

  it('announces a change once, and not what was there before', async () => {
    const { fake, container, user } = await renderApp({
      tenants: [bakery(awaitingScan), tenantView('clinic', { name: 'Clinic' })],
    });
    const announcer = container.querySelector('main > [aria-live="polite"]:last-of-type');
    expect(announcer?.textContent).toBe('');
    act(() => {
      fake.change({ tenants: [bakery({ phase: 'pairing', since: start, evidence: {} })] });
    });
    expect(announcer?.textContent).toContain('The phone has confirmed, saving the link');
    act(() => {
      fake.change({ tenants: [tenantView('clinic', { name: 'Clinic', session: stable })] });
    });
    expect(announcer?.textContent).toContain('Bakery');
    await user.click(screen.getByRole('option', { name: /Clinic/ }));
    expect(announcer?.textContent).toBe('');
  });
});

describe('the commands of a session', () => {
  it('starts, and says why it could not', async () => {
    const { fake, user } = await renderApp({ tenants: [bakery({ phase: 'idle', since: start, evidence: {} })] });
    fake.refuse('session.start', { code: 'storage-denied', place: '/data/whatsapp' });
    await user.click(screen.getByRole('button', { name: 'Show a QR code' }));
    expect((await screen.findByRole('alert')).textContent).toContain('/data/whatsapp');
    fake.refuse('session.start', undefined);
    await user.click(screen.getByRole('button', { name: 'Show a QR code' }));
    expect(await pageOf().findByText('Connecting to WhatsApp')).toBeTruthy();
  });

  it('keeps the keyboard’s place when the pressed button goes', async () => {
    const { user } = await renderApp({ tenants: [bakery({ phase: 'idle', since: start, evidence: {} })] });
    await user.click(screen.getByRole('button', { name: 'Show a QR code' }));
    await user.tab();
    expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Stop' }));
  });

  it('says what relinking deletes, and does nothing when that is declined', async () => {
    const { fake, user } = await renderApp({ tenants: [bakery(stable)] });
    await user.click(screen.getByRole('button', { name: 'Link again…' }));
    const question = within(await screen.findByRole('alertdialog'));
    expect(question.getByText(/set aside for 7 days/)).toBeTruthy();
    expect(question.getByText(/existing link stops working/)).toBeTruthy();
    await user.click(question.getByRole('button', { name: 'Cancel' }));
    expect(screen.queryByRole('alertdialog')).toBeNull();
    expect(fake.calls.map(({ channel }) => channel)).not.toContain('session.relink');
  });

  it('relinks on the operator’s word', async () => {
    const { fake, user } = await renderApp({ tenants: [bakery(stable)] });
    await user.click(screen.getByRole('button', { name: 'Link again…' }));
    await user.click(await screen.findByRole('button', { name: 'Set aside and show a QR code' }));
    expect(fake.calls).toContainEqual({ channel: 'session.relink', input: { tenantId: 'bakery' } });
    expect(screen.queryByRole('alertdialog')).toBeNull();
  });

  it('keeps the question open to say why disconnecting failed', async () => {
    const { fake, user } = await renderApp({ tenants: [bakery(stable)] });
    fake.refuse('session.disconnect', { code: 'shutting-down' });
    await user.click(screen.getByRole('button', { name: 'Disconnect…' }));
    const question = within(await screen.findByRole('alertdialog'));
    await user.click(question.getByRole('button', { name: 'Disconnect' }));
    expect((await question.findByRole('alert')).textContent).toBe('The console is shutting down.');
  });

  it('says, until a new start, that WhatsApp did not confirm the logout', async () => {
    const { user } = await renderApp({ tenants: [bakery(stable)], logoutConfirmed: false });
    await user.click(screen.getByRole('button', { name: 'Disconnect…' }));
    await user.click(await screen.findByRole('button', { name: 'Disconnect' }));
    const warning = await screen.findByRole('alert');
    expect(warning.textContent).toMatch(/WhatsApp didn’t confirm it\. The phone may still list this device/);
    expect(screen.queryByRole('alertdialog')).toBeNull();
    await user.click(screen.getByRole('button', { name: 'Settings' }));
    await screen.findByRole('heading', { level: 1, name: 'Settings' });
    await user.click(screen.getByRole('option', { name: /Bakery/ }));
    expect((await screen.findByRole('alert')).textContent).toBe(warning.textContent);
    await user.click(screen.getByRole('button', { name: 'Show a QR code' }));
    await user.click(screen.getByRole('button', { name: 'Stop' }));
    expect(await screen.findByRole('button', { name: 'Show a QR code' })).toBeTruthy();
    expect(screen.queryByRole('alert')).toBeNull();
  });

  it('has nothing to add to a logout that WhatsApp has confirmed', async () => {
    const { user } = await renderApp({ tenants: [bakery(stable)] });
    await user.click(screen.getByRole('button', { name: 'Disconnect…' }));
    await user.click(await screen.findByRole('button', { name: 'Disconnect' }));
    expect(await screen.findByRole('button', { name: 'Show a QR code' })).toBeTruthy();
    expect(screen.queryByRole('alert')).toBeNull();
  });

  it('stops a waiting QR without a question', async () => {
    const { fake, user } = await renderApp({ tenants: [bakery(awaitingScan)] });
    await user.click(screen.getByRole('button', { name: 'Stop' }));
    expect(fake.calls).toContainEqual({ channel: 'session.disconnect', input: { tenantId: 'bakery' } });
  });

  it('does not start before WhatsApp’s own clock allows it', async () => {
    vi.useFakeTimers({ now: start });
    const failure = {
      at: start,
      cause: 'too-many-attempts',
      credentials: 'kept',
      retry: 'operator',
      blockedUntil: start + 60_000,
    } as const;
    await renderApp({ tenants: [bakery({ phase: 'stopped', since: start, evidence: {}, failure })] });
    const button = screen.getByRole('button', { name: 'Try again' });
    expect(button.hasAttribute('disabled')).toBe(true);
    await act(() => vi.advanceTimersByTimeAsync(60_000));
    expect(button.hasAttribute('disabled')).toBe(false);
  });

  it('does not start during a pause of attempts, which ends without news', async () => {
    vi.useFakeTimers({ now: start });
    const waiting = bakery({ phase: 'idle', since: start, evidence: {} });
    await renderApp({ tenants: [{ ...waiting, attemptsPause: { scope: 'number', until: start + 60_000 } }] });
    const button = screen.getByRole('button', { name: 'Show a QR code' });
    expect(button.hasAttribute('disabled')).toBe(true);
    await act(() => vi.advanceTimersByTimeAsync(60_000));
    expect(button.hasAttribute('disabled')).toBe(false);
  });
});

describe('the test message', () => {
  it('is sent to oneself and says how long it took', async () => {
    const { fake, user } = await renderApp({ tenants: [bakery(stable)] });
    const release = fake.hold('session.sendTestMessage');
    const text = screen.getByRole('textbox', { name: 'Text' });
    await user.clear(text);
    await user.type(text, 'Hello');
    await user.click(screen.getByRole('button', { name: 'Send' }));
    expect(screen.getByRole('button', { name: /Sending/ })).toBeTruthy();
    release();
    expect(await screen.findByText('WhatsApp acknowledged it after 0.42 s.')).toBeTruthy();
    expect(fake.calls).toContainEqual({
      channel: 'session.sendTestMessage',
      input: { tenantId: 'bakery', text: 'Hello' },
    });
  });

  it('says why it was not sent', async () => {
    const { fake, user } = await renderApp({ tenants: [bakery(stable)] });
    fake.refuse('session.sendTestMessage', { code: 'send-timeout' });
    await user.click(screen.getByRole('button', { name: 'Send' }));
    expect((await screen.findByRole('alert')).textContent).toContain('didn’t acknowledge');
  });
});
