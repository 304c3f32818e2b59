import { act, fireEvent, screen, waitFor } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';

import { tenantView } from '../../support/tenant-view.ts';
import { renderApp } from '../support/render-app.tsx';

const awaitingScan = {
  phase: 'awaiting-scan',
  since: 0,
  qr: { text: 'a code', issuedAt: Date.now(), expiresAt: Date.now() + 60_000 },
  evidence: {},
} as const;
const failure = { at: 0, cause: 'banned', credentials: 'kept', retry: 'operator' } as const;
const tenants = [
  tenantView('bakery', { name: 'Bakery' }),
  tenantView('clinic', { name: 'מרפאת השרון', session: awaitingScan }),
  tenantView('garage', { name: 'Garage', session: { phase: 'stopped', since: 0, evidence: {}, failure } }),
];
const expectedNumbers = { garage: '972501234517' };

// Roles are slow to look for in jsdom, with the whole window drawn.
const field = () => screen.findByPlaceholderText<HTMLInputElement>('Tenant, number, page or action');
/** The lines of the palette, as they read. */
const lines = () => [...document.querySelectorAll('[role=menuitem]')].map(({ textContent }) => textContent);
const line = async (name: string) => await screen.findByText(name, { selector: '[role=menuitem] *' });

async function renderThree() {
  const app = await renderApp({ tenants, expectedNumbers });
  const open = async () => {
    act(() => app.fake.publish.app.command({ name: 'palette' }));
    return field();
  };
  return { ...app, open };
}
const title = (name: string) => screen.findByText(name, { selector: 'h1, h1 *' });

/** Presses a key and lets it count as a person's. */
function press(key: string, target: Element = document.body): void {
  (document.activeElement as HTMLElement | null)?.blur();
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  fireEvent.keyDown(target, { key, code: `Key${key.toUpperCase()}` });
  act(() => {
    vi.advanceTimersByTime(60);
  });
  vi.useRealTimers();
}
/** As a scanner types: without a pause. */
async function scan(text: string): Promise<void> {
  (document.activeElement as HTMLElement | null)?.blur();
  // All at one moment: jsdom dates an event when it is made, and takes its time over each.
  const events = [...Array.from(text), 'Enter'].map((key) => {
    const code = /^\d$/.test(key) ? `Digit${key}` : `Key${key.toUpperCase()}`;
    return new KeyboardEvent('keydown', { key, code, bubbles: true, cancelable: true });
  });
  await act(() => {
    for (const event of events) document.body.dispatchEvent(event);
    return Promise.resolve();
  });
}

describe('the palette', () => {
  it('finds a tenant by its name, and opens it with Enter', async () => {
    const { user, open } = await renderThree();
    await open();
    // Who needs someone comes first.
    expect(lines()[0]).toBe('Garagegarage');
    await user.keyboard('bake');
    expect(lines()).toEqual(['Bakerybakery']);
    await user.keyboard('{ArrowDown}{Enter}');
    expect(await title('Bakery')).toBeTruthy();
    expect(document.querySelector('[role=dialog]')).toBeNull();
  });

  it('finds a tenant by the last digits of a number that the window does not have', async () => {
    const { user, open } = await renderThree();
    await open();
    await user.keyboard('zzz');
    expect(screen.getByText('Nothing matches.')).toBeTruthy();
    await user.keyboard('{Backspace}{Backspace}{Backspace}4517');
    await user.click(await line('Garage'));
    expect(await title('Garage')).toBeTruthy();
  });

  it('goes to a page, and carries out an action', async () => {
    const { user, fake, open } = await renderThree();
    await open();
    await user.keyboard('removed');
    await user.click(await line('Recently removed'));
    expect(await screen.findByText('Nothing was removed in the last 7 days.')).toBeTruthy();
    await open();
    await user.click(await line('Link every tenant that has no link'));
    expect(fake.calls).toContainEqual({
      channel: 'linking.begin',
      input: { tenantIds: ['bakery', 'clinic', 'garage'] },
    });
  });
});

it('offers the next tenant without a link only while there is one', async () => {
  const { fake, open } = await renderThree();
  await open();
  expect(lines()).toContain('Next tenant without a linkN');
  fireEvent.keyDown(await field(), { key: 'Escape' });
  const evidence = { 'account-verified': 1 };
  act(() =>
    fake.change({
      tenants: tenants.map((tenant) => ({ ...tenant, session: { phase: 'connected', since: 0, evidence } })),
    }),
  );
  await waitFor(() => expect(document.querySelector('[role=dialog]')).toBeNull());
  await open();
  expect(lines()).not.toContain('Next tenant without a linkN');
});

