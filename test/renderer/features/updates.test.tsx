import { screen, within } from '@testing-library/react';
import { expect, test } from 'vitest';

import { renderApp } from '../support/render-app.tsx';

type Options = NonNullable<Parameters<typeof renderApp>[0]>;

async function openSection(options: Options) {
  const rendered = await renderApp(options);
  await rendered.user.click(screen.getByRole('button', { name: 'Settings' }));
  const section = within(await screen.findByRole('region', { name: 'Updates' }));
  await section.findByText(/This is version/);
  return { ...rendered, section };
}
const on = { url: 'https://updates.example/', off: null } as const;
const sent = (fake: { calls: readonly { channel: string; input: unknown }[] }, channel: string) =>
  fake.calls.filter((call) => call.channel === channel).map(({ input }) => input);

test('without a key there are no updates, and the section says so with nothing to press', async () => {
  const { section } = await openSection({ updates: { off: 'no-key' } });
  expect(section.getByText(/built without the key/)).toBeTruthy();
  expect(section.queryByRole('button')).toBeNull();
});

test('takes an address that is one, and none', async () => {
  const { fake, user, section } = await openSection({});
  const field = section.getByRole('textbox', { name: 'Where updates come from' });
  await user.type(field, 'http://updates.example');
  expect(section.getByText(/begins with https/)).toBeTruthy();
  await user.clear(field);
  await user.type(field, 'https://updates.example{Enter}');
  expect(sent(fake, 'updates.configure')).toEqual([{ url: 'https://updates.example' }]);
  await user.click(await section.findByRole('button', { name: 'Look for updates now' }));
  expect(await section.findByText('This is the newest version.')).toBeTruthy();
  await user.clear(field);
  await user.click(section.getByRole('button', { name: 'Apply' }));
  expect(sent(fake, 'updates.configure').at(-1)).toEqual({ url: null });
});

test('says what a version that is ready changes, and restarts; not while a phone is being linked', async () => {
  const changes = { en: 'Links come back faster.' };
  const { fake, user, section } = await openSection({
    updates: { ...on, found: { kind: 'ready', version: '0.2.0', changes, wayBack: true } },
  });
  expect(section.getByText('Links come back faster.').getAttribute('dir')).toBeNull();
  expect(section.getByText(/three starts, this version comes back/)).toBeTruthy();
  fake.refuse('updates.restart', { code: 'update-while-linking' });
  await user.click(section.getByRole('button', { name: 'Restart to update' }));
  expect((await section.findByRole('alert')).textContent).toContain('A phone is being linked');
  fake.refuse('updates.restart', undefined);
  await user.click(section.getByRole('button', { name: 'Restart to update' }));
  expect(sent(fake, 'updates.restart')).toHaveLength(2);
});

test('what has only English words is shown as English', async () => {
  const found = { kind: 'ready', version: '0.2.0', changes: { en: 'Faster.' }, wayBack: false } as const;
  await renderApp({ updates: { ...on, found }, preferences: { language: 'he' } });
  const { click } = (await import('@testing-library/user-event')).default.setup();
  await click(screen.getByRole('button', { name: 'הגדרות' }));
  const words = await screen.findByText('Faster.');
  expect([words.getAttribute('lang'), words.getAttribute('dir')]).toEqual(['en', 'ltr']);
});

test('says why an update was refused, and which version was gone back from', async () => {
  const { section } = await openSection({
    updates: { ...on, rolledBack: '0.2.0', found: { kind: 'refused', error: { code: 'update-old', id: '0.0.9' } } },
  });
  expect(section.getByText(/went back to this version/)).toBeTruthy();
  expect(section.getByRole('alert').textContent).toMatch(/old version as new.*0\.0\.9/);
});

test('an address that the organisation names is shown and cannot be changed', async () => {
  const { section } = await openSection({ updates: on, info: { managed: { locked: ['updates'], hidden: [] } } });
  expect(section.getByText('https://updates.example/')).toBeTruthy();
  expect(section.getByText(/Managed by your organisation/)).toBeTruthy();
  expect(section.queryByRole('textbox')).toBeNull();
});
