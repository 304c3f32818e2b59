import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';

import type { DataState } from '../../../shared/data.ts';
import { fakePassphrase } from '../../support/fake-data.ts';
import { tenantView } from '../../support/tenant-view.ts';
import { renderApp } from '../support/render-app.tsx';

const sealed = { seal: 'sealed', opener: 'keyring', recovery: 'on-paper' } as const;
const code = 'ABCD3-EFGH7-JKMN2-PQRS5-TVWX8-YZ019';

async function open(data?: Partial<DataState>) {
  return renderApp({ tenants: [tenantView('bakery')], ...(data === undefined ? {} : { data }) });
}
async function openSettings(data?: Partial<DataState>) {
  const app = await open(data);
  await app.user.click(screen.getByRole('button', { name: 'Settings' }));
  return { ...app, section: within(await screen.findByRole('region', { name: 'Data' })) };
}
const channels = ({ fake }: Awaited<ReturnType<typeof open>>) =>
  fake.calls.map(({ channel }) => channel).filter((channel) => channel.startsWith('data.'));
const press = async ({ user }: Awaited<ReturnType<typeof open>>, name: string) =>
  user.click(await screen.findByRole('button', { name }));

describe('the recovery code', () => {
  it('is offered by itself, shown once somebody wants to see it, and asked about until it is on paper', async () => {
    const app = await open({ ...sealed, recovery: 'none' });
    const dialog = within(await screen.findByRole('alertdialog', { name: 'Your recovery code' }));
    expect(channels(app)).toEqual(['data.state']);
    await app.user.click(dialog.getByRole('button', { name: 'Show the code' }));
    expect(await screen.findByText(code)).toBeTruthy();
    await press(app, 'Copy');
    expect(app.fake.calls).toContainEqual({ channel: 'app.copyText', input: { text: code } });
    await press(app, 'Later');
    await waitFor(() => expect(screen.queryByText(code)).toBeNull());
    // The notice stays, and leads to another.
    expect(screen.getByText(/The recovery code isn’t on paper yet/)).toBeTruthy();
    await press(app, 'Show a recovery code…');
    expect(await screen.findByText('An earlier recovery code opens nothing any more.')).toBeTruthy();
    await press(app, 'Show the code');
    await press(app, 'I have it on paper');
    await waitFor(() => expect(screen.queryByText(/The recovery code isn’t on paper/)).toBeNull());
    expect(channels(app).slice(-2)).toEqual(['data.makeRecoveryCode', 'data.confirmRecoveryCode']);
    expect(screen.queryByRole('alertdialog')).toBeNull();
  });

  it('is printed with what it is for and of which folder, and nothing else', async () => {
    const app = await open({ ...sealed, recovery: 'unconfirmed' });
    await press(app, 'Show the code');
    const release = app.fake.hold('app.print');
    await press(app, 'Print');
    const sheet = await waitFor(
      () => document.querySelector<HTMLElement>('[data-print-sheet]') ?? expect.fail('no sheet'),
    );
    expect(sheet.textContent).toContain(code);
    expect(sheet.textContent).toContain('/home/staff/.config/pairing-console');
    release();
    await waitFor(() => expect(document.querySelector('[data-print-sheet]')).toBeNull());
    expect(app.fake.calls).toContainEqual({
      channel: 'app.print',
      input: { sheet: 'recovery-sheet', tenantId: null },
    });
  });

  it('says why there is none', async () => {
    const app = await open({ ...sealed, recovery: 'none' });
    app.fake.refuse('data.makeRecoveryCode', { code: 'data-key-unopened' });
    await press(app, 'Show the code');
    expect(await screen.findByText(/The key of the data folder didn’t open/)).toBeTruthy();
    expect(screen.queryByText(code)).toBeNull();
  });

  it('is made anew in the settings', async () => {
    const app = await openSettings(sealed);
    expect(screen.queryByRole('alertdialog')).toBeNull();
    expect(await app.section.findByText(/The system’s keyring opens it/)).toBeTruthy();
    await press(app, 'New recovery code…');
    await press(app, 'Show the code');
    await press(app, 'I have it on paper');
    await waitFor(() => expect(screen.queryByRole('alertdialog')).toBeNull());
    expect(channels(app)).toContain('data.confirmRecoveryCode');
  });
});

