import fc from 'fast-check';
import { expect, it } from 'vitest';

import { createChangeFeed } from '../../../electron/desk/change-feed.ts';
import {
  type ConsoleChange,
  consoleChangeSchema,
  consoleStateSchema,
  type TenantView,
} from '../../../shared/console.ts';
import { type TenantId, tenantIdSchema } from '../../../shared/tenant.ts';
import { createFakeClock } from '../../support/fake-clock.ts';

const [shop, depot] = ['shop', 'depot'].map((id) => tenantIdSchema.parse(id)) as [TenantId, TenantId];

function view(id: TenantId, name: string): TenantView {
  return { id, name, addedAt: 1, session: { phase: 'idle', since: 1, evidence: {} } };
}

function setUp() {
  const clock = createFakeClock();
  const tenants = new Map<TenantId, TenantView>();
  const sent: ConsoleChange[] = [];
  const feed = createChangeFeed({
    source: { view: (id) => tenants.get(id), tenantIds: () => [...tenants.keys()] },
    clock,
    publish: (change) => sent.push(structuredClone(change)),
  });
  const put = (id: TenantId, name: string): void => {
    tenants.set(id, view(id, name));
    feed.changed(id);
  };
  const remove = (id: TenantId): void => {
    tenants.delete(id);
    feed.changed(id);
  };
  return { clock, feed, sent, put, remove };
}

it('sends a change within one frame, and nothing while nothing changes', async () => {
  const { clock, sent, put } = setUp();
  put(shop, 'a');
  await clock.advance(16);
  expect(sent).toEqual([{ previous: 0, revision: 1, tenants: [view(shop, 'a')], removed: [] }]);
  await clock.advance(1000);
  expect(sent).toHaveLength(1);
  expect(clock.pending()).toBe(0);
});

it('makes one change of what happens within a frame, with what is true at its end', async () => {
  const { clock, sent, put, remove } = setUp();
  put(shop, 'a');
  put(depot, 'a');
  await clock.advance(10);
  put(shop, 'b');
  remove(depot);
  await clock.advance(6);
  put(shop, 'c');
  await clock.advance(16);
  expect(sent).toEqual([
    { previous: 0, revision: 1, tenants: [view(shop, 'b')], removed: [depot] },
    { previous: 1, revision: 2, tenants: [view(shop, 'c')], removed: [] },
  ]);
});

it('sends notices when they change, the same one once, until they are dismissed', async () => {
  const { clock, feed, sent } = setUp();
  feed.addNotice({ code: 'settings-not-saved', path: '/settings.json' });
  await clock.advance(16);
  feed.addNotice({ code: 'settings-not-saved', path: '/settings.json' });
  feed.addNotice({ code: 'journal-not-saved' });
  await clock.advance(16);
  const [first, second] = feed.state().notices;
  expect(sent.map(({ notices }) => notices?.map(({ code }) => code))).toEqual([
    ['settings-not-saved'],
    ['settings-not-saved', 'journal-not-saved'],
  ]);
  expect(first).toMatchObject({ path: '/settings.json', at: clock.now() - 16 });
  feed.dismissNotice(second?.id ?? '');
  feed.dismissNotice('unknown');
  await clock.advance(16);
  expect(sent.at(-1)?.notices).toEqual([first]);
});

it('sends nothing once it is closed', async () => {
  const { clock, feed, sent, put } = setUp();
  put(shop, 'a');
  feed.close();
  put(shop, 'b');
  await clock.advance(100);
  expect(sent).toEqual([]);
});

it('keeps a reader right who asks for the state at any moment and applies the changes after it', async () => {
  const command = fc.oneof(
    fc.record({
      type: fc.constant('put' as const),
      id: fc.constantFrom(shop, depot),
      name: fc.constantFrom('a', 'b', 'c'),
    }),
    fc.record({ type: fc.constant('remove' as const), id: fc.constantFrom(shop, depot) }),
    fc.record({ type: fc.constant('notice' as const) }),
    fc.record({ type: fc.constant('wait' as const), ms: fc.nat(20) }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(command), fc.array(command), async (before, after) => {
      const { clock, feed, sent, put, remove } = setUp();
      const run = async (commands: typeof before): Promise<void> => {
        for (const step of commands) {
          if (step.type === 'put') put(step.id, step.name);
          else if (step.type === 'remove') remove(step.id);
          else if (step.type === 'notice') feed.addNotice({ code: 'journal-damaged' });
          else await clock.advance(step.ms);
        }
      };
      await run(before);
      const reader = structuredClone(feed.state());
      const tenants = new Map(reader.tenants.map((tenant) => [tenant.id, tenant]));
      let { revision, notices } = reader;
      await run(after);
      await clock.advance(16);
      for (const change of sent.filter((candidate) => candidate.revision > reader.revision)) {
        consoleChangeSchema.parse(change);
        expect(change.previous).toBe(revision);
        revision = change.revision;
        change.tenants.forEach((tenant) => tenants.set(tenant.id, tenant));
        change.removed.forEach((id) => tenants.delete(id));
        notices = change.notices ?? notices;
      }
      const state = consoleStateSchema.parse(feed.state());
      const byId = (a: TenantView, b: TenantView) => a.id.localeCompare(b.id);
      expect([...tenants.values()].sort(byId)).toEqual([...state.tenants].sort(byId));
      expect({ revision, notices }).toEqual({ revision: state.revision, notices: state.notices });
    }),
    { numRuns: 200 },
  );
});
