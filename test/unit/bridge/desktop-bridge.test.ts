import { join } from 'node:path';

import { afterEach, beforeEach, expect, it } from 'vitest';

import { createBridgeKeys } from '../../../electron/bridge/bridge-keys.ts';
import type { Bridge, BridgeOptions } from '../../../electron/bridge/bridge.ts';
import { type DesktopBridgeOptions, createDesktopBridge } from '../../../electron/bridge/desktop-bridge.ts';
import type { SecretStore } from '../../../electron/bridge/secret-store.ts';
import { type BridgeSettings, type BridgeState, defaultBridgeSettings } from '../../../shared/bridge.ts';
import { err, ok } from '../../../shared/result.ts';
import { createTemporaryFolder } from '../../support/credentials.ts';
import { createFakeClock } from '../../support/fake-clock.ts';
import { silentLogger } from '../../support/fake-ports.ts';
import { createRecordingLogger } from '../../support/recording-logger.ts';

let folder: Awaited<ReturnType<typeof createTemporaryFolder>>;
let open: { options: BridgeOptions; told: BridgeOptions['webhooks']; closed: boolean }[];
let copied: string[];
let told: BridgeState[];
beforeEach(async () => {
  folder = await createTemporaryFolder();
  open = [];
  copied = [];
  told = [];
});
afterEach(() => folder.remove());

const serving = () => open.filter(({ closed }) => !closed).map(({ options }) => [options.port, options.secret]);

function setUp(options: Partial<DesktopBridgeOptions> = {}, chosen: BridgeSettings = defaultBridgeSettings) {
  let settings = chosen;
  let count = 0;
  let signings = 1;
  const clock = createFakeClock();
  const renew: SecretStore['renew'] = () => Promise.resolve(ok({ text: `secret-${(count += 1)}`, inKeyring: true }));
  const listened = new Set<number>();
  const desktop = createDesktopBridge({
    console: {} as BridgeOptions['console'],
    version: '1',
    mediaFolder: '/data/media',
    settings: { bridge: () => settings, setBridge: (next) => (settings = next) },
    secrets: {
      read: () => (count === 0 ? renew() : Promise.resolve(ok({ text: `secret-${count}`, inKeyring: true }))),
      renew,
    },
    keys: createBridgeKeys({ path: join(folder.path, 'bridge-keys.json'), clock, logger: silentLogger }),
    signingSecrets: {
      read: () => Promise.resolve(ok({ text: `signing-${signings}`, inKeyring: true })),
      renew: () => Promise.resolve(ok({ text: `signing-${(signings += 1)}`, inKeyring: true })),
    },
    env: {},
    copyText: (text) => void copied.push(text),
    publish: (state) => told.push(state),
    load: () =>
      Promise.resolve({
        createBridge(own) {
          const entry = { options: own, told: own.webhooks, closed: false };
          open.push(entry);
          return Promise.resolve({
            listen: () => Promise.resolve(own.port === 80 ? err({ code: 'EADDRINUSE' }) : ok({ port: own.port })),
            state: () => ({ callers: [{ address: '127.0.0.1', at: clock.now(), allowed: true }] }),
            tellBackend: (webhooks: BridgeOptions['webhooks']) => {
              entry.told = webhooks;
              return Promise.resolve();
            },
            settle: () => Promise.resolve(),
            close: () => {
              entry.closed = true;
              listened.delete(own.port);
              return Promise.resolve();
            },
          } as unknown as Bridge);
        },
      }),
    clock,
    logger: createRecordingLogger(),
    ...options,
  });
  return { desktop, clock, settings: () => settings };
}

it('is off until somebody switches it on, and then stays so', async () => {
  const { desktop, settings } = setUp();
  await desktop.open();
  expect(open).toEqual([]);
  const answer = await desktop.handlers.configure({ enabled: true });
  expect(answer).toMatchObject({ ok: true, value: { serving: { kind: 'listening', port: 3300 } } });
  expect(serving()).toEqual([[3300, 'secret-1']]);
  expect(settings().enabled).toBe(true);
  await desktop.handlers.configure({ enabled: false });
  expect(serving()).toEqual([]);
});

it('moves to another port, and says why it cannot', async () => {
  const { desktop } = setUp({}, { ...defaultBridgeSettings, enabled: true });
  await desktop.open();
  await desktop.handlers.configure({ port: 4000 });
  expect(serving()).toEqual([[4000, 'secret-1']]);
  const taken = await desktop.handlers.configure({ port: 80 });
  expect(taken).toMatchObject({ ok: true, value: { serving: { kind: 'failed', code: 'EADDRINUSE' } } });
  expect(serving()).toEqual([]);
});

