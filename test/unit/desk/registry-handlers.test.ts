import { beforeEach, expect, it } from 'vitest';

import { createRegistryHandlers } from '../../../electron/desk/registry-handlers.ts';
import { err, ok } from '../../../shared/result.ts';
import { tenantIdSchema } from '../../../shared/tenant.ts';
import { settle } from '../../support/fake-clock.ts';

const id = (text: string) => tenantIdSchema.parse(text);
let calls: unknown[];
let open: () => void;
let handlers: ReturnType<typeof createRegistryHandlers>;
beforeEach(() => {
  calls = [];
  const registry = {
    add(...added: unknown[]) {
      calls.push(added);
      return Promise.resolve(added[0] === 'taken' ? err({ code: 'tenant-exists', id: 'taken' } as const) : ok());
    },
  };
  handlers = createRegistryHandlers({
    registry: registry as never,
    journal: {} as never,
    opened: new Promise((resolve) => (open = resolve)),
    usePasskey: () => Promise.resolve(ok()),
  });
});

it('imports every row it can, in order, and gives the reason for each it cannot', async () => {
  open();
  const rows = [
    { tenantId: id('one'), name: 'One', expectedNumber: '972501234567' },
    { tenantId: id('taken'), name: 'Two' },
    { tenantId: id('three'), name: 'Three', proxy: 'socks5://proxy.example:1080' },
  ];
  expect(await handlers.tenants.import({ rows })).toEqual(
    ok({ added: 2, refused: [{ tenantId: 'taken', error: { code: 'tenant-exists', id: 'taken' } }] }),
  );
  expect(calls).toEqual([
    ['one', 'One', '972501234567', { proxy: undefined }],
    ['taken', 'Two', undefined, { proxy: undefined }],
    ['three', 'Three', undefined, { proxy: { scheme: 'socks5', host: 'proxy.example', port: 1080 } }],
  ]);
});

it('holds commands back until the tenants on disk are known', async () => {
  const added = handlers.tenants.add({ tenantId: id('one'), name: 'One' });
  await settle();
  expect(calls).toEqual([]);
  open();
  expect(await added).toEqual(ok());
});
