import { screen, within } from '@testing-library/react';
import { expect, test } from 'vitest';

import { renderApp } from '../support/render-app.tsx';

async function openSection(waVersion: NonNullable<Parameters<typeof renderApp>[0]>['waVersion'] = {}) {
  const rendered = await renderApp({ waVersion });
  await rendered.user.click(screen.getByRole('button', { name: 'Settings' }));
  const section = within(await screen.findByRole('region', { name: /WhatsApp Web version/ }));
  await section.findByText(/In use/);
  return { ...rendered, section };
}
const pins = (fake: { calls: readonly { channel: string; input: unknown }[] }) =>
  fake.calls.filter(({ channel }) => channel === 'waVersion.pin').map(({ input }) => input);

test('says which version is in use, where it comes from and how old it is', async () => {
  const { section } = await openSection();
  expect(section.getByText('2.3000.1034074495').getAttribute('dir')).toBe('ltr');
  expect(section.getByText(/published by WhatsApp/)).toBeTruthy();
  expect(section.getByText(/fetched .*\d/)).toBeTruthy();
});

test('fetches on request, and says when that led to nothing', async () => {
  const { fake, user, section } = await openSection({ published: null, source: 'library' });
  expect(section.getByText(/was never fetched/)).toBeTruthy();
  fake.refuse('waVersion.fetch', { code: 'version-not-fetched' });
  await user.click(section.getByRole('button', { name: 'Fetch now' }));
  expect((await section.findByRole('alert')).textContent).toContain('gave no version');
  fake.refuse('waVersion.fetch', undefined);
  await user.click(section.getByRole('button', { name: 'Fetch now' }));
  expect(await section.findByText('2.3000.1034074999')).toBeTruthy();
  expect(section.queryByRole('alert')).toBeNull();
});

test('pins a version that is one, and goes back to automatic', async () => {
  const { fake, user, section } = await openSection();
  const field = section.getByRole('textbox', { name: 'Pin a version' });
  await user.type(field, '2.2413.51');
  await user.click(section.getByRole('button', { name: 'Pin' }));
  expect(section.getByText(/followed by six to twelve digits/)).toBeTruthy();
  expect(pins(fake)).toEqual([]);
  await user.clear(field);
  await user.type(field, ' 2.3000.1034070000 ');
  await user.click(section.getByRole('button', { name: 'Pin' }));
  expect(pins(fake)).toEqual([{ version: '2.3000.1034070000' }]);
  expect(await section.findByText(/pinned by hand/)).toBeTruthy();
  await user.click(section.getByRole('button', { name: 'Back to automatic' }));
  expect(pins(fake)[1]).toEqual({ version: null });
  expect(await section.findByText(/published by WhatsApp/)).toBeTruthy();
});

test('what the environment pins is said, and has no field', async () => {
  const { section } = await openSection({ fixed: true, pin: '2.3000.1034070000', source: 'pinned' });
  expect(section.getByText(/WA_VERSION/)).toBeTruthy();
  expect(section.queryByRole('textbox')).toBeNull();
});

test('practice has no such section', async () => {
  const { user } = await renderApp({ info: { practice: true } });
  await user.click(screen.getByRole('button', { name: 'Settings' }));
  await screen.findByRole('heading', { name: 'Settings' });
  expect(screen.queryByRole('region', { name: /WhatsApp Web version/ })).toBeNull();
});
