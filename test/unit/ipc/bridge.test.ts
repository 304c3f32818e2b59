import { expect, it } from 'vitest';
import { z } from 'zod';

import { channelKinds } from '../../../electron/ipc/channel-kinds.ts';
import { createClient } from '../../../electron/ipc/client.ts';
import { createPublisher } from '../../../electron/ipc/publisher.ts';
import { registerHandlers } from '../../../electron/ipc/register-handlers.ts';
import { contract } from '../../../shared/ipc/contract.ts';
import { call, event, type Handlers } from '../../../shared/ipc/define.ts';
import { err, ok } from '../../../shared/result.ts';
import { createRecordingLogger } from '../../support/recording-logger.ts';

const small = {
  shop: {
    rename: call(z.object({ name: z.string().min(1) }), z.object({ renamed: z.boolean() })),
    count: call(z.null(), z.number()),
    renamed: event(z.object({ name: z.string() })),
  },
};
type Small = typeof small;
const kinds = { shop: { rename: 'call', count: 'call', renamed: 'event' } } as const;

/** Both sides in one process; what passes between them is cloned, as Electron does. */
function setUp(handlers: Partial<Handlers<Small>['shop']> = {}, options: { checks?: boolean; trusted?: boolean } = {}) {
  const handling = new Map<string, (event: string, input: unknown) => Promise<unknown>>();
  const listening = new Map<string, Set<(data: unknown) => void>>();
  const logger = createRecordingLogger();
  const checks = options.checks ?? true;
  const unregister = registerHandlers<Small, string>({
    contract: small,
    handlers: {
      shop: {
        rename: () => Promise.resolve(ok({ renamed: true })),
        count: () => Promise.resolve(ok(7)),
        ...handlers,
      },
    },
    ipcMain: {
      handle: (channel, listener) => handling.set(channel, listener),
      removeHandler: (channel) => handling.delete(channel),
    },
    isTrusted: () => options.trusted ?? true,
    checkAnswers: checks,
    logger,
  });
  const target = {
    destroyed: false,
    isDestroyed: () => target.destroyed,
    send: (channel: string, data: unknown) =>
      listening.get(channel)?.forEach((listener) => listener(structuredClone(data))),
  };
  const invoke = async (channel: string, input: unknown): Promise<unknown> => {
    const handler = handling.get(channel);
    if (handler === undefined) throw new Error(`No handler registered for '${channel}'`);
    return structuredClone(await handler('event', structuredClone(input)));
  };
  const client = createClient<Small>(kinds, {
    invoke,
    listen(channel, listener) {
      const listeners = listening.get(channel) ?? new Set();
      listening.set(channel, listeners.add(listener));
      return () => listeners.delete(listener);
    },
  });
  const { publish, addTarget } = createPublisher({ contract: small, checkData: checks, logger });
  addTarget(target);
  return { client, publish, target, invoke, logger, unregister };
}

it('carries a call and its answer, an expected failure as a value among them', async () => {
  const { client } = setUp({
    rename: ({ name }) => Promise.resolve(name === 'x' ? err({ code: 'unknown-tenant' }) : ok({ renamed: true })),
  });
  expect(await client.shop.count()).toEqual({ ok: true, value: 7 });
  expect(await client.shop.rename({ name: 'y' })).toEqual({ ok: true, value: { renamed: true } });
  expect(await client.shop.rename({ name: 'x' })).toEqual({ ok: false, error: { code: 'unknown-tenant' } });
});

it('has a name on either side for everything in the contract, and of the same kind', () => {
  const kindsOf = Object.entries(contract).map(([group, members]) => [
    group,
    Object.fromEntries(Object.entries(members).map(([name, { kind }]) => [name, kind])),
  ]);
  expect(channelKinds).toEqual(Object.fromEntries(kindsOf));
});

it('refuses input that the contract does not allow, and never runs the handler', async () => {
  let runs = 0;
  const { invoke } = setUp({ rename: () => Promise.resolve(ok({ renamed: (runs += 1) > 0 })) });
  const circular: Record<string, unknown> = { name: 'x' };
  circular.self = circular;
  for (const input of [
    undefined,
    null,
    {},
    { name: '' },
    { name: 1 },
    'x',
    { name: 'x'.repeat(1_000_001) },
    circular,
    { name: 'x', more: 1n },
  ]) {
    expect(await invoke('shop.rename', input)).toEqual({ ok: false, error: { code: 'invalid-request' } });
  }
  expect(runs).toBe(0);
});

it('refuses a sender that is not trusted, and says so in the log', async () => {
  const { client, logger } = setUp({}, { trusted: false });
  expect(await client.shop.count()).toEqual({ ok: false, error: { code: 'invalid-request' } });
  expect(logger.lines).toMatchObject([{ level: 'warn' }]);
});

it('turns an exception into internal-error and a line in the log', async () => {
  const thrown = setUp({
    count: () => {
      throw new Error('bug');
    },
  });
  const rejected = setUp({ count: () => Promise.reject(new Error('bug')) });
  for (const { client, logger } of [thrown, rejected]) {
    expect(await client.shop.count()).toEqual({ ok: false, error: { code: 'internal-error' } });
    expect(logger.lines).toMatchObject([{ level: 'error' }]);
  }
});

it('finds an answer that the contract does not allow, where it is told to look', async () => {
  const wrong = { count: () => Promise.resolve(ok('seven' as unknown as number)) };
  expect(await setUp(wrong).client.shop.count()).toEqual({ ok: false, error: { code: 'internal-error' } });
  expect(await setUp(wrong, { checks: false }).client.shop.count()).toEqual({ ok: true, value: 'seven' });
});

it('answers internal-error where nobody listens', async () => {
  const { client, unregister } = setUp();
  unregister();
  expect(await client.shop.count()).toEqual({ ok: false, error: { code: 'internal-error' } });
});

it('pushes events until the listener is taken away', () => {
  const { client, publish } = setUp();
  const seen: string[] = [];
  const stop = client.shop.renamed(({ name }) => seen.push(name));
  publish.shop.renamed({ name: 'a' });
  stop();
  publish.shop.renamed({ name: 'b' });
  expect(seen).toEqual(['a']);
});

it('survives a window that has gone or is just going', () => {
  const { publish, target, logger } = setUp();
  target.send = () => {
    throw new Error('Object has been destroyed');
  };
  publish.shop.renamed({ name: 'a' });
  target.destroyed = true;
  publish.shop.renamed({ name: 'b' });
  expect(logger.lines).toMatchObject([{ level: 'warn' }]);
});

it('does not send an event that the contract does not allow', () => {
  const { client, publish, logger } = setUp();
  let seen = 0;
  client.shop.renamed(() => (seen += 1));
  publish.shop.renamed({ name: 5 } as unknown as { name: string });
  expect(seen).toBe(0);
  expect(logger.lines).toMatchObject([{ level: 'error' }]);
});
