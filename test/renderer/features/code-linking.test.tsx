import { act, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it, test } from 'vitest';

import type { SessionSnapshot } from '../../../shared/session.ts';
import { tenantView } from '../../support/tenant-view.ts';
import { renderApp } from '../support/render-app.tsx';

const now = Date.now();
const qr = { text: 'one,two,three,four', issuedAt: now, expiresAt: now + 600_000 };
const waiting: SessionSnapshot = { phase: 'awaiting-scan', since: now, qr, evidence: {} };
const code = { text: 'ABCD-EFGH', issuedAt: now, expiresAt: now + 160_000 };
const coded: SessionSnapshot = { phase: 'awaiting-code', since: now, code, evidence: {} };

async function show(session: SessionSnapshot, options: Parameters<typeof renderApp>[0] = {}) {
  const tenant = tenantView('roses', { name: 'Roses', session });
  const rendered = await renderApp({ tenants: [tenant], ...options });
  await rendered.user.click(screen.getByRole('option', { name: /Roses/ }));
  const become = (next: SessionSnapshot) => {
    act(() => {
      rendered.fake.change({ tenants: [{ ...tenant, session: next }] });
    });
  };
  return { ...rendered, become };
}
async function openForm(options: Parameters<typeof renderApp>[0] = {}) {
  const shown = await show(waiting, options);
  await shown.user.click(screen.getByRole('button', { name: 'Link with a code instead' }));
  const field = await screen.findByRole('textbox', { name: 'Phone number' });
  return { ...shown, field, ask: screen.getByRole('button', { name: 'Get a code' }) };
}
const calls = (fake: { calls: readonly { channel: string; input: unknown }[] }, channel: string) =>
  fake.calls.filter((call) => call.channel === channel).map(({ input }) => input);

describe('the number', () => {
  it('begins in the country of the system, is read while it is typed, and is asked for in full', async () => {
    const { fake, user, field, ask } = await openForm();
    const country = screen.getByRole<HTMLInputElement>('combobox', { name: 'Country' });
    await waitFor(() => expect(country.value).toContain('United Kingdom'));
    await user.type(field, '020 7946 0958');
    expect(screen.getByText(/Full number: .*\+44 20 7946 0958/)).toBeTruthy();
    await user.click(ask);
    expect(calls(fake, 'session.requestCode')).toEqual([{ tenantId: 'roses', number: '442079460958' }]);
    expect(await screen.findByText('ABCD-EFGH')).toBeTruthy();
  });

  it('leaves the page in view of a screen reader while countries are listed, and marks nothing once they are gone', async () => {
    const { fake, user } = await openForm();
    await user.click(screen.getByRole('combobox', { name: 'Country' }));
    expect(await screen.findByRole('region', { name: 'Country' })).toBeTruthy();
    expect(screen.getByRole('navigation')).toBeTruthy();
    act(() => {
      fake.change({ removed: fake.state().tenants.map(({ id }) => id) });
    });
    expect(await screen.findByRole('heading', { level: 1, name: 'Link your first phone' })).toBeTruthy();
    expect(document.querySelector('[data-react-aria-top-layer], nav[aria-hidden]')).toBeNull();
  });

  it('with a plus chooses its country by itself', async () => {
    const { user, field } = await openForm();
    await user.type(field, '+972 50 123 4567');
    expect(screen.getByRole<HTMLInputElement>('combobox', { name: 'Country' }).value).toContain('Israel');
  });

  it('is the expected one where there is one, in the way of its country', async () => {
    const { field } = await openForm({ expectedNumbers: { roses: '972501234567' } });
    expect((field as HTMLInputElement).value).toBe('050-123-4567');
    expect(screen.getByRole<HTMLInputElement>('combobox', { name: 'Country' }).value).toContain('Israel');
  });

  it.each([
    ['', 'Enter the number.'],
    ['0207', 'too short for this country'],
    ['02079460958020', 'too long for this country'],
    ['roses', 'Use digits only.'],
  ])('%j is faulted beside the field and never sent', async (typed, problem) => {
    const { fake, user, field, ask } = await openForm();
    if (typed !== '') await user.type(field, typed);
    await user.click(ask);
    expect(screen.getByText(new RegExp(problem))).toBeTruthy();
    expect(field.getAttribute('aria-invalid')).toBe('true');
    expect(calls(fake, 'session.requestCode')).toEqual([]);
  });

  it('in no known range is doubted aloud, and may be sent', async () => {
    const { fake, user, field, ask } = await openForm();
    await user.type(field, '+44 7700 900123');
    expect(screen.getByText(/Check the country/)).toBeTruthy();
    await user.click(ask);
    expect(calls(fake, 'session.requestCode')).toHaveLength(1);
  });

  it('finds a country by its name or its code, and its number follows', async () => {
    const { fake, user, field, ask } = await openForm();
    const country = screen.getByRole('combobox', { name: 'Country' });
    await user.clear(country);
    await user.type(country, '+972');
    await user.click(await screen.findByRole('option', { name: /Israel/ }));
    await user.type(field, '050 123 4567');
    await user.click(ask);
    expect(calls(fake, 'session.requestCode')).toEqual([{ tenantId: 'roses', number: '972501234567' }]);
  });
});

