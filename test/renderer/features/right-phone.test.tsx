import { screen, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';

import { standingOf, toneOf } from '../../../renderer/state/standing.ts';
import { bucketOf } from '../../../renderer/state/tenant-list.ts';
import type { SessionSnapshot } from '../../../shared/session.ts';
import { tenantView } from '../../support/tenant-view.ts';
import { renderApp } from '../support/render-app.tsx';

const wrongNumber = { expected: '972•••••••67', linked: '447•••••••23' };
const loggedIn = {
  'account-verified': 1,
  'credentials-saved': 2,
  'new-socket': 3,
  'login-accepted': 4,
  'keys-at-server': 4,
};
const waiting: SessionSnapshot = {
  phase: 'awaiting-acceptance',
  since: 5,
  evidence: loggedIn,
  account: { maskedNumber: wrongNumber.linked, name: 'Somebody' },
  wrongNumber,
  failure: { at: 5, cause: 'wrong-number', credentials: 'kept', retry: 'operator' },
};
const bakery = (session: SessionSnapshot) => tenantView('bakery', { name: 'Bakery', session });
const title = 'A different number was linked than expected';
const panel = () => within(screen.getByRole('region', { name: title }));

describe('a number that was not expected', () => {
  it('is shown beside the expected one, each left to right, from the moment the phone has confirmed', async () => {
    await renderApp({ tenants: [bakery({ ...waiting, phase: 'pairing', evidence: { 'account-verified': 1 } })] });
    for (const number of Object.values(wrongNumber)) {
      expect(panel().getByText(number).getAttribute('dir')).toBe('ltr');
    }
    expect(panel().queryByRole('button')).toBeNull();
    expect(panel().getByText(/You can decide once/)).toBeTruthy();
  });

  it('is shown in full while a button is held, with the digits that differ marked, and hidden again', async () => {
    const alike = { expected: '972•••••••17', linked: '972•••••••17' };
    const { fake, user } = await renderApp({ tenants: [bakery({ ...waiting, wrongNumber: alike })] });
    expect(panel().getByText(/They look alike/)).toBeTruthy();
    const hold = screen.getByRole('button', { name: 'Hold to show both numbers' });
    hold.focus();
    await user.keyboard('{Enter>}');
    expect(
      await panel().findByText((_, element) => element?.textContent === '972501234517' && element.tagName === 'BDI'),
    ).toBeTruthy();
    const marked = Array.from(document.querySelectorAll('mark'), ({ textContent }) => textContent).join('');
    expect(marked).toBe('12357653');
    await user.keyboard('{/Enter}');
    expect(document.querySelector('mark')).toBeNull();
    expect(fake.calls).toContainEqual({ channel: 'session.revealNumbers', input: { tenantId: 'bakery' } });
  });

  it('needs someone, is never green and cannot be written to', async () => {
    expect(toneOf[standingOf(waiting)]).toBe('warning');
    expect(toneOf[standingOf({ ...waiting, phase: 'connected', evidence: { ...loggedIn, stable: 9 } })]).not.toBe(
      'proven',
    );
    expect(bucketOf(waiting)).toBe('attention');
    await renderApp({ tenants: [bakery(waiting)] });
    expect(screen.queryByRole('button', { name: 'Send' })).toBeNull();
    expect(screen.queryByText('In progress')).toBeNull();
  });

  it('is logged out with one press', async () => {
    const { fake, user } = await renderApp({ tenants: [bakery(waiting)] });
    await user.click(panel().getByRole('button', { name: 'Log out and show a new code' }));
    expect(fake.calls).toContainEqual({
      channel: 'session.refuseNumber',
      input: { tenantId: 'bakery', linked: wrongNumber.linked },
    });
    expect(screen.queryByRole('region', { name: title })).toBeNull();
  });

  it('is accepted after a word on what that does, and is connected only then', async () => {
    const { fake, user } = await renderApp({ tenants: [bakery(waiting)] });
    await user.click(panel().getByRole('button', { name: 'This number is right…' }));
    const dialog = within(await screen.findByRole('alertdialog'));
    expect(dialog.getByText(/The backend is told/)).toBeTruthy();
    expect(fake.calls.some(({ channel }) => channel === 'session.acceptNumber')).toBe(false);
    await user.click(dialog.getByRole('button', { name: 'Use this number' }));
    expect(fake.calls).toContainEqual({
      channel: 'session.acceptNumber',
      input: { tenantId: 'bakery', linked: wrongNumber.linked },
    });
    expect(await screen.findByRole('heading', { name: 'Connected, on probation' })).toBeTruthy();
  });

  it('says why it was not logged out', async () => {
    const { fake, user } = await renderApp({ tenants: [bakery(waiting)] });
    fake.refuse('session.refuseNumber', { code: 'number-changed' });
    await user.click(panel().getByRole('button', { name: 'Log out and show a new code' }));
    expect(panel().getByText(/another number was linked, or none/)).toBeTruthy();
  });

  it('does not look like the expected one without a word', async () => {
    const alike = { expected: '972•••••••67', linked: '972•••••••67' };
    await renderApp({ tenants: [bakery({ ...waiting, wrongNumber: alike })] });
    expect(panel().getByText(/They are two different numbers/)).toBeTruthy();
  });
});

describe('the expected number', () => {
  const open = async (expectedNumberMasked?: string) => {
    const view = tenantView('bakery', { name: 'Bakery', ...(expectedNumberMasked && { expectedNumberMasked }) });
    const rendered = await renderApp({ tenants: [view] });
    await rendered.user.click(screen.getByRole('button', { name: 'Expected number' }));
    return {
      ...rendered,
      dialog: within(await screen.findByRole('dialog', { name: 'Which number should be linked?' })),
    };
  };

  it('is set, written as people write numbers', async () => {
    const { fake, user, dialog } = await open();
    expect(dialog.queryByRole('button', { name: 'Allow any number' })).toBeNull();
    await user.type(dialog.getByLabelText('Expected number'), '+972 50-123-4567');
    await user.click(dialog.getByRole('button', { name: 'Save' }));
    const input = { tenantId: 'bakery', expectedNumber: '972501234567' };
    expect(fake.calls).toContainEqual({ channel: 'tenants.expectNumber', input });
    expect(screen.queryByRole('dialog')).toBeNull();
    expect(screen.getByText('•••67')).toBeTruthy();
  });

  it('is taken away', async () => {
    const { fake, user, dialog } = await open('972•••••••67');
    expect(dialog.getByText(/972•••••••67/)).toBeTruthy();
    await user.click(dialog.getByRole('button', { name: 'Allow any number' }));
    expect(fake.calls).toContainEqual({
      channel: 'tenants.expectNumber',
      input: { tenantId: 'bakery', expectedNumber: null },
    });
  });

  it('is a number', async () => {
    const { fake, user, dialog } = await open();
    await user.click(dialog.getByRole('button', { name: 'Save' }));
    expect(dialog.getByText('Enter the number.')).toBeTruthy();
    await user.type(dialog.getByLabelText('Expected number'), '+97250');
    await user.click(dialog.getByRole('button', { name: 'Save' }));
    expect(dialog.getByText('The number is too short for this country.')).toBeTruthy();
    expect(fake.calls.some(({ channel }) => channel === 'tenants.expectNumber')).toBe(false);
  });
});
