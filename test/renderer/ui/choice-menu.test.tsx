import { screen, waitFor } from '@testing-library/react';
import { expect, it, vi } from 'vitest';

import { ChoiceMenu } from '../../../renderer/ui/choice-menu.tsx';
import { renderPart } from '../support/render-part.tsx';

it('is loaded and opened with the pointer or the arrow key, and gives the focus back to its button', async () => {
  const onChoose = vi.fn();
  const options = [
    { value: 'name', label: 'By name' },
    { value: 'newest', label: 'Newest first' },
  ];
  const choices = [{ title: 'Order', selected: 'name', options, onChoose }];
  const { user } = await renderPart(<ChoiceMenu label="Sort" icon={<svg />} active={false} choices={choices} />);
  const button = screen.getByRole('button', { name: 'Sort' });
  const closed = async () => {
    await waitFor(() => expect(screen.queryByRole('menu')).toBeNull());
    await waitFor(() => expect(document.activeElement).toBe(button));
    expect(button.getAttribute('aria-expanded')).toBe('false');
  };

  await user.click(button);
  expect(await screen.findByRole('menuitemradio', { name: 'By name', checked: true })).toBeTruthy();
  await waitFor(() => expect(screen.getByRole('menu').contains(document.activeElement)).toBe(true));
  await user.keyboard('{Escape}');
  await closed();

  await user.keyboard('{ArrowDown}');
  await user.click(await screen.findByRole('menuitemradio', { name: 'Newest first' }));
  expect(onChoose).toHaveBeenCalledExactlyOnceWith('newest');
  await closed();
});