test.each([
  [{ code: 'code-number-refused', statusCode: 400 }, /no code for this number.*400.*Check the number.*too many codes/],
  [{ code: 'code-unavailable', statusCode: 452 }, /doesn’t offer.*452.*QR code/],
  [{ code: 'code-refused', statusCode: 500 }, /refused to give a code.*500/],
  [{ code: 'code-cooldown', until: now + 900_000 }, /from .*\d:\d\d.* on/],
  [{ code: 'code-unanswered' }, /didn’t answer the request/],
  [{ code: 'code-not-possible' }, /Wait for the next QR code/],
  [{ code: 'invalid-number' }, /isn’t a phone number/],
] as const)('the refusal %j is said, the number stays, and the QR can be had back', async (error, words) => {
  const { fake, user, field, ask } = await openForm();
  fake.refuse('session.requestCode', error);
  await user.type(field, '020 7946 0958');
  await user.click(ask);
  expect((await screen.findByRole('alert')).textContent).toMatch(words);
  expect((field as HTMLInputElement).value).toBe('020 7946 0958');
  await user.click(screen.getByRole('button', { name: 'Back to the QR code' }));
  expect(screen.getByRole('img', { name: 'QR code to link a phone' })).toBeTruthy();
  expect(calls(fake, 'session.relink')).toEqual([]);
});

test('without a connection no code can be asked for, and the form says so', async () => {
  const { become } = await openForm();
  become({ phase: 'connecting', since: now, evidence: {} });
  expect(screen.getByRole('button', { name: 'Get a code' }).hasAttribute('disabled')).toBe(true);
  expect(screen.getByText(/You can ask for a code in a moment/)).toBeTruthy();
});

describe('the code', () => {
  it('stands left to right, with its countdown and where to type it in, and is copied by the main process', async () => {
    const { fake, user } = await show(coded, { preferences: { language: 'he' } });
    const shown = await screen.findByText('ABCD-EFGH');
    expect(shown.getAttribute('dir')).toBe('ltr');
    expect(screen.getByRole('timer').textContent).toMatch(/\d/);
    const guide = screen.getByRole('region', { name: 'בטלפון' });
    expect(guide.textContent).toContain('קישור באמצעות מספר טלפון');
    await user.click(screen.getByRole('button', { name: 'העתקה' }));
    expect(calls(fake, 'app.copyText')).toEqual([{ text: 'ABCD-EFGH' }]);
    expect(await screen.findByRole('button', { name: 'הועתק' })).toBeTruthy();
  });

  it('is renewed for the same number at one press, and takes the focus that the form had', async () => {
    const { fake, user, field, ask } = await openForm();
    await user.type(field, '020 7946 0958');
    await user.click(ask);
    await screen.findByText('ABCD-EFGH');
    expect(document.activeElement).toBe(screen.getByRole('region', { name: 'Code to type in on the phone' }));
    await user.click(screen.getByRole('button', { name: 'New code' }));
    expect(calls(fake, 'session.requestCode')).toHaveLength(2);
    expect(calls(fake, 'session.requestCode')[1]).toEqual({ tenantId: 'roses', number: '442079460958' });
  });

  it('that this window did not ask for is renewed through the form', async () => {
    const { user } = await show(coded, { expectedNumbers: { roses: '972501234567' } });
    await user.click(await screen.findByRole('button', { name: 'New code' }));
    expect((await screen.findByRole<HTMLInputElement>('textbox', { name: 'Phone number' })).value).toBe('050-123-4567');
  });

  it('gives way to a QR only through a fresh identity', async () => {
    const { fake, user, become } = await show(coded);
    await user.click(await screen.findByRole('button', { name: 'Back to the QR code' }));
    expect(calls(fake, 'session.relink')).toEqual([{ tenantId: 'roses' }]);
    become(waiting);
    expect(screen.getByRole('img', { name: 'QR code to link a phone' })).toBeTruthy();
  });

  it('that has expired is crossed out in words, and a new one needs no new number', async () => {
    const { fake, user, field, ask, become } = await openForm();
    await user.type(field, '020 7946 0958');
    await user.click(ask);
    become({ ...coded, code: { ...code, expiresAt: now - 1 } });
    expect(await screen.findByText('This code has expired')).toBeTruthy();
    const failure = { at: now, cause: 'code-expired', credentials: 'none', retry: 'fresh-qr' } as const;
    become({ phase: 'stopping', since: now, evidence: {}, failure });
    become({ ...waiting, failure });
    expect((await screen.findByRole<HTMLInputElement>('textbox', { name: 'Phone number' })).value).toBe(
      '020 7946 0958',
    );
    expect(screen.getByText('The code wasn’t used in time')).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Get a code' }));
    expect(calls(fake, 'session.requestCode')).toHaveLength(2);
  });

  it('goes when the phone has answered, and a later round begins with a QR', async () => {
    const { become } = await openForm();
    const saved = { 'account-verified': now, 'credentials-saved': now };
    become({ phase: 'verifying', since: now, evidence: { ...saved, 'new-socket': now } });
    expect(screen.queryByRole('textbox', { name: 'Phone number' })).toBeNull();
    become(waiting);
    expect(screen.getByRole('img', { name: 'QR code to link a phone' })).toBeTruthy();
  });
});

describe('the practice phone', () => {
  it('takes a code that is typed in, and says what came of it', async () => {
    const { fake, user } = await renderApp({ tenants: [tenantView('roses')], info: { practice: true } });
    const phone = within(await screen.findByRole('complementary', { name: 'Practice phone' }));
    expect((await phone.findByRole('button', { name: 'Type it in' })).hasAttribute('disabled')).toBe(true);
    await user.type(phone.getByRole('textbox', { name: 'Linking code' }), 'abcd-efgh');
    await user.click(phone.getByRole('button', { name: 'Type it in' }));
    expect(calls(fake, 'practice.enterCode')).toEqual([{ code: 'abcd-efgh' }]);
    act(() => {
      fake.changePractice({ lastScan: { outcome: 'wrong-code', at: now } });
    });
    expect(phone.getByText(/Wrong code/)).toBeTruthy();
  });
});
