import { screen, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';

import { tenantIdSchema } from '../../../shared/tenant.ts';
import { tenantView } from '../../support/tenant-view.ts';
import { renderApp } from '../support/render-app.tsx';

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
    expect(screen.queryByText(/exists already/)).toBeNull();
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

  it('goes on portion by portion, can be cancelled, and is undone as a whole', async () => {
    const { fake, user, dialog, text } = await openImport();
    await user.click(text);
    await user.paste(Array.from({ length: 45 }, (_, index) => `shop-${String(index)},Shop`).join('\n'));
    const release = fake.hold('tenants.import');
    await user.click(await dialog.findByRole('button', { name: 'Add 45 tenants' }));
    const running = within(await screen.findByRole('dialog'));
    expect(running.getByText('Adding 0 of 45…')).toBeTruthy();
    await user.click(running.getByRole('button', { name: 'Cancel' }));
    release();
    expect(await screen.findByText('20 tenants were added.')).toBeTruthy();
    expect(screen.getByText('25 tenants were not added, because you cancelled.')).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Undo the import' }));
    expect(await screen.findByText('20 tenants were removed again.')).toBeTruthy();
    expect(fake.state().tenants.map(({ id }) => id)).toEqual(['lily']);
  });

  it('reads national numbers in the way of a country that is chosen, and counts equal reasons', async () => {
    const { user, dialog, text } = await openImport();
    await user.click(text);
    await user.paste(
      Array.from({ length: 12 }, (_, index) => `shop-${String(index)},Shop,050-123 45${String(10 + index)}`).join('\n'),
    );
    await dialog.findByText('No tenant to add, 12 lines left out.');
    const row = dialog.getAllByRole('row').at(-1)?.textContent;
    expect(row).toContain('1, 2, 3, 4, 5, 6, 7, 8, …');
    expect(row).toContain('12 lines, first \u2066shop-0\u2069');
    expect(row).toContain('Choose the country');
    await user.type(dialog.getByRole('combobox'), 'Israel');
    await user.keyboard('{ArrowDown}{Enter}');
    expect(await dialog.findByText('12 tenants to add.')).toBeTruthy();
    expect(dialog.getByText('972501234510')).toBeTruthy();
  });
});
