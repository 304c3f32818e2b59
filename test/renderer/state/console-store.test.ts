import { describe, expect, it, vi } from 'vitest';

import { createConsoleStore } from '../../../renderer/state/console-store.ts';
import { createFakeConsole } from '../../support/fake-console.ts';
import { tenantView } from '../../support/tenant-view.ts';

const bakery = tenantView('bakery', { name: 'Bakery' });
const clinic = tenantView('clinic', { name: 'Clinic' });
const connecting = { phase: 'connecting', since: 5, evidence: {} } as const;

async function loadedStore() {
  const fake = createFakeConsole({ tenants: [bakery, clinic] });
  const store = createConsoleStore(fake.client.console);
  await vi.waitFor(() => expect(store.freshness()).toBe('current'));
  const asked = () => fake.calls.filter(({ channel }) => channel === 'console.state').length;
  return { fake, store, asked };
}

describe('console store', () => {
  it('is loading until the first answer, then holds it', async () => {
    const fake = createFakeConsole({ tenants: [bakery] });
    const store = createConsoleStore(fake.client.console);
    expect(store.freshness()).toBe('loading');
    await vi.waitFor(() => expect(store.freshness()).toBe('current'));
    expect(store.roster()).toEqual([{ id: 'bakery', name: 'Bakery', addedAt: 0 }]);
  });

  it('says so when the first question is refused, and recovers when asked again', async () => {
    const fake = createFakeConsole({ tenants: [bakery] });
    fake.refuse('console.state', { code: 'internal-error' });
    const store = createConsoleStore(fake.client.console);
    await vi.waitFor(() => expect(store.freshness()).toBe('unreachable'));
    fake.refuse('console.state', undefined);
    await store.refresh();
    expect(store.freshness()).toBe('current');
  });

  it('applies a change at once and leaves every other tenant the same object', async () => {
    const { fake, store } = await loadedStore();
    const [clinicBefore, rosterBefore] = [store.tenant('clinic'), store.roster()];
    fake.change({ tenants: [{ ...bakery, session: connecting }] });
    expect(store.tenant('bakery')?.session.phase).toBe('connecting');
    expect(store.tenant('clinic')).toBe(clinicBefore);
    expect(store.roster()).toBe(rosterBefore);
  });

  it('rebuilds the list when a tenant is renamed or removed', async () => {
    const { fake, store } = await loadedStore();
    fake.change({ tenants: [{ ...bakery, name: 'Old Bakery' }], removed: [clinic.id] });
    expect(store.roster()).toEqual([{ id: 'bakery', name: 'Old Bakery', addedAt: 0 }]);
    expect(store.tenant('clinic')).toBeUndefined();
  });

  it('drops a change that is not newer than what it holds', async () => {
    const { fake, store, asked } = await loadedStore();
    fake.change({ tenants: [{ ...bakery, session: connecting }] });
    fake.publish.console.changed({ previous: 1, revision: 2, tenants: [bakery], removed: [] });
    expect(store.tenant('bakery')?.session.phase).toBe('connecting');
    expect(asked()).toBe(1);
  });

  it('asks for the whole state after a gap, and is stale until the answer', async () => {
    const { fake, store, asked } = await loadedStore();
    const release = fake.hold('console.state');
    fake.changeSilently({ tenants: [{ ...clinic, session: connecting }] });
    fake.change({ tenants: [{ ...bakery, session: connecting }] });
    expect(store.freshness()).toBe('stale');
    expect(store.tenant('bakery')?.session.phase).toBe('idle');
    release();
    await vi.waitFor(() => expect(store.freshness()).toBe('current'));
    expect(store.tenant('bakery')?.session.phase).toBe('connecting');
    expect(store.tenant('clinic')?.session.phase).toBe('connecting');
    expect(asked()).toBe(2);
  });

  it('applies a change that overlaps with what it holds without asking', async () => {
    const { fake, store, asked } = await loadedStore();
    fake.change({});
    fake.publish.console.changed({
      previous: 1,
      revision: 3,
      tenants: [{ ...bakery, session: connecting }],
      removed: [],
    });
    expect(store.tenant('bakery')?.session.phase).toBe('connecting');
    expect(asked()).toBe(1);
  });

  it('asks once more when something newer is heard while the answer is on its way', async () => {
    const { fake, store } = await loadedStore();
    const state = fake.state();
    let asked = 0;
    const racing = createConsoleStore({
      ...fake.client.console,
      state: () => {
        asked += 1;
        if (asked === 1) fake.change({ tenants: [{ ...bakery, session: connecting }] });
        return Promise.resolve({ ok: true, value: asked === 1 ? state : fake.state() });
      },
    });
    await vi.waitFor(() => expect(racing.freshness()).toBe('current'));
    expect(asked).toBe(2);
    expect(racing.tenant('bakery')?.session.phase).toBe('connecting');
    expect(store.freshness()).toBe('current');
  });

  it('stops asking when the answers stay behind', async () => {
    const { fake } = await loadedStore();
    const state = fake.state();
    let asked = 0;
    const store = createConsoleStore({
      ...fake.client.console,
      state: () => {
        asked += 1;
        return Promise.resolve({ ok: true, value: state });
      },
    });
    await vi.waitFor(() => expect(store.freshness()).toBe('current'));
    fake.publish.console.changed({ previous: 8, revision: 9, tenants: [], removed: [] });
    await vi.waitFor(() => expect(asked).toBe(2));
    await store.refresh();
    expect(asked).toBe(3);
    expect(store.freshness()).toBe('stale');
  });

  it('stays stale when the main process does not answer', async () => {
    const { fake, store } = await loadedStore();
    fake.refuse('console.state', { code: 'internal-error' });
    fake.changeSilently({});
    fake.change({});
    await store.refresh();
    expect(store.freshness()).toBe('stale');
  });
});