it('shows only the end of the secret, copies the whole, and shuts the old one out', async () => {
  const { desktop } = setUp({}, { ...defaultBridgeSettings, enabled: true });
  await desktop.open();
  await desktop.handlers.copySecret(null);
  expect(copied).toEqual(['secret-1']);
  const renewed = await desktop.handlers.renewSecret(null);
  expect(renewed).toMatchObject({ ok: true, value: { secret: { ending: 'et-2', inKeyring: true } } });
  expect(serving()).toEqual([[3300, 'secret-2']]);
  expect(JSON.stringify(told)).not.toContain('secret-');
});

it('obeys the environment before the settings, and cannot be talked out of it', async () => {
  const env = { INTERNAL_SECRET: 'from-the-environment', BRIDGE_PORT: 5000 };
  const { desktop } = setUp({ env });
  await desktop.open();
  expect(serving()).toEqual([[5000, 'from-the-environment']]);
  expect(await desktop.handlers.configure({ enabled: false })).toEqual(err({ code: 'invalid-request' }));
  expect(await desktop.handlers.configure({ port: 6000 })).toEqual(err({ code: 'invalid-request' }));
  expect(await desktop.handlers.renewSecret(null)).toEqual(err({ code: 'invalid-request' }));
  expect(told.at(-1)?.fixed).toMatchObject({ address: true, secret: true, backendUrl: false });
});

it('tells another backend, or none, without disturbing anyone who calls', async () => {
  const { desktop, settings } = setUp({}, { ...defaultBridgeSettings, enabled: true });
  await desktop.open();
  expect(open[0]?.told).toBeUndefined();
  const answer = await desktop.handlers.configure({ backendUrl: 'https://backend.example' });
  expect(answer).toMatchObject({ ok: true, value: { settings: { backendUrl: 'https://backend.example' } } });
  await desktop.handlers.configure({ incomingMessages: true });
  const signingSecret = 'signing-1';
  expect(open[0]?.told).toEqual({
    backendUrl: 'https://backend.example',
    incoming: true,
    flapMs: 15_000,
    signingSecret,
  });
  await desktop.handlers.configure({ flapMs: 60_000 });
  expect(open[0]?.told).toMatchObject({ flapMs: 60_000 });
  await desktop.handlers.configure({ backendUrl: null });
  expect(open[0]?.told).toBeUndefined();
  expect(settings()).toEqual({ ...defaultBridgeSettings, enabled: true, incomingMessages: true, flapMs: 60_000 });
  expect(open).toHaveLength(1);
  expect(serving()).toEqual([[3300, 'secret-1']]);
});

it('keeps whom to tell while it is off, and tells them once it is on', async () => {
  const { desktop } = setUp();
  await desktop.handlers.configure({ backendUrl: 'http://127.0.0.1:8000', incomingMessages: true });
  expect(open).toEqual([]);
  expect(told.at(-1)).toMatchObject({ serving: { kind: 'off' }, settings: { backendUrl: 'http://127.0.0.1:8000' } });
  await desktop.handlers.configure({ enabled: true });
  expect(open[0]?.told).toMatchObject({ backendUrl: 'http://127.0.0.1:8000', incoming: true });
});

it('tells whom the environment says, whatever was chosen', async () => {
  const chosen = { ...defaultBridgeSettings, enabled: true, backendUrl: 'http://chosen', incomingMessages: true };
  const env = { BACKEND_URL: 'http://given', INCOMING_MESSAGES: 'false', FLAP_WINDOW_MS: 100 } as const;
  const { desktop, settings } = setUp({ env }, chosen);
  await desktop.open();
  expect(open[0]?.told).toMatchObject({ backendUrl: 'http://given', incoming: false, flapMs: 100 });
  expect(told.at(-1)?.fixed).toMatchObject({ address: false, backendUrl: true, incomingMessages: true, flapMs: true });
  for (const change of [{ backendUrl: null }, { incomingMessages: true }, { flapMs: 0 }]) {
    expect(await desktop.handlers.configure(change)).toEqual(err({ code: 'invalid-request' }));
  }
  expect(settings()).toEqual(chosen);
});

it('does not serve without a secret that is saved', async () => {
  const refuse = () => Promise.resolve(err({ code: 'storage-full', place: '/data' } as const));
  const { desktop } = setUp({ secrets: { read: refuse, renew: refuse } }, { ...defaultBridgeSettings, enabled: true });
  await desktop.open();
  expect(open).toEqual([]);
  expect(told.at(-1)?.serving).toEqual({ kind: 'failed', code: 'storage-full' });
});

