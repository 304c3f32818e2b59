import { act, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';

import { defaultNetworkSettings } from '../../../shared/default-network.ts';
import type { NetworkState } from '../../../shared/network.ts';
import { tenantView } from '../../support/tenant-view.ts';
import { renderApp } from '../support/render-app.tsx';

const asking = { proxy: 'http://office.example:3128', refused: false };

async function openSettings(network?: Partial<NetworkState>) {
  const app = await renderApp({ tenants: [tenantView('bakery')], ...(network === undefined ? {} : { network }) });
  await app.user.click(screen.getByRole('button', { name: 'Settings' }));
  const section = within(await screen.findByRole('region', { name: 'Network' }));
  await section.findByRole('radiogroup', { name: 'How this computer gets out' });
  return { ...app, section };
}

describe('the network in the settings', () => {
  it('takes a proxy once its address can be one', async () => {
    const { fake, user, section } = await openSettings();
    await user.click(section.getByRole('radio', { name: 'Through a proxy' }));
    const address = await section.findByRole('textbox', { name: 'Proxy address' });
    const apply = section.getByRole('button', { name: 'Apply' });
    expect(section.getByText(/until there is one, the system’s settings are followed/)).toBeTruthy();
    await user.type(address, 'ftp://office');
    expect(section.getByText(/Enter an address such as/)).toBeTruthy();
    expect(apply.hasAttribute('disabled')).toBe(true);
    await user.clear(address);
    await user.type(address, 'http://office.example:3128');
    await user.click(apply);
    expect(fake.calls).toContainEqual({
      channel: 'network.configure',
      input: { proxy: 'http://office.example:3128' },
    });
    expect(await section.findByText(/Everything goes through this proxy/)).toBeTruthy();
  });

  it('sends single matters direct, and trusts what the computer trusts', async () => {
    const { fake, user, section } = await openSettings();
    await user.click(section.getByRole('switch', { name: 'Webhooks to the backend' }));
    await user.click(section.getByRole('switch', { name: 'Trust the certificates this computer trusts' }));
    expect(fake.calls).toContainEqual({ channel: 'network.configure', input: { direct: ['webhooks'] } });
    expect(fake.calls).toContainEqual({ channel: 'network.configure', input: { trustSystem: true } });
    expect(section.getByText(/WhatsApp is verified again inside the connection/)).toBeTruthy();
  });

  it('says what an administrator has decided, and what the last connection did', async () => {
    const { section } = await openSettings({
      settings: { ...defaultNetworkSettings, trustSystem: true },
      fixed: { direct: true, trust: 'policy' },
      lastDial: { at: 1_000, use: 'link', through: 'http://•••@office.example:3128', failed: 'PROXY_SIGN_IN' },
    });
    const trust = section.getByRole('switch', { name: 'Trust the certificates this computer trusts' });
    expect([trust.hasAttribute('disabled'), (trust as HTMLInputElement).checked]).toEqual([true, true]);
    expect(section.getByText('Managed by your organisation.')).toBeTruthy();
    expect(section.getByText(/Links to WhatsApp.*through.*office\.example:3128.*failed.*PROXY_SIGN_IN/)).toBeTruthy();
  });
});

describe('a proxy that wants a login', () => {
  it('is asked for on whatever page, once, and what is typed is not shown', async () => {
    const { fake, user } = await renderApp({ tenants: [tenantView('bakery')], network: { signIn: asking } });
    const dialog = within(await screen.findByRole('dialog', { name: 'The proxy wants you to sign in' }));
    await user.type(dialog.getByLabelText('User name'), 'front desk');
    const password = dialog.getByLabelText('Password');
    expect(password.getAttribute('type')).toBe('password');
    await user.type(password, 'pass:w@rd');
    await user.click(dialog.getByRole('button', { name: 'Sign in' }));
    expect(fake.calls).toContainEqual({
      channel: 'network.signIn',
      input: { username: 'front desk', password: 'pass:w@rd' },
    });
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  });

  it('stays away once it was closed, and asks again when the login is refused', async () => {
    const state: NetworkState = {
      settings: defaultNetworkSettings,
      fixed: { direct: false, trust: null },
      offline: false,
      lastDial: null,
      signIn: asking,
    };
    const { fake, user } = await renderApp({ tenants: [tenantView('bakery')], network: state });
    await screen.findByRole('dialog');
    await user.keyboard('{Escape}');
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    act(() => fake.publish.network.changed(state));
    expect(screen.queryByRole('dialog')).toBeNull();
    act(() => fake.publish.network.changed({ ...state, signIn: { ...asking, refused: true } }));
    expect(within(await screen.findByRole('dialog')).getByText(/didn’t accept/)).toBeTruthy();
  });

  it('says so where there is no keyring', async () => {
    const { fake, user } = await renderApp({ tenants: [tenantView('bakery')], network: { signIn: asking } });
    fake.refuse('network.signIn', { code: 'proxy-password-not-kept' });
    const dialog = within(await screen.findByRole('dialog'));
    await user.type(dialog.getByLabelText('User name'), 'u');
    await user.type(dialog.getByLabelText('Password'), 'p');
    await user.click(dialog.getByRole('button', { name: 'Sign in' }));
    expect((await dialog.findByRole('alert')).textContent).toMatch(/no keyring/);
  });
});

describe('a computer without a network', () => {
  const failure = { at: 1, cause: 'network-unreachable', credentials: 'kept', retry: 'reconnect' } as const;
  const bakery = tenantView('bakery', {
    session: { phase: 'reconnecting', since: 1, evidence: {}, failure, retry: { attempt: 3, at: 2 } },
  });
  const state = (offline: boolean): NetworkState => ({
    settings: defaultNetworkSettings,
    fixed: { direct: false, trust: null },
    offline,
    lastDial: null,
    signIn: null,
  });

  it('says so once, and not as a failure of a tenant', async () => {
    const { fake } = await renderApp({ tenants: [bakery], network: state(true) });
    const words = 'This computer has no network. Links come back by themselves as soon as it has one.';
    expect((await screen.findAllByText(words)).length).toBeGreaterThan(0);
    expect(screen.queryByText('No network')).toBeNull();
    act(() => fake.publish.network.changed(state(false)));
    expect(await screen.findByText('No network')).toBeTruthy();
    expect(screen.queryByText(words)).toBeNull();
  });
});

describe('the proxy of a tenant', () => {
  async function openDialog(view: Parameters<typeof tenantView>[1] = {}) {
    const app = await renderApp({ tenants: [tenantView('bakery', view)] });
    await app.user.click(screen.getByRole('option', { name: /bakery/ }));
    await app.user.click(await screen.findByRole('button', { name: 'Proxy' }));
    const title = 'Which proxy should this tenant use?';
    return { ...app, dialog: within(await screen.findByRole('dialog', { name: title })) };
  }

  it('is sent with its login and shown without', async () => {
    const { fake, user, dialog } = await openDialog();
    expect(dialog.getByText('Links of this tenant go the way of this computer.')).toBeTruthy();
    await user.click(dialog.getByRole('button', { name: 'Save' }));
    expect(dialog.getByText(/Enter an address such as/)).toBeTruthy();
    await user.type(dialog.getByLabelText('Proxy address'), 'socks5://office.example:1080');
    await user.type(dialog.getByLabelText('User name'), 'front desk');
    await user.type(dialog.getByLabelText('Password'), 'pass:w@rd');
    await user.click(dialog.getByRole('button', { name: 'Save' }));
    const proxy = 'socks5://front%20desk:pass%3Aw%40rd@office.example:1080';
    expect(fake.calls).toContainEqual({ channel: 'tenants.useProxy', input: { tenantId: 'bakery', proxy } });
    expect(await screen.findByText(/•••@office\.example:1080/)).toBeTruthy();
    expect(document.body.textContent).not.toContain('front');
  });

  it('is sent with a login that was pasted with its address', async () => {
    const { fake, user, dialog } = await openDialog();
    const proxy = 'http://desk:pass%3Aword@office.example:3128';
    await user.click(dialog.getByLabelText('Proxy address'));
    await user.paste(proxy);
    await user.click(dialog.getByRole('button', { name: 'Save' }));
    expect(fake.calls).toContainEqual({ channel: 'tenants.useProxy', input: { tenantId: 'bakery', proxy } });
  });

  it('that is not known any more is said, and can be taken away', async () => {
    const { fake, user, dialog } = await openDialog({ proxyLost: true });
    expect(dialog.getByText(/record was damaged/)).toBeTruthy();
    await user.click(dialog.getByRole('button', { name: 'Use this computer’s way' }));
    expect(fake.calls).toContainEqual({ channel: 'tenants.useProxy', input: { tenantId: 'bakery', proxy: null } });
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  });
});
