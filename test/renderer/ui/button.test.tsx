import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, it } from 'vitest';

import { Button } from '../../../renderer/ui/button.tsx';

it('cannot be pressed while what it began goes on, keeps the focus, and announces nothing itself', async () => {
  const user = userEvent.setup();
  let presses = 0;
  let submits = 0;
  const show = (isPending: boolean) => (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        submits += 1;
      }}
    >
      <Button type="submit" isPending={isPending} onPress={() => (presses += 1)}>
        Save
      </Button>
    </form>
  );
  const { rerender } = render(show(false));
  const button = screen.getByRole('button', { name: 'Save' });
  await user.click(button);
  expect([presses, submits]).toEqual([1, 1]);

  rerender(show(true));
  expect(button.getAttribute('aria-disabled')).toBe('true');
  await user.click(button);
  await user.keyboard('{Enter}');
  expect([presses, submits]).toEqual([1, 1]);
  expect(document.activeElement).toBe(button);

  rerender(show(false));
  expect(button.hasAttribute('aria-disabled')).toBe(false);
  expect(document.querySelector('[data-live-announcer] [role="img"]')).toBeNull();
  await user.keyboard('{Enter}');
  expect([presses, submits]).toEqual([2, 2]);
});