it('makes no new secret by itself in place of one that cannot be read', async () => {
  const read = () => Promise.resolve(err({ code: 'secret-unreadable' } as const));
  const renew = () => Promise.resolve(ok({ text: 'secret-9', inKeyring: true }));
  const { desktop } = setUp({ secrets: { read, renew } }, { ...defaultBridgeSettings, enabled: true });
  await desktop.open();
  expect(told.at(-1)).toMatchObject({ serving: { kind: 'failed', code: 'secret-unreadable' }, secret: null });
  expect(await desktop.handlers.copySecret(null)).toEqual(err({ code: 'secret-unreadable' }));
  expect(open).toEqual([]);
});

it('tells of callers a few times a second at the most', async () => {
  const { desktop, clock } = setUp({}, { ...defaultBridgeSettings, enabled: true });
  await desktop.open();
  const before = told.length;
  for (let call = 0; call < 1000; call += 1) open[0]?.options.onChange?.();
  await clock.advance(250);
  expect(told).toHaveLength(before + 1);
  expect(told.at(-1)?.callers).toHaveLength(1);
});

it('is told of a fault in loading the server, and never rejects', async () => {
  const load = () => Promise.reject(new Error('no such file'));
  const { desktop } = setUp({ load }, { ...defaultBridgeSettings, enabled: true });
  await desktop.open();
  expect(told.at(-1)?.serving).toEqual({ kind: 'failed', code: 'internal-error' });
});

it('closes behind whatever is under way', async () => {
  const { desktop } = setUp({}, { ...defaultBridgeSettings, enabled: true });
  const opening = desktop.open();
  await desktop.close();
  await opening;
  expect(serving()).toEqual([]);
});

it('signs with a secret that can be copied and renewed, without disturbing anyone who calls', async () => {
  const chosen = { ...defaultBridgeSettings, enabled: true, backendUrl: 'https://backend.example' };
  const { desktop } = setUp({}, chosen);
  await desktop.open();
  expect(open[0]?.told).toMatchObject({ signingSecret: 'signing-1' });
  await desktop.handlers.copySigningSecret(null);
  expect(copied).toEqual(['signing-1']);
  const renewed = await desktop.handlers.renewSigningSecret(null);
  expect(renewed).toMatchObject({ ok: true, value: { signing: { ending: 'ng-2', inKeyring: true } } });
  expect(open[0]?.told).toMatchObject({ signingSecret: 'signing-2' });
  expect(open).toHaveLength(1);
  expect(JSON.stringify(told)).not.toContain('signing-');
});

it('signs with the secret of the environment, which the window cannot renew', async () => {
  const chosen = { ...defaultBridgeSettings, enabled: true, backendUrl: 'https://backend.example' };
  const { desktop } = setUp({ env: { WEBHOOK_SECRET: 'given' } }, chosen);
  await desktop.open();
  expect(open[0]?.told).toMatchObject({ signingSecret: 'given' });
  expect(await desktop.handlers.renewSigningSecret(null)).toMatchObject({ ok: false });
});

it('has nothing to test while there is no backend', async () => {
  const { desktop } = setUp();
  await desktop.open();
  expect(await desktop.handlers.testWebhook(null)).toEqual({ ok: false, error: { code: 'invalid-request' } });
});

it('makes a key, tells it once, and revokes it', async () => {
  const { desktop, clock } = setUp({}, { ...defaultBridgeSettings, enabled: true });
  await desktop.open();
  const wanted = { name: 'monitor', scopes: ['read'], tenants: null, expiresAt: null } as const;
  const made = await desktop.handlers.addKey({ ...wanted, scopes: [...wanted.scopes] });
  if (!made.ok) throw new Error(made.error.code);
  await clock.advance(250);
  expect(told.at(-1)?.keys).toMatchObject([{ ...wanted, lastUsed: null }]);
  expect(JSON.stringify(told)).not.toContain(made.value.text);
  expect(await desktop.handlers.addKey({ ...wanted, scopes: ['admin'] })).toEqual(err({ code: 'key-exists' }));
  expect(await desktop.handlers.revokeKey({ id: made.value.key.id })).toEqual(ok({ name: 'monitor' }));
  expect(await desktop.handlers.revokeKey({ id: made.value.key.id })).toEqual(err({ code: 'unknown-key' }));
  await clock.advance(250);
  expect(told.at(-1)?.keys).toEqual([]);
});