describe('a folder that was left open', () => {
  it('says so above every page until it is sealed, which starts the program again', async () => {
    const app = await open({ seal: 'left-open' });
    expect(await screen.findByText(/The data folder isn’t encrypted/)).toBeTruthy();
    await press(app, 'Encrypt now');
    const dialog = within(await screen.findByRole('alertdialog', { name: 'Encrypt the data folder?' }));
    expect(channels(app)).not.toContain('data.sealNow');
    await app.user.click(dialog.getByRole('button', { name: 'Encrypt now' }));
    await waitFor(() => expect(channels(app)).toContain('data.sealNow'));
  });

  it('says so in the settings, too', async () => {
    const { section } = await openSettings({ seal: 'left-open' });
    expect(await section.findByText(/a copy of it is enough to log in as every customer/)).toBeTruthy();
    expect(section.getByRole('button', { name: 'Encrypt now' })).toBeTruthy();
  });

  it.each([
    ['for-tests', /started for development/],
    ['not-yet', /The next start tries again/],
  ] as const)('is told apart from one that is %s, about which there is nothing to decide', async (seal, words) => {
    const { section } = await openSettings({ seal });
    expect(await section.findByText(words)).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Encrypt now' })).toBeNull();
  });
});

describe('the passphrase', () => {
  it('is changed after the one until now, and says what was wrong', async () => {
    const app = await openSettings({ ...sealed, opener: 'passphrase' });
    await press(app, 'Change the passphrase…');
    const dialog = within(await screen.findByRole('dialog', { name: 'Change the passphrase' }));
    const current = dialog.getByLabelText<HTMLInputElement>('The passphrase until now');
    expect([current.type, document.activeElement]).toEqual(['password', current]);
    const next = dialog.getByLabelText('New passphrase');
    const again = dialog.getByLabelText('The same again');
    await app.user.keyboard('not that one, no');
    await app.user.type(next, 'eleven char{Enter}');
    expect(dialog.getByText('This is too short: it takes at least 12 characters.')).toBeTruthy();
    await app.user.type(next, 's{Enter}');
    expect(dialog.getByText('The two aren’t the same.')).toBeTruthy();
    expect(channels(app)).not.toContain('data.changePassphrase');
    await app.user.type(again, 'eleven chars{Enter}');
    expect((await dialog.findByRole('alert')).textContent).toMatch(/isn’t the passphrase that opens the folder/);
    const emptied = dialog.getByLabelText<HTMLInputElement>('The passphrase until now');
    expect([emptied.value, document.activeElement]).toEqual(['', emptied]);
    await app.user.keyboard(`${fakePassphrase}{Enter}`);
    expect(await screen.findByText(/The passphrase is changed/)).toBeTruthy();
    expect(screen.queryByRole('dialog')).toBeNull();
    expect(app.fake.calls).toContainEqual({
      channel: 'data.changePassphrase',
      input: { current: fakePassphrase, next: 'eleven chars' },
    });
  });

  it('is not there where the keyring opens the folder', async () => {
    const { section } = await openSettings(sealed);
    expect(await section.findByText(/The system’s keyring opens it/)).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Change the passphrase…' })).toBeNull();
  });
});

describe('a new data key', () => {
  it('is made after a question, with a new code, and the program starts again once that is on paper', async () => {
    const app = await openSettings({ ...sealed, opener: 'passphrase' });
    expect(await app.section.findByText(/Your passphrase opens it/)).toBeTruthy();
    await press(app, 'New data key…');
    expect(channels(app)).not.toContain('data.renewKey');
    await press(app, 'Make a new key');
    await press(app, 'Show the code');
    // One dialog at a time: the notice above the page does not open its own.
    expect(screen.getAllByRole('alertdialog')).toHaveLength(1);
    expect(channels(app)).not.toContain('data.restart');
    await press(app, 'I have it on paper');
    await waitFor(() => expect(channels(app)).toContain('data.restart'));
    expect(channels(app).filter((channel) => channel !== 'data.state')).toEqual([
      'data.renewKey',
      'data.makeRecoveryCode',
      'data.confirmRecoveryCode',
      'data.restart',
    ]);
  });

  it('waits above every page where the program was not started again', async () => {
    const app = await open({ ...sealed, renewed: true });
    expect(await screen.findByText(/There is a new data key/)).toBeTruthy();
    await press(app, 'Start again now');
    await waitFor(() => expect(channels(app)).toContain('data.restart'));
  });
});

it('is not asked about in practice, whose files are thrown away', async () => {
  const app = await renderApp({ tenants: [tenantView('bakery')], info: { practice: true } });
  await screen.findAllByText('bakery');
  expect(channels(app)).toEqual([]);
});
