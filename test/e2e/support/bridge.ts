import { type ElectronApplication, type Page, expect } from '@playwright/test';

import { channelKinds } from '../../../electron/ipc/channel-kinds.ts';
import { createClient } from '../../../electron/ipc/client.ts';
import type { TenantView } from '../../../shared/console.ts';
import type { Contract } from '../../../shared/ipc/contract.ts';
import type { Client } from '../../../shared/ipc/define.ts';
import type { Phase } from '../../../shared/session.ts';
import { type TenantId, tenantIdSchema } from '../../../shared/tenant.ts';

/** `window.pairingConsole` without its types, which do not cross into the page. */
type Bridge = Record<string, Record<string, (input: unknown) => unknown>>;
interface Global {
  readonly pairingConsole: Bridge;
}

/** Calls the window's bridge, for what has no button. Its events are read with `eventsOf`. */
export function bridgeOf(page: Page): Client<Contract> {
  return createClient<Contract>(channelKinds, {
    invoke: (channel, input) =>
      page.evaluate(
        ([group = '', name = '', given]) =>
          (globalThis as unknown as Global).pairingConsole[group]?.[name]?.(given) as Promise<unknown>,
        [...channel.split('.'), input] as string[],
      ),
    listen() {
      throw new Error('listeners do not cross into the page');
    },
  });
}

/** The next so many events of a channel; the window listens once this is resolved with a function that waits for them. */
export async function eventsOf(page: Page, channel: string, count: number): Promise<() => Promise<unknown[]>> {
  const seen = await page.evaluateHandle(([group = '', name = '']) => {
    const events: unknown[] = [];
    const bridge = (globalThis as unknown as Global).pairingConsole;
    bridge[group]?.[name]?.((event: unknown) => events.push(event));
    return events;
  }, channel.split('.'));
  return async () => {
    await expect.poll(() => seen.evaluate((events) => events.length), { timeout: 15_000 }).toBe(count);
    return seen.jsonValue();
  };
}

export async function tenantOf(page: Page, id: string): Promise<TenantView | undefined> {
  const state = await bridgeOf(page).console.state();
  return state.ok ? state.value.tenants.find((tenant) => tenant.id === id) : undefined;
}

export async function untilPhase(page: Page, id: string, phase: Phase): Promise<void> {
  await expect.poll(async () => (await tenantOf(page, id))?.session.phase, { timeout: 15_000 }).toBe(phase);
}

/** Adds a tenant, starts it and waits for its code. */
export async function showCode(page: Page, id: string): Promise<{ tenantId: TenantId; code: string }> {
  const tenantId = tenantIdSchema.parse(id);
  const bridge = bridgeOf(page);
  expect(await bridge.tenants.add({ tenantId, name: `Shop ${id}` })).toEqual({ ok: true, value: null });
  expect(await bridge.session.start({ tenantId })).toEqual({ ok: true, value: null });
  await untilPhase(page, id, 'awaiting-scan');
  return { tenantId, code: (await tenantOf(page, id))?.session.qr?.text ?? '' };
}

/** Moves the main process's clock; its timers do not notice. */
export async function advanceClock(app: ElectronApplication, ms: number): Promise<void> {
  await app.evaluate((_electron, step) => {
    const now = Date.now;
    Date.now = () => now() + step;
  }, ms);
}
