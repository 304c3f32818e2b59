import { screen, within } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';

import { tenantIdSchema } from '../../../shared/tenant.ts';
import { tenantView } from '../../support/fake-console.ts';
import { renderApp, tearDown } from '../support/render-app.tsx';

afterEach(tearDown);

async function openImport() {
  const rendered = await renderApp({ tenants: [tenantView('lily')] });
  await rendered.user.click(screen.getByRole('button', { name: 'Import a list' }));
  const dialog = within(await screen.findByRole('dialog', { name: 'Import a list of tenants' }));
  return { ...rendered, dialog, text: dialog.getByRole('textbox') };
}

describe('importing a list', () => {
  it('previews what it makes of every line, and adds the good ones', async () => {
    const { fake, user, dialog, text } = await openImport();
    expect(dialog.getByRole('button', { name: 'Add tenants' }).hasAttribute('disabled')).toBe(true);
    await user.click(text);
    await user.paste('roses,Rosie,972501234567\nlily,Lily\ntulip,Tulip');
    expect(await dialog.findByText('2 tenants to add, 1 line left out.')).toBeTruthy();
    expect(dialog.getAllByRole('row').at(-1)?.textContent).toBe('2lilyThis tenant exists already.');
    await user.click(dialog.getByRole('button', { name: 'Add 2 tenants' }));
    expect(await screen.findByText('2 tenants were added.')).toBeTruthy();
    expect(fake.calls).toContainEqual({
      channel: 'tenants.import',
      input: {
        rows: [
          { tenantId: 'roses', name: 'Rosie', expectedNumber: '972501234567' },
          { tenantId: 'tulip', name: 'Tulip' },
        ],
      },
    });
    await user.click(screen.getByRole('button', { name: 'Close' }));
    expect(screen.getAllByRole('option')).toHaveLength(3);
  });

  it('reads a file', async () => {
    const { user, dialog, text } = await openImport();
    const file = new File([Uint8Array.from([0x61, 0x2c, 0xf9, 0xed])], 'list.csv', { type: 'text/csv' });
    const input = screen.getByRole('dialog').querySelector<HTMLInputElement>('input[type=file]');
    if (input === null) throw new Error('no file input');
    await user.upload(input, file);
    expect(await dialog.findByDisplayValue('a,שם')).toBe(text);
  });

  it('names what the console refused, and keeps the list where all of it failed', async () => {
    const { fake, user, dialog, text } = await openImport();
    await user.click(text);
    await user.paste('roses,Rosie\ntulip,Tulip');
    fake.refuse('tenants.import', { code: 'shutting-down' });
    await user.click(await dialog.findByRole('button', { name: 'Add 2 tenants' }));
    expect((await dialog.findByRole('alert')).textContent).toBe('The console is shutting down.');
    expect(text).toHaveProperty('value', 'roses,Rosie\ntulip,Tulip');
    fake.refuse('tenants.import', undefined);
    // Added by someone else between the preview and the press.
    fake.changeSilently({ tenants: [tenantView('roses')] });
    await user.click(dialog.getByRole('button', { name: 'Add 2 tenants' }));
    expect(await screen.findByText('1 tenant was added.')).toBeTruthy();
    const refused = within(screen.getByRole('region', { name: 'Lines left out' }))
      .getAllByRole('row')
      .at(-1);
    expect(refused?.textContent).toContain(tenantIdSchema.parse('roses'));
    expect(refused?.textContent).toContain('exists already');
  });
});
