import { hash } from 'node:crypto';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { Stores } from '../../../electron/console/stores.ts';
import type { OutboxEntry } from '../../../electron/outbox/entries.ts';
import type { FlightFrame } from '../../../shared/flight.ts';
import { tenantIdSchema } from '../../../shared/tenant.ts';
import { unwrap } from '../../support/credentials.ts';
import { type StorePlace, storePlaces } from '../../support/postgres/store-places.ts';
import { failedScan } from '../../unit/journal/entries.ts';

const shop = tenantIdSchema.parse('shop');
const depot = tenantIdSchema.parse('depot');
const minute = 60_000;
const day = 24 * 60 * minute;
const id = (count: number) => `3EB0${String(count).padStart(16, '0')}`;
const digest = (text: string) => hash('sha256', text);
const frame = (tag: string): FlightFrame => ({
  at: 1,
  connection: 1,
  direction: 'in',
  tag,
  attributes: {},
  children: [],
  bytes: 3,
});

describe.each(storePlaces)('what else is kept in %s', (_, make) => {
  let place: StorePlace;
  let stores: Stores;
  async function reopen(): Promise<void> {
    await stores.journal.close();
    stores = await place.open();
  }
  beforeEach(async () => {
    place = await make();
    stores = await place.open();
    for (const tenant of [shop, depot])
      unwrap(await stores.tenants.add({ id: tenant, name: tenant, addedAt: 1, running: false }));
  });
  afterEach(async () => {
    await stores.journal.close();
    await place.remove();
  });

  describe('sends', () => {
    const send = (text: string) => ({ to: ['972507654321@s.whatsapp.net'], content: Buffer.from(text) });

    it('are found by their tenant, the newest content of each, for two days', async () => {
      await stores.keptSends(shop).keep(id(1), send('first'));
      await stores.keptSends(shop).keep(id(1), send('second'));
      await reopen();
      expect(await stores.keptSends(shop).find(id(1))).toEqual(send('second'));
      expect(await stores.keptSends(depot).find(id(1))).toBeUndefined();
      expect(await stores.keptSends(shop).find(id(2))).toBeUndefined();
      expect(await stores.keptSends(shop).find('../../secret')).toBeUndefined();
      await place.clock.advance(2 * day);
      expect(await stores.keptSends(shop).find(id(1))).toEqual(send('second'));
      await place.clock.advance(1);
      expect(await stores.keptSends(shop).find(id(1))).toBeUndefined();
    });

    it('are kept in a bounded number, the newest', async () => {
      const kept = stores.keptSends(shop);
      for (let first = 0; first < 1_200; first += 40)
        await Promise.all(Array.from({ length: 40 }, (_unused, n) => kept.keep(id(first + n), send(`${first + n}`))));
      expect(await kept.find(id(0))).toBeUndefined();
      expect(await kept.find(id(1_199))).toEqual(send('1199'));
      expect(await kept.find(id(800))).toEqual(send('800'));
    });
  });

  describe('keys of files', () => {
    const media = { kind: 'document', mimetype: 'application/pdf', path: '/v/x', mediaKey: 'AAAA', size: 7 } as const;

    it('are found by their message, the first that came', async () => {
      await stores.keptMedia(shop).keep([
        { messageId: id(1), media },
        { messageId: id(2), media: { ...media, fileName: 'two.pdf' } },
      ]);
      await stores.keptMedia(shop).keep([{ messageId: id(1), media: { ...media, path: '/v/other' } }]);
      await reopen();
      expect(await stores.keptMedia(shop).find(id(1))).toEqual(media);
      expect(await stores.keptMedia(shop).find(id(2))).toEqual({ ...media, fileName: 'two.pdf' });
      expect(await stores.keptMedia(depot).find(id(1))).toBeUndefined();
    });
  });

  describe('calls to the backend', () => {
    const entry = (number: number, reason: string): OutboxEntry => ({
      number,
      at: 1,
      id: `call-${number}`,
      tenantId: shop,
      kind: 'status',
      body: { tenant_id: shop, status: 'connected', reason },
    });

    it('come back in their order until they are made, each as it was kept last', async () => {
      for (const number of [12, 2, 7]) unwrap(await stores.outbox.put(entry(number, 'first')));
      unwrap(await stores.outbox.put(entry(7, 'second')));
      unwrap(await stores.outbox.remove({ tenantId: shop, number: 2 }));
      unwrap(await stores.outbox.remove({ tenantId: shop, number: 99 }));
      unwrap(await stores.outbox.putTold(new Map([[shop, 'connected']])));
      unwrap(
        await stores.outbox.putTold(
          new Map([
            [shop, 'disconnected'],
            [depot, 'connected'],
          ]),
        ),
      );
      await reopen();
      const { entries, told } = unwrap(await stores.outbox.load());
      expect(entries).toEqual([entry(7, 'second'), entry(12, 'first')]);
      expect([...told]).toEqual([[depot, 'connected']]);
    });

    it('can be read of some tenants, and what was told of the others stays', async () => {
      const ofDepot = { ...entry(3, 'depot'), tenantId: depot };
      unwrap(await stores.outbox.put(entry(1, 'shop')));
      unwrap(await stores.outbox.put(ofDepot));
      unwrap(await stores.outbox.putTold(new Map([[shop, 'connected']])));
      unwrap(await stores.outbox.putTold(new Map([[depot, 'connected']])));
      await reopen();
      const { entries, told } = unwrap(await stores.outbox.load([depot]));
      expect([entries, [...told]]).toEqual([[ofDepot], [[depot, 'connected']]]);
      unwrap(await stores.outbox.putTold(new Map([[depot, 'disconnected']])));
      expect([...unwrap(await stores.outbox.load()).told]).toEqual([[shop, 'connected']]);
    });
  });

  describe('sends with a key', () => {
    const begun = (key: string, until: number) => ({ id: digest(key), work: digest('work'), until });

    it('are found until their time is over, by the next program too, and keep others from beginning', async () => {
      const until = place.clock.now() + 10 * minute;
      for (const key of ['a', 'b', 'c'])
        expect(unwrap(await stores.sendKeys.begin(shop, begun(key, until)))).toBeUndefined();
      const sent = { ...begun('b', until), sent: { messageId: id(1), durationMs: 12 } };
      unwrap(await stores.sendKeys.end(shop, sent));
      unwrap(await stores.sendKeys.remove(shop, digest('a')));
      expect(unwrap(await stores.sendKeys.begin(shop, begun('b', until + 1)))).toEqual(sent);
      await reopen();
      const again = async (key: string) => unwrap(await stores.sendKeys.begin(shop, begun(key, until + 9 * minute)));
      expect(await again('b')).toEqual(sent);
      expect(await again('c')).toEqual(begun('c', until));
      expect(await again('a')).toBeUndefined();
      await place.clock.advance(10 * minute);
      expect(await again('b')).toBeUndefined();
      await reopen();
      expect(await again('b')).toEqual(begun('b', until + 9 * minute));
    });
  });

  describe('attempts to link', () => {
    it('are remembered over a restart, without the number itself', async () => {
      const mark = stores.attempts.markOf('972501234567');
      expect(mark).not.toContain('972501234567');
      stores.attempts.add({ at: place.clock.now(), number: mark });
      await place.clock.advance(minute);
      stores.attempts.add({ at: place.clock.now() });
      const added = stores.attempts.list();
      expect(added).toHaveLength(2);
      await expect.poll(async () => (await place.open()).attempts.list()).toEqual(added);
      expect(added[0]?.number).toBe(mark);
    });
  });

  describe('the failure log', () => {
    it('keeps entries with what is added to them, and the frames that led there', async () => {
      const { journal } = stores;
      const now = place.clock.now();
      journal.append(failedScan(now, shop), [frame('first')]);
      journal.append(failedScan(now, depot));
      const [newest, oldest] = journal.list({ limit: 10 });
      journal.explain(oldest?.id ?? '', { kind: 'android', screen: 'try-later' });
      journal.keepLink(shop, [frame('linked')], now - 5);
      await reopen();
      const list = stores.journal.list({ limit: 10 });
      expect(list.map((entry) => [entry.id, entry.phone?.screen])).toEqual([
        [newest?.id, undefined],
        [oldest?.id, 'try-later'],
      ]);
      expect(await stores.journal.flight(oldest?.id ?? '')).toEqual([frame('first')]);
      expect(await stores.journal.flight(newest?.id ?? '')).toBeUndefined();
      expect(await stores.journal.linkFlight(shop)).toEqual([frame('linked')]);
      expect(stores.journal.newLinks()).toEqual([{ tenantId: shop, at: now, codeAt: now - 5 }]);
      expect(stores.journal.loss()).toBeUndefined();
    });

    it('drops what is older than 90 days, on disk as well', async () => {
      stores.journal.append(failedScan(place.clock.now(), shop));
      await place.clock.advance(89 * day);
      stores.journal.append(failedScan(place.clock.now(), depot));
      await place.clock.advance(2 * day);
      await reopen();
      await reopen();
      expect(stores.journal.list({ limit: 10 }).map(({ tenantId }) => tenantId)).toEqual([depot]);
    });

    it('forgets the frames of links whose tenants are gone', async () => {
      for (const tenant of [shop, depot]) stores.journal.keepLink(tenant, [frame(tenant)]);
      unwrap(await stores.tenants.forget(depot));
      await stores.sweep();
      await reopen();
      expect(await stores.journal.linkFlight(shop)).toEqual([frame(shop)]);
      expect(await stores.journal.linkFlight(depot)).toBeUndefined();
    });
  });
});
