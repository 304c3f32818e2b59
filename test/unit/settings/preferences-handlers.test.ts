import { expect, it } from 'vitest';

import { createPreferencesHandlers } from '../../../electron/settings/preferences-handlers.ts';
import type { CommandError } from '../../../shared/errors.ts';
import { err, ok } from '../../../shared/result.ts';

it('saves no preference that the system refuses', async () => {
  const saved: unknown[] = [];
  let refusal: CommandError | undefined = { code: 'no-tray' };
  const settings = {
    setPreferences(change: unknown) {
      saved.push(change);
      return change;
    },
  };
  const handlers = createPreferencesHandlers({
    settings: settings as never,
    system: { apply: () => Promise.resolve(refusal) },
  });
  expect(await handlers.set({ keepInTray: true, theme: 'dark' })).toEqual(err({ code: 'no-tray' }));
  expect(saved).toEqual([]);
  refusal = undefined;
  expect(await handlers.set({ theme: 'dark' })).toEqual(ok({ theme: 'dark' }));
});
