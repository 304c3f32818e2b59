import { beforeEach, expect, it } from 'vitest';

import { createConsoleHandlers } from '../../../electron/ipc/console-handlers.ts';
import type { CommandError } from '../../../shared/errors.ts';
import { err, ok } from '../../../shared/result.ts';
import { tenantIdSchema } from '../../../shared/tenant.ts';
import { settle } from '../../support/fake-clock.ts';

const id = (text: string) => tenantIdSchema.parse(text);
let calls: unknown[];
let refusal: CommandError | undefined;
let open: () => void;
let handlers: ReturnType<typeof createConsoleHandlers>;
beforeEach(() => {
  calls = [];
  refusal = undefined;
  const registry = {
    add(...added: unknown[]) {
      calls.push(added);
      return Promise.resolve(added[0] === 'taken' ? err({ code: 'tenant-exists', id: 'taken' } as const) : ok());
    },
  };
  const settings = {
    setPreferences(change: unknown) {
      calls.push(change);
      return change;
    },
  };
  handlers = createConsoleHandlers({
    registry: registry as never,
    settings: settings as never,
    journal: {} as never,
    feed: {} as never,
    opened: new Promise((resolve) => (open = resolve)),
    usePasskey: () => Promise.resolve(ok()),
    applyPreferences: () => Promise.resolve(refusal),
  });
});

it('imports every row it can, in order, and gives the reason for each it cannot', async () => {
  open();
  const rows = [
    { tenantId: id('one'), name: 'One', expectedNumber: '972501234567' },
    { tenantId: id('taken'), name: 'Two' },
    { tenantId: id('three'), name: 'Three' },
  ];
  expect(await handlers.tenants.import({ rows })).toEqual(
    ok({ added: 2, refused: [{ tenantId: 'taken', error: { code: 'tenant-exists', id: 'taken' } }] }),
  );
  expect(calls).toEqual([
    ['one', 'One', '972501234567'],
    ['taken', 'Two', undefined],
    ['three', 'Three', undefined],
  ]);
});

it('holds commands back until the tenants on disk are known', async () => {
  const added = handlers.tenants.add({ tenantId: id('one'), name: 'One' });
  await settle();
  expect(calls).toEqual([]);
  open();
  expect(await added).toEqual(ok());
});

it('saves no preference that the system refuses', async () => {
  refusal = { code: 'no-tray' };
  expect(await handlers.preferences.set({ keepInTray: true, theme: 'dark' })).toEqual(err({ code: 'no-tray' }));
  expect(calls).toEqual([]);
  refusal = undefined;
  expect(await handlers.preferences.set({ theme: 'dark' })).toEqual(ok({ theme: 'dark' }));
});