describe('single keys', () => {
  it('step through the list, go to the next tenant without a link, and ask for a code', async () => {
    const { fake } = await renderThree();
    await title('Garage');
    press('j');
    expect(await title('Bakery')).toBeTruthy();
    press('k');
    expect(await title('Garage')).toBeTruthy();
    press('n');
    await title('מרפאת השרון');
    press('k');
    await title('Bakery');
    press('q');
    const start = { channel: 'session.start', input: { tenantId: 'bakery' } };
    await waitFor(() => expect(fake.calls).toContainEqual(start));
    press('j');
    await title('מרפאת השרון');
    press('f');
    expect(await screen.findByText('מרפאת השרון', { selector: '[role=dialog] *' })).toBeTruthy();
  });

  it('serve on a switch and a choice, which take no text', async () => {
    const { fake } = await renderThree();
    fireEvent.click(screen.getByText('מרפאת השרון'));
    press('k', await screen.findByLabelText('iPhone'));
    await title('Bakery');
    expect(fake.calls.some(({ channel }) => channel.startsWith('session.'))).toBe(false);
  });

  it('count once while they are held, and are no beginning of a name for the list', async () => {
    await renderThree();
    await title('Garage');
    const held = new KeyboardEvent('keydown', {
      key: 'j',
      code: 'KeyJ',
      repeat: true,
      bubbles: true,
      cancelable: true,
    });
    act(() => void document.body.dispatchEvent(held));
    expect(held.defaultPrevented).toBe(true);
    const other = new KeyboardEvent('keydown', {
      key: 'z',
      code: 'KeyZ',
      repeat: true,
      bubbles: true,
      cancelable: true,
    });
    act(() => void document.body.dispatchEvent(other));
    expect(other.defaultPrevented).toBe(false);
    press('x');
    expect(await title('Garage')).toBeTruthy();
  });

  it('do nothing while somebody types, or while a dialog is open', async () => {
    const { fake } = await renderThree();
    press('q', screen.getByPlaceholderText('Name, id or number'));
    act(() => fake.publish.app.command({ name: 'shortcuts' }));
    await screen.findByText('Keyboard shortcuts');
    press('q');
    expect(fake.calls.some(({ channel }) => channel.startsWith('session.'))).toBe(false);
  });
});

describe('a scanner that types', () => {
  it('opens the tenant whose id or number it reads, presses nothing on the way, and asks where it reads no tenant', async () => {
    const { fake } = await renderThree();
    await scan('bakery');
    expect(await title('Bakery')).toBeTruthy();
    await scan('0501234517');
    expect(await title('Garage')).toBeTruthy();
    await scan('unknown-9');
    expect((await field()).value).toBe('unknown-9');
    expect(fake.calls.some(({ channel }) => channel.startsWith('session.'))).toBe(false);
  });

  it('opens the first match in the order of the list, where who needs someone comes first', async () => {
    const { user } = await renderThree();
    const search = screen.getByPlaceholderText<HTMLInputElement>('Name, id or number');
    await user.type(search, 'a{Enter}');
    expect(await title('Garage')).toBeTruthy();
  });

  it('opens the first match from the search, too, and leaves the field ready for the next', async () => {
    const { user } = await renderThree();
    const search = screen.getByPlaceholderText<HTMLInputElement>('Name, id or number');
    await user.click(search);
    await user.paste('Order 12, please link\nGarage, 050-123 4517, thanks');
    await user.keyboard('{Enter}');
    expect(await title('Garage')).toBeTruthy();
    expect(search.value).toBe('Order 12, please link Garage, 050-123 4517, thanks');
    expect([search.selectionStart, search.selectionEnd]).toEqual([0, search.value.length]);
  });
});

describe('what was chosen last', () => {
  it('is the kind of phone, and the country of a number', async () => {
    const { user, fake } = await renderThree();
    await user.click(screen.getByText('מרפאת השרון'));
    await user.click(await screen.findByText('iPhone'));
    expect(fake.preferences().phoneKind).toBe('iphone');
    await user.click(screen.getByLabelText('Add tenant'));
    await user.type(await screen.findByLabelText('Expected number'), '+97');
    expect(fake.preferences().country).toBeNull();
    await user.type(screen.getByLabelText('Expected number'), '2501234567');
    expect(fake.preferences().country).toBe('IL');
  });
});
