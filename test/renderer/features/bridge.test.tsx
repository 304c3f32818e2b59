import { act, screen, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';

import { type BridgeState, defaultBridgeSettings } from '../../../shared/bridge.ts';
import { bridgeOff } from '../../support/fake-states.ts';
import { tenantView } from '../../support/tenant-view.ts';
import { renderApp } from '../support/render-app.tsx';

const on: Partial<BridgeState> = {
  settings: { ...defaultBridgeSettings, enabled: true },
  serving: { kind: 'listening', port: 3300 },
  secret: { ending: 'f00d', inKeyring: false },
};

const enable = 'Let a backend use this console over HTTP';
const incoming = 'Also send incoming messages';

async function openSettings(bridge?: Partial<BridgeState>) {
  const app = await renderApp({ tenants: [tenantView('bakery')], ...(bridge === undefined ? {} : { bridge }) });
  await app.user.click(screen.getByRole('button', { name: 'Settings' }));
  const section = within(await screen.findByRole('region', { name: 'Bridge for a backend' }));
  await section.findByRole('switch', { name: enable });
  return { ...app, section };
}

describe('the bridge in the settings', () => {
  it('says that keys cannot be read and what to do, and not that there are none', async () => {
    const keysFault = { kind: 'set-aside', file: '/data/bridge-keys.json.damaged-1' } as const;
    const { section } = await openSettings({ ...on, keysFault });
    const keys = within(section.getByRole('region', { name: 'Keys' }));
    expect(keys.getByRole('alert').textContent).toMatch(/was damaged.*Make new keys.*bridge-keys\.json\.damaged-1/u);
    expect(keys.queryByText('No keys yet.')).toBeNull();
  });

  it('is off, says so, and is switched on', async () => {
    const { user, section } = await openSettings();
    expect(section.getByRole('status').textContent).toBe('Off.');
    expect(section.queryByText('Secret')).toBeNull();
    await user.click(section.getByRole('switch', { name: enable }));
    expect(section.getByRole('status').textContent).toMatch(/^Listening on .*http:\/\/127\.0\.0\.1:3300/);
    expect(section.getByText('No calls yet.')).toBeTruthy();
  });

  it('applies an address that can be one, and warns where others can reach it', async () => {
    const { fake, user, section } = await openSettings(on);
    const host = section.getByRole('textbox', { name: 'Address' });
    const [apply] = section.getAllByRole('button', { name: 'Apply' });
    if (apply === undefined) throw new Error('nothing to apply with');
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
    expect(section.getByRole('status').textContent).toMatch(/^The secret can’t be read: the keyring doesn’t open/);
    await user.click(section.getByRole('button', { name: 'New secret…' }));
    await user.click(screen.getByRole('button', { name: 'Make a new secret' }));
    expect(await section.findByText('••••••••••••beef')).toBeTruthy();
    expect(section.getByRole('status').textContent).toMatch(/^Listening on/);
  });

  it('shows the end of the secret, is honest about its place, copies it and renews it on a second thought', async () => {
    const { fake, user, section } = await openSettings(on);
    expect(section.getByText('••••••••••••f00d')).toBeTruthy();
    expect(section.getByText(/no keyring, so the secret is stored in a file/)).toBeTruthy();
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
      fake.publish.bridge.changed({ ...bridgeOff, ...on, callers });
    });
    const rows = section.getAllByRole('row').slice(1);
    expect(
      rows.map(
        (row) =>
          within(row)
            .getAllByRole('cell')
            .map(({ textContent }) => textContent)[2],
      ),
    ).toEqual(['Refused: wrong secret', 'Allowed']);
  });

  it('shows what the backend did not take, and why', async () => {
    const webhooks = {
      backlog: 3,
      dropped: 2,
      lastSuccessAt: 1000,
      lastError: { at: 2000, fault: { code: 'refused', status: 503 } },
    } as const;
    const { section } = await openSettings({ ...on, webhooks });
    const lines = within(section.getByRole('region', { name: 'Updates to the backend (webhooks)' }))
      .getAllByRole('listitem')
      .map(({ textContent }) => textContent.replace(/[\u2066\u2069]/g, ''));
    expect(lines[0]).toBe('3 waiting');
    expect(lines[2]).toMatch(/^Last failure .+, the backend answered 503\. Check that this is its address/);
    expect(lines[3]).toBe('2 dropped');
  });

  it('applies a backend’s address that can be one, by the keyboard alone, and takes it back', async () => {
    const { fake, user, section } = await openSettings();
    const field = section.getByRole('textbox', { name: 'Address of the backend' });
    await user.type(field, 'backend:8000{Enter}');
    expect(section.getByText(/^Enter a full address, such as .*https:\/\/example\.com/)).toBeTruthy();
    expect(fake.calls.some(({ channel }) => channel === 'bridge.configure')).toBe(false);
    await user.clear(field);
    await user.type(field, 'https://backend.example{Enter}');
    const given = { channel: 'bridge.configure', input: { backendUrl: 'https://backend.example' } };
    expect(fake.calls).toContainEqual(given);
    expect(section.queryByText(/isn’t encrypted/)).toBeNull();
    await user.clear(field);
    await user.type(field, '{Enter}');
    expect(fake.calls.at(-1)).toEqual({ channel: 'bridge.configure', input: { backendUrl: null } });
  });

  it('warns where others can read what the backend is told', async () => {
    const { user, section } = await openSettings(on);
    const field = section.getByRole('textbox', { name: 'Address of the backend' });
    await user.type(field, 'http://127.0.0.1:8000{Enter}');
    expect(section.queryByText(/isn’t encrypted/)).toBeNull();
    await user.clear(field);
    await user.type(field, 'http://10.0.0.9:8000{Enter}');
    expect(section.getByText(/others on the network can read the secret/)).toBeTruthy();
  });

  it('says why an address could not be applied, and keeps what was typed', async () => {
    const { fake, user, section } = await openSettings(on);
    fake.refuse('bridge.configure', { code: 'internal-error' });
    const field = section.getByRole<HTMLInputElement>('textbox', { name: 'Address of the backend' });
    await user.type(field, 'https://backend.example{Enter}');
    expect(await section.findByRole('alert')).toBeTruthy();
    expect(field.value).toBe('https://backend.example');
  });

  it('sends the messages that come in once it is asked to', async () => {
    const { fake, user, section } = await openSettings(on);
    await user.click(section.getByRole('switch', { name: incoming }));
    expect(fake.calls.at(-1)).toEqual({ channel: 'bridge.configure', input: { incomingMessages: true } });
    expect(section.getByRole<HTMLInputElement>('switch', { name: incoming }).checked).toBe(true);
  });

  it('tells of a lost link after the time that is chosen', async () => {
    const { fake, user, section } = await openSettings(on);
    const button = section.getByRole('button', { name: /Report a lost link/ });
    expect(button.textContent).toContain('after 15 seconds');
    await user.click(button);
    await user.click(await screen.findByRole('option', { name: 'after 1 minute' }));
    expect(fake.calls.at(-1)).toEqual({ channel: 'bridge.configure', input: { flapMs: 60_000 } });
    expect(section.getByText(/reconnects within this time/)).toBeTruthy();
  });

  it('makes a key, shows it once, copies it, and revokes it on a second thought', async () => {
    const { fake, user, section } = await openSettings(on);
    const keys = within(section.getByRole('region', { name: 'Keys' }));
    expect(keys.getByText('No keys yet.')).toBeTruthy();
    await user.click(keys.getByRole('button', { name: 'New key…' }));
    const dialog = within(screen.getByRole('dialog'));
    await user.click(dialog.getByRole('switch', { name: 'Read' }));
    await user.click(dialog.getByRole('button', { name: 'Create the key' }));
    expect(dialog.getByText('Enter a name.')).toBeTruthy();
    expect(dialog.getByText('Choose at least one.')).toBeTruthy();
    await user.type(dialog.getByRole('textbox', { name: 'Name of the key' }), 'Monitor');
    await user.click(dialog.getByRole('switch', { name: 'Link' }));
    await user.type(dialog.getByRole('textbox', { name: 'Only these tenants' }), 'bakery, b!');
    expect(dialog.getByText(/b!.* isn’t a tenant’s id\./)).toBeTruthy();
    await user.type(dialog.getByRole('textbox', { name: 'Only these tenants' }), '{Backspace}{Enter}');
    expect(fake.calls.at(-1)).toEqual({
      channel: 'bridge.addKey',
      input: { name: 'Monitor', scopes: ['link'], tenants: ['bakery', 'b'], expiresAt: null },
    });
    const text = `pck_${'k'.repeat(43)}`;
    expect(await screen.findByText(text)).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Copy the key' }));
    expect(fake.calls.at(-1)).toEqual({ channel: 'app.copyText', input: { text } });
    await user.click(screen.getByRole('button', { name: 'Done' }));
    expect(screen.queryByText(text)).toBeNull();
    expect(keys.getByRole('listitem').textContent).toMatch(/^MonitorLink · 2 tenants · never used/);
    await user.click(keys.getByRole('button', { name: /^Revoke the key .Monitor.$/ }));
    expect(fake.calls.some(({ channel }) => channel === 'bridge.revokeKey')).toBe(false);
    await user.click(screen.getByRole('button', { name: 'Revoke the key' }));
    expect(await keys.findByText('No keys yet.')).toBeTruthy();
  });

  it('says why a key was not made, until when one holds, and when and from where it was used', async () => {
    const used = { lastUsed: { at: Date.now() - 60_000, address: '10.0.0.7' } };
    const key = { name: 'Monitor', scopes: ['read' as const], tenants: null, createdAt: 1, expiresAt: 2 };
    const { user, section } = await openSettings({ ...on, keys: [{ ...key, id: '1'.repeat(16), ...used }] });
    const keys = within(section.getByRole('region', { name: 'Keys' }));
    expect(keys.getByRole('listitem').textContent).toMatch(
      /Read · All tenants · expired · last used .* from .*10\.0\.0\.7/,
    );
    await user.click(keys.getByRole('button', { name: 'New key…' }));
    const name = screen.getByRole('textbox', { name: 'Name of the key' });
    await user.type(name, 'Monitor{Enter}');
    expect(await screen.findByText('Another key has this name.')).toBeTruthy();
  });

  it('leaves to the environment what that has decided', async () => {
    const settings = { ...defaultBridgeSettings, enabled: true, backendUrl: 'https://given.example' };
    const fixed = {
      address: true,
      secret: true,
      backendUrl: true,
      incomingMessages: true,
      flapMs: true,
      signing: true,
    };
    const { section } = await openSettings({ ...on, settings, fixed });
    for (const name of [enable, incoming]) {
      expect(section.getByRole('switch', { name }).hasAttribute('disabled')).toBe(true);
    }
    expect(section.getByText(/Updates go to .*https:\/\/given\.example/)).toBeTruthy();
    expect(section.getByText(/A lost link is reported after 15 seconds\./)).toBeTruthy();
    expect(section.queryByRole('textbox')).toBeNull();
    expect(section.queryByRole('button', { name: 'New secret…' })).toBeNull();
    expect(section.getAllByText(/Set by environment variables/).length).toBeGreaterThan(0);
  });
});
