import { beforeEach, expect, test } from 'vitest';
import { z } from 'zod';

import { createGuard } from '../../../electron/ipc/guard.ts';
import { createPublisher } from '../../../electron/ipc/publisher.ts';
import { registerHandlers } from '../../../electron/ipc/register-handlers.ts';
import { consoleStateSchema } from '../../../shared/console.ts';
import { conceals } from '../../../shared/ipc/conceal.ts';
import { contract } from '../../../shared/ipc/contract.ts';
import { call, event } from '../../../shared/ipc/define.ts';
import { needs } from '../../../shared/ipc/needs.ts';
import { type Rights, fullRights } from '../../../shared/operator-rules.ts';
import { ok } from '../../../shared/result.ts';
import { silentLogger } from '../../support/fake-ports.ts';
import { viewOf } from '../../support/tenant-views.ts';

const small = {
  shop: {
    see: call(z.null(), z.string()),
    sell: call(z.object({ what: z.string() }), z.string()),
    sold: event(z.string()),
  },
};
type Small = typeof small;

let rights: Rights;
let runs: string[];
let refused: string[];
let sent: unknown[];
beforeEach(() => {
  rights = fullRights;
  runs = [];
  refused = [];
  sent = [];
});

function setUp(during: () => void = () => undefined) {
  const handling = new Map<string, (event: string, input: unknown) => Promise<unknown>>();
  const guard = createGuard<Small>({
    needs: { shop: { see: 'look', sell: ({ what }) => (what === 'gold' ? 'administer' : 'link'), sold: 'look' } },
    conceals: { shop: { see: () => 'hidden', sold: () => 'hidden' } },
    rights: () => rights,
  });
  registerHandlers<Small, string>({
    contract: small,
    handlers: {
      shop: {
        see() {
          runs.push('see');
          during();
          return Promise.resolve(ok('code'));
        },
        sell({ what }) {
          runs.push(what);
          return Promise.resolve(ok(what));
        },
      },
    },
    ipcMain: { handle: (channel, listener) => handling.set(channel, listener), removeHandler: () => undefined },
    isTrusted: () => true,
    checkAnswers: true,
    guard,
    onRefused: (group, name, _input, { code }) => refused.push(`${group}.${name} ${code}`),
    logger: silentLogger,
  });
  const { publish, addTarget } = createPublisher({ contract: small, checkData: true, guard, logger: silentLogger });
  addTarget({ isDestroyed: () => false, send: (_channel, data) => sent.push(data) });
  const invoke = (name: string, input: unknown) => handling.get(`shop.${name}`)?.('event', input);
  return { invoke, publish };
}
const refusal = (code: string) => ({ ok: false, error: { code } });

test('a handler runs only for a person who may ask for it, which may depend on what is asked', async () => {
  const { invoke } = setUp();
  rights = { locked: false, role: 'link' };
  expect(await invoke('sell', { what: 'bread' })).toEqual(ok('bread'));
  expect(await invoke('sell', { what: 'gold' })).toEqual(refusal('role-refused'));
  rights = { locked: true, role: 'look' };
  expect(await invoke('see', null)).toEqual(refusal('locked'));
  rights = fullRights;
  expect(await invoke('sell', { what: 'gold' })).toEqual(ok('gold'));
  expect(runs).toEqual(['bread', 'gold']);
  expect(refused).toEqual(['shop.sell role-refused', 'shop.see locked']);
});

test('who may look sees no code, in answers and in events', async () => {
  const { invoke, publish } = setUp();
  rights = { locked: false, role: 'look' };
  expect(await invoke('see', null)).toEqual(ok('hidden'));
  publish.shop.sold('code');
  rights = { locked: false, role: 'link' };
  expect(await invoke('see', null)).toEqual(ok('code'));
  publish.shop.sold('code');
  expect(sent).toEqual(['hidden', 'code']);
});

test('a locked window is sent nothing, and an answer that comes after the lock has nothing in it', async () => {
  const { invoke, publish } = setUp(() => (rights = { locked: true, role: 'look' }));
  expect(await invoke('see', null)).toEqual(refusal('locked'));
  expect(runs).toEqual(['see']);
  publish.shop.sold('code');
  expect(sent).toEqual([]);
});

test('every call and event of the contract says what it needs', () => {
  const named = (definition: object) =>
    Object.entries(definition).flatMap(([group, members]) =>
      Object.keys(members as object).map((name) => `${group}.${name}`),
    );
  expect(named(needs).sort()).toEqual(named(contract).sort());
});

test('a tenant that is seen by somebody who may look has no code and no digit of a number', () => {
  const account = { maskedNumber: '•••• 4567', name: 'Shop' };
  const now = 1_700_000_000_000;
  const view = {
    ...viewOf('shop', {
      phase: 'awaiting-scan',
      qr: { text: 'QRTEXT', issuedAt: now, expiresAt: now },
      code: { text: 'ABCD-EFGH', issuedAt: now, expiresAt: now },
      passkey: { expiresAt: now, confirmationCode: 'CONFIRM1' },
      account,
      wrongNumber: { expected: '•••4567', linked: '•••7654' },
    }),
    expectedNumberMasked: '•••4567',
  };
  const state = { revision: 1, tenants: [view], notices: [] };
  const seen = conceals.console?.state?.(state);
  expect(consoleStateSchema.parse(seen)).toEqual(seen);
  const text = JSON.stringify(seen);
  for (const secret of ['QRTEXT', 'ABCD-EFGH', 'CONFIRM1', '4567', '7654']) {
    expect(JSON.stringify(state)).toContain(secret);
    expect(text).not.toContain(secret);
  }
  expect(seen?.tenants[0]?.session).toMatchObject({ phase: 'awaiting-scan', account: { name: 'Shop' } });
  const queue = { items: [], way: 'any-phone', tiles: 4, paused: 'no', shared: view.session } as const;
  const shared = conceals.linking?.changed?.({ ...queue, items: [] });
  expect(JSON.stringify(shared)).not.toMatch(/QRTEXT|4567/);
  expect(conceals.linking?.state?.(null)).toBeNull();
});
