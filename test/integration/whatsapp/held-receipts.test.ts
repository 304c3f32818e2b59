import { afterEach, beforeEach, expect, test } from 'vitest';

import type { Phone } from '../../../electron/loopback/phone.ts';
import type { IncomingMessages } from '../../../electron/pairing/ports.ts';
import { isConnected } from '../../../shared/session.ts';
import type { TenantId } from '../../../shared/tenant.ts';
import { type Rig, createRig } from '../../support/console-rig.ts';
import { settle } from '../../support/fake-clock.ts';

let rig: Rig;
let shop: TenantId;
let phone: Phone;
let ana: Phone;
/** The ids of what was passed on, and of what was acknowledged, oldest first. */
let heard: string[];
let receipts: string[];
/** Whether what was passed on is kept, as the console asks for it. */
let kept: () => Promise<boolean> | undefined;

beforeEach(async () => {
  heard = [];
  receipts = [];
  kept = () => undefined;
  rig = await createRig(
    {},
    {
      onMessages: (_, { messages }: IncomingMessages) =>
        void heard.push(...messages.map((message) => (message as { key: { id: string } }).key.id)),
      messagesKept: () => kept(),
    },
  );
  rig.whatsapp.on((event) => {
    if (event.type === 'receipt' && event.receipt !== 'retry') receipts.push(event.id);
  });
  phone = rig.whatsapp.addPhone({ number: '972501234567' });
  ana = rig.whatsapp.addPhone({ number: '972507654321', name: 'Ana' });
  shop = await rig.tenant('business_17');
  await rig.link(shop, phone);
}, 30_000);
afterEach(() => rig.close(), 30_000);

const soon = { timeout: 15_000 };
const write = (conversation: string) => ana.send(phone.number, { content: { conversation } });
/** The store answers when told to. */
function slowStore(): (isKept: boolean) => void {
  let answer: (isKept: boolean) => void = () => undefined;
  const answered = new Promise<boolean>((resolve) => (answer = resolve));
  kept = () => answered;
  return (isKept) => {
    kept = () => undefined;
    answer(isKept);
  };
}

test('a message is acknowledged once it is kept, and those that come meanwhile are read and kept with it', async () => {
  const answer = slowStore();
  const sent = [await write('one'), await write('two'), await write('three')];
  await expect.poll(() => heard, soon).toEqual(sent);
  await settle();
  expect(receipts).toEqual([]);
  answer(true);
  await expect.poll(() => receipts, soon).toEqual(sent);
  const reply = await rig.console().registry.sendText(shop, '972507654321@s.whatsapp.net', 'thanks');
  expect(reply.ok).toBe(true);
}, 60_000);

test('what is not for the backend is acknowledged at once', async () => {
  const own = await phone.send(phone.number, {
    content: { conversation: 'from the phone' },
    attrs: { from: phone.jid, recipient: ana.jid },
  });
  await expect.poll(() => receipts, soon).toEqual([own]);
  expect(heard).toEqual([]);
}, 60_000);

test('one that cannot be kept is not acknowledged: WhatsApp sends it again, and it is passed on once', async () => {
  const answer = slowStore();
  const id = await write('one');
  await expect.poll(() => heard, soon).toEqual([id]);
  answer(false);
  await rig.until(shop, (now) => !isConnected(now));
  expect(receipts).toEqual([]);
  await rig.passRetry(shop);
  await rig.until(shop, isConnected);
  const next = await write('two');
  await expect.poll(() => heard, soon).toEqual([id, next]);
  await expect.poll(() => receipts, soon).toContain(next);
}, 60_000);

test('a program that ends before it was kept gets the message again', async () => {
  const first = await write('opens the session');
  await expect.poll(() => receipts, soon).toEqual([first]);
  kept = () => new Promise(() => undefined);
  const id = await write('one');
  await expect.poll(() => heard, soon).toEqual([first, id]);
  await rig.restart();
  kept = () => undefined;
  await rig.until(shop, isConnected);
  await expect.poll(() => heard, soon).toEqual([first, id, id]);
  await expect.poll(() => receipts, soon).toEqual([first, id]);
}, 60_000);
