import { expect, test } from 'vitest';

import { refuseManaged } from '../../../electron/desk/managed-calls.ts';
import { type ManagedGroup, managedGroups } from '../../../shared/managed-rules.ts';
import { ok } from '../../../shared/result.ts';

const carriedOut = () => Promise.resolve(ok(null as never));
/** Handlers that carry everything out. */
const willing: Parameters<typeof refuseManaged>[0] = {
  preferences: { get: carriedOut, set: carriedOut },
  bridge: {
    state: carriedOut,
    configure: carriedOut,
    copySecret: carriedOut,
    renewSecret: carriedOut,
    addKey: carriedOut,
    revokeKey: carriedOut,
    copySigningSecret: carriedOut,
    renewSigningSecret: carriedOut,
    testWebhook: carriedOut,
  },
  network: { state: carriedOut, configure: carriedOut, signIn: carriedOut },
  updates: { state: carriedOut, configure: carriedOut, look: carriedOut, restart: carriedOut },
  operators: {
    state: () => Promise.resolve(ok({ kind: 'none' })),
    signIn: carriedOut,
    lock: carriedOut,
    add: carriedOut,
    change: carriedOut,
    changePin: carriedOut,
    setPin: carriedOut,
    remove: carriedOut,
    lockAfter: carriedOut,
  },
  protocol: { state: carriedOut, use: carriedOut, back: carriedOut },
  waVersion: { state: carriedOut, pin: carriedOut, fetch: carriedOut },
};
const handlersOf = (locked: readonly ManagedGroup[]) => refuseManaged(willing, locked);
const links = { tenants: 0, connected: 0, attention: 0 };
const refused = { ok: false, error: { code: 'managed' } };

const noa = { id: '0'.repeat(16), name: 'Noa', role: 'link' } as const;
type Call = (handlers: ReturnType<typeof handlersOf>) => Promise<unknown>;
const calls: readonly (readonly [ManagedGroup, string, Call])[] = [
  ['language', 'language', ({ preferences }) => preferences.set({ language: 'he' })],
  ['bridge', 'the switch', ({ bridge }) => bridge.configure({ enabled: true })],
  ['bridge', 'the port', ({ bridge }) => bridge.configure({ port: 4000 })],
  ['bridge', 'the secret', ({ bridge }) => bridge.renewSecret(null)],
  [
    'bridge',
    'a new key',
    ({ bridge }) => bridge.addKey({ name: 'crm', scopes: ['read'], tenants: null, expiresAt: null }),
  ],
  ['webhooks', 'the backend', ({ bridge }) => bridge.configure({ backendUrl: null })],
  ['webhooks', 'the flap window', ({ bridge }) => bridge.configure({ flapMs: 0 })],
  ['webhooks', 'their secret', ({ bridge }) => bridge.renewSigningSecret(null)],
  ['proxies', 'the way', ({ network }) => network.configure({ way: 'direct' })],
  ['proxies', 'no proxy', ({ network }) => network.configure({ proxy: null })],
  ['certificates', 'the trust', ({ network }) => network.configure({ trustSystem: true })],
  ['updates', 'the address', ({ updates }) => updates.configure({ url: 'https://updates.example' })],
  ['updates', 'protocol packs', ({ protocol }) => protocol.use({ on: false })],
  ['operators', 'a new operator', ({ operators }) => operators.add({ name: 'Noa', role: 'link', pin: '271828' })],
  ['operators', 'another role', ({ operators }) => operators.change({ ...noa, role: 'look' })],
  ['operators', 'a new PIN for another', ({ operators }) => operators.setPin({ id: noa.id, pin: '271828' })],
  ['operators', 'one less', ({ operators }) => operators.remove({ id: noa.id })],
  ['operators', 'when the window locks', ({ operators }) => operators.lockAfter({ minutes: 60 })],
  ['version', 'the pin', ({ waVersion }) => waVersion.pin({ version: null })],
];

test.each(calls)(
  'with %s locked, a call for %s is refused; with all others locked it is carried out',
  async (group, _, call) => {
    expect(await call(handlersOf([group]))).toEqual(refused);
    const others = managedGroups.filter((each) => each !== group);
    expect(await call(handlersOf(others))).toMatchObject({ ok: true });
  },
);

test('with operators locked, the first one that the organisation wants is added, and everybody changes their own PIN', async () => {
  const operators = { ...willing.operators, state: () => Promise.resolve(ok({ kind: 'required', links } as const)) };
  const handlers = refuseManaged({ ...willing, operators }, ['operators']);
  expect(await handlers.operators.add({ name: 'Noa', role: 'administer', pin: '271828' })).toMatchObject({ ok: true });
  expect(await handlers.operators.change({ ...noa, role: 'look' })).toEqual(refused);
  expect(await handlers.operators.changePin({ current: '271828', pin: '314159' })).toMatchObject({ ok: true });
});

test('what only looks, and what is not locked beside it, is carried out', async () => {
  const handlers = handlersOf(managedGroups);
  expect(await handlers.bridge.state(null)).toMatchObject({ ok: true });
  expect(await handlers.preferences.set({ theme: 'dark' })).toMatchObject({ ok: true });
  expect(await handlers.network.signIn({ username: 'a', password: 'b' })).toMatchObject({ ok: true });
});
