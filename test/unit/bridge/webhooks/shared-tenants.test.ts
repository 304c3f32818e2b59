import { afterEach, beforeEach, expect, test } from 'vitest';

import type { SessionSnapshot } from '../../../../shared/session.ts';
import { type WebhooksRig, cafe, createWebhooksRig, linked, noticed, shop } from './webhooks-rig.ts';

let rig: WebhooksRig;
/** The tenants that this program holds. */
let held: Set<string>;
const stopped: SessionSnapshot = { phase: 'stopped', since: 0, evidence: {} };

beforeEach(async () => {
  rig = await createWebhooksRig();
  held = new Set([shop, cafe]);
  await reopen();
});
afterEach(() => rig.close());

/** The next program, which has none of the tenants yet. */
async function reopen(): Promise<void> {
  await rig.webhooks.close();
  rig.snapshots.clear();
  rig.webhooks = await rig.open({ shared: { has: (tenantId) => held.has(tenantId) } });
}
const told = () => rig.calls.map(({ body }) => (body as { readonly status?: string }).status);
const message = (text: string) => ({ type: 'notify', messages: [{ text }] });

test('what waits for a tenant is told by the program that takes it up, once, and before what comes there', async () => {
  await rig.webhooks.takeUp([shop]);
  rig.answers = [500];
  rig.become(shop, linked);
  await rig.clock.advance(1_000);
  await rig.called(1);
  await rig.webhooks.parting(shop);
  await rig.webhooks.letGo(shop);
  await reopen();
  await rig.clock.advance(60_000);
  expect(told()).toEqual(['connected']);

  await rig.webhooks.takeUp([shop]);
  await rig.called(2);
  rig.become(shop, stopped);
  await rig.clock.advance(1_000);
  await rig.called(3);
  expect(told()).toEqual(['connected', 'connected', 'disconnected']);
  const [first, second] = rig.calls.map(({ body }) => (body as { readonly id: string }).id);
  expect(second).toBe(first);
});

test('a link that moves is not told of: the next program knows what was told', async () => {
  await rig.webhooks.takeUp([shop]);
  rig.become(shop, linked);
  await rig.clock.advance(1_000);
  await rig.called(1);
  await rig.webhooks.parting(shop);
  rig.snapshots.delete(shop);
  rig.webhooks.changed(shop);
  await rig.webhooks.letGo(shop);
  await reopen();
  await rig.webhooks.takeUp([shop]);
  await rig.clock.advance(60_000);
  rig.become(shop, { ...linked, phase: 'connecting', evidence: {} });
  await rig.clock.advance(14_000);
  rig.become(shop, linked);
  await rig.clock.advance(60_000);
  expect(told()).toEqual(['connected']);
});

test('a message that comes while its link is closed is kept, and told by the next program', async () => {
  await rig.webhooks.takeUp([shop]);
  await rig.webhooks.parting(shop);
  rig.webhooks.incoming(shop, message('last'));
  await rig.webhooks.letGo(shop);
  expect(rig.calls).toEqual([]);
  await reopen();
  await rig.webhooks.takeUp([shop]);
  await rig.called(1);
  expect(rig.calls[0]?.body).toMatchObject({ tenantId: shop, payload: message('last') });
});

test('a call under way is waited for, for half a second, and then made again by the next program', async () => {
  await rig.webhooks.takeUp([shop]);
  const answer = rig.holdAnswers();
  rig.webhooks.incoming(shop, message('slow'));
  await rig.called(1);
  const parting = rig.webhooks.parting(shop);
  await rig.clock.advance(500);
  await parting;
  await rig.webhooks.letGo(shop);
  answer();
  await reopen();
  await rig.webhooks.takeUp([shop]);
  await rig.called(2);
  const ids = rig.calls.map(({ body }) => (body as { readonly id: string }).id);
  expect(ids[1]).toBe(ids[0]);
});

test('a tenant that another program may have is told of no more, and its other tenants are', async () => {
  await rig.webhooks.takeUp([shop, cafe]);
  held.delete(shop);
  rig.webhooks.incoming(shop, message('too late'));
  rig.webhooks.cut(shop);
  rig.webhooks.incoming(shop, message('later still'));
  expect(await rig.webhooks.kept(shop)).toBe(false);
  rig.webhooks.incoming(cafe, message('here'));
  await rig.called(1);
  await noticed(() => rig.webhooks.state().backlog === 0);
  expect(rig.calls.map(({ body }) => (body as { readonly tenantId: string }).tenantId)).toEqual([cafe]);
});

test('what was heard before a lease ended is not told under the next one, where the queue was still being read', async () => {
  const former = rig.webhooks.takeUp([shop]);
  rig.webhooks.incoming(shop, message('comes again'));
  rig.webhooks.cut(shop);
  await Promise.all([former, rig.webhooks.takeUp([shop])]);
  expect(rig.webhooks.state().backlog).toBe(0);
  rig.webhooks.incoming(shop, message('new'));
  await rig.called(1);
  expect(rig.calls[0]?.body).toMatchObject({ payload: message('new') });
});
