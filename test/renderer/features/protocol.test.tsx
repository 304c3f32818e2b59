import { screen, within } from '@testing-library/react';
import { expect, test } from 'vitest';

import type { ProtocolState } from '../../../shared/protocol-pack.ts';
import { tenantView } from '../../support/tenant-view.ts';
import { renderApp } from '../support/render-app.tsx';

type Options = NonNullable<Parameters<typeof renderApp>[0]>;

const inUse: NonNullable<ProtocolState['inUse']> = {
  number: 7,
  made: '2026-11-29',
  why: { en: 'WhatsApp answers more slowly.' },
  since: Date.UTC(2026, 10, 30, 8),
  changes: [
    { what: 'web-version', to: '2.3000.1034074495' },
    { what: 'browser', from: 'Chrome (Ubuntu)', to: 'Edge (Windows)' },
    { what: 'patience', name: 'dialMs', from: 45_000, to: 60_000 },
    { what: 'patience', name: 'qrRounds', from: 5, to: 8 },
    { what: 'code', code: 463, cause: 'too-many-attempts' },
    { what: 'note', cause: 'too-many-attempts' },
  ],
  notes: {},
};

async function openSection(options: Options) {
  const rendered = await renderApp(options);
  await rendered.user.click(screen.getByRole('button', { name: 'Settings' }));
  const section = within(await screen.findByRole('region', { name: 'Protocol pack' }));
  await section.findByRole('switch');
  return { ...rendered, section };
}
/** Without the marks that keep a value's direction. */
const plain = (text: string | null) => (text ?? '').replaceAll(/[\u2066-\u2069]/g, '');
const sent = (fake: { calls: readonly { channel: string; input: unknown }[] }, channel: string) =>
  fake.calls.filter((call) => call.channel === channel).map(({ input }) => input);

test('says which pack counts, since when, and each change in a sentence', async () => {
  const { section } = await openSection({ protocol: { inUse } });
  expect(plain(section.getByRole('status').textContent)).toMatch(/^Pack 7 of 29 Nov 2026 has been here since /);
  expect(section.getByText('WhatsApp answers more slowly.')).toBeTruthy();
  expect(section.getAllByRole('listitem').map(({ textContent }) => plain(textContent))).toEqual([
    'WhatsApp Web version: 2.3000.1034074495 or newer.',
    'The program calls itself Edge (Windows) instead of Chrome (Ubuntu).',
    'Wait for a code or a login: 60 secs instead of 45 secs.',
    'Rounds of codes before somebody must press start: 8 instead of 5.',
    expect.stringMatching(/^Code 463 from WhatsApp means: /),
    expect.stringMatching(/^Adds a sentence to: /),
  ]);
});

test('goes back to the program’s own values, but not while a phone is being linked', async () => {
  const { fake, user, section } = await openSection({ protocol: { inUse } });
  fake.refuse('protocol.back', { code: 'pack-while-linking' });
  await user.click(section.getByRole('button', { name: 'Back to the program’s own values' }));
  expect((await section.findByRole('alert')).textContent).toContain('A phone is being linked');
  fake.refuse('protocol.back', undefined);
  await user.click(section.getByRole('button', { name: 'Back to the program’s own values' }));
  expect(await section.findByText('The program’s own values count.')).toBeTruthy();
  expect(plain(section.getByText(/taken back/).textContent)).toContain('Pack 7');
});

test('is switched off and on', async () => {
  const { fake, user, section } = await openSection({ protocol: { inUse } });
  await user.click(section.getByRole('switch', { name: 'Use protocol packs' }));
  expect(sent(fake, 'protocol.use')).toEqual([{ on: false }]);
  expect(await section.findByText('The program’s own values count.')).toBeTruthy();
});

test('says that a pack waits, and why one was refused', async () => {
  const { section } = await openSection({ protocol: { waiting: 8, refused: { code: 'pack-old', id: '2' } } });
  expect(plain(section.getByText(/as soon as no phone/).textContent)).toContain('Pack 8');
  expect(plain(section.getByRole('alert').textContent)).toMatch(/old protocol pack as new \(2\)/);
});

test('a switch that the organisation decides is locked; the way back is not', async () => {
  const { section } = await openSection({
    protocol: { inUse },
    info: { managed: { locked: ['updates'], hidden: [] } },
  });
  expect(section.getByText(/Managed by your organisation/)).toBeTruthy();
  expect(section.getByRole('switch')).toHaveProperty('disabled', true);
  expect(section.getByRole('button', { name: /Back/ })).toHaveProperty('disabled', false);
});

test('what a pack says of a cause stands with the failure, in words that need no language of the window', async () => {
  const notes = { 'storage-full': { en: 'Empty the trash first.' } };
  const failure = { at: 1000, cause: 'storage-full', credentials: 'none', retry: 'operator' } as const;
  const bakery = tenantView('bakery', {
    name: 'Bakery',
    session: { phase: 'stopped', since: 0, evidence: {}, failure },
  });
  await renderApp({ tenants: [bakery], protocol: { inUse: { ...inUse, notes } } });
  const panel = within(screen.getByRole('region', { name: 'The disk is full' }));
  const note = await panel.findByText('Empty the trash first.');
  expect(note.closest('p')?.textContent).toMatch(/^From your organisation’s protocol pack:/);
});
