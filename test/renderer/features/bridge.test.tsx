import { act, screen, within } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';

import type { BridgeState } from '../../../shared/bridge.ts';
import { tenantView } from '../../support/fake-console.ts';
import { renderApp, tearDown } from '../support/render-app.tsx';

afterEach(tearDown);

const on: Partial<BridgeState> = {
  settings: { enabled: true, host: '127.0.0.1', port: 3300 },
  serving: { kind: 'listening', port: 3300 },
  secret: { ending: 'f00d', inKeyring: false },
};

async function openSettings(bridge?: Partial<BridgeState>) {
  const app = await renderApp({ tenants: [tenantView('bakery')], ...(bridge === undefined ? {} : { bridge }) });
  await app.user.click(screen.getByRole('button', { name: 'Settings' }));
  const section = within(await screen.findByRole('region', { name: 'Bridge for a backend' }));
  await section.findByRole('switch');
  return { ...app, section };
}

describe('the bridge in the settings', () => {
  it('is off, says so, and is switched on', async () => {
    const { user, section } = await openSettings();
    expect(section.getByRole('status').textContent).toBe('Off. Nothing listens.');
    expect(section.queryByText('Secret')).toBeNull();
    await user.click(section.getByRole('switch'));
    expect(section.getByRole('status').textContent).toMatch(/^Listening on .*http:\/\/127\.0\.0\.1:3300/);
    expect(section.getByText('Nobody has called yet.')).toBeTruthy();
  });

  it('applies an address that can be one, and warns where others can reach it', async () => {
    const { fake, user, section } = await openSettings(on);
    const host = section.getByRole('textbox', { name: 'Address' });
    const apply = section.getByRole('button', { name: 'Apply' });
    await user.clear(host);
    await user.type(host, '10.0.0');
    expect(section.getByText('Enter an IP address of this computer.')).toBeTruthy();
    expect(apply.hasAttribute('disabled')).toBe(true);
    await user.type(host, '.7');
    await user.click(apply);
    expect(fake.calls).toContainEqual({ channel: 'bridge.configure', input: { host: '10.0.0.7', port: 3300 } });
    expect(section.getByText(/Other computers can reach this address/)).toBeTruthy();
  });

  it('says what to do where the port is taken', async () => {
    const { section } = await openSettings({ ...on, serving: { kind: 'failed', code: 'EADDRINUSE' } });
    expect(section.getByRole('status').textContent).toMatch(/Another program uses this port\. Choose another/);
  });

  it('says that the secret cannot be read, and makes a new one on a second thought', async () => {
    const failed = { kind: 'failed', code: 'secret-unreadable' } as const;
    const { user, section } = await openSettings({ ...on, secret: null, serving: failed });
    expect(section.getByRole('status').textContent).toMatch(/^The secret cannot be read: its keyring does not open/);
    await user.click(section.getByRole('button', { name: 'New secret…' }));
    await user.click(screen.getByRole('button', { name: 'Make a new secret' }));
    expect(await section.findByText('••••••••••••beef')).toBeTruthy();
    expect(section.getByRole('status').textContent).toMatch(/^Listening on/);
  });

  it('shows the end of the secret, is honest about its place, copies it and renews it on a second thought', async () => {
    const { fake, user, section } = await openSettings(on);
    expect(section.getByText('••••••••••••f00d')).toBeTruthy();
    expect(section.getByText(/no keyring: the secret lies in a file/)).toBeTruthy();
    await user.click(section.getByRole('button', { name: 'Copy the secret' }));
    expect(fake.calls).toContainEqual({ channel: 'bridge.copySecret', input: null });
    await user.click(section.getByRole('button', { name: 'New secret…' }));
    expect(fake.calls.some(({ channel }) => channel === 'bridge.renewSecret')).toBe(false);
    await user.click(screen.getByRole('button', { name: 'Make a new secret' }));
    expect(await section.findByText('••••••••••••beef')).toBeTruthy();
  });

  it('shows callers as they come, and those that were refused', async () => {
    const { fake, section } = await openSettings(on);
    const callers = [
      { address: '127.0.0.1', at: 2000, allowed: false },
      { address: '::1', at: 1000, allowed: true },
    ];
    act(() => {
      fake.publish.bridge.changed({ ...on, fixed: { address: false, secret: false }, callers } as BridgeState);
    });
    const rows = section.getAllByRole('row').slice(1);
    expect(
      rows.map(
        (row) =>
          within(row)
            .getAllByRole('cell')
            .map(({ textContent }) => textContent)[2],
      ),
    ).toEqual(['Refused: wrong secret', 'Let in']);
  });

  it('shows what the backend did not take, and why', async () => {
    const webhooks = {
      backlog: 3,
      dropped: 2,
      lastSuccessAt: 1000,
      lastError: { at: 2000, fault: { code: 'refused', status: 503 } },
    } as const;
    const { section } = await openSettings({ ...on, webhooks });
    const lines = within(section.getByRole('region', { name: 'Messages to the backend' }))
      .getAllByRole('listitem')
      .map(({ textContent }) => textContent.replace(/[\u2066\u2069]/g, ''));
    expect(lines[0]).toBe('3 wait');
    expect(lines[2]).toMatch(/^Last failure .+, the backend answered 503$/);
    expect(lines[3]).toBe('2 were given up');
  });

  it('leaves to the environment what that has decided', async () => {
    const { section } = await openSettings({ ...on, fixed: { address: true, secret: true } });
    expect(section.getByRole('switch').hasAttribute('disabled')).toBe(true);
    expect(section.queryByRole('textbox')).toBeNull();
    expect(section.queryByRole('button', { name: 'New secret…' })).toBeNull();
    expect(section.getAllByText(/Environment variables decide this/).length).toBeGreaterThan(0);
  });
});
