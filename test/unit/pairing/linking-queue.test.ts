import { beforeEach, describe, expect, it } from 'vitest';

import { createLinkingQueue } from '../../../electron/pairing/linking-queue.ts';
import type { RegistryError } from '../../../shared/errors.ts';
import type { LinkingState } from '../../../shared/linking.ts';
import { err, ok } from '../../../shared/result.ts';
import type { SessionSnapshot } from '../../../shared/session.ts';
import { tenantIdSchema } from '../../../shared/tenant.ts';
import { createFakeClock } from '../../support/fake-clock.ts';
import { viewOf } from '../../support/tenant-views.ts';

const id = (text: string) => tenantIdSchema.parse(text);
const [a, b, c] = [id('a'), id('b'), id('c')];
const confirmed = { 'account-verified': 1 };
const accepted = { ...confirmed, 'credentials-saved': 2, 'new-socket': 3, 'login-accepted': 4, 'keys-at-server': 4 };
const code: SessionSnapshot = { phase: 'connecting', since: 0, evidence: {} };
const idle: SessionSnapshot = { phase: 'idle', since: 0, evidence: {} };

function failed(phase: SessionSnapshot['phase'], cause: NonNullable<SessionSnapshot['failure']>['cause']) {
  return { phase, since: 0, evidence: {}, failure: { at: 0, cause, credentials: 'none', retry: 'operator' } } as const;
}

let sessions: Map<string, SessionSnapshot>;
let refusals: Map<string, RegistryError>;
let commands: string[];
let queue: ReturnType<typeof createLinkingQueue>;
let shared: SessionSnapshot;
let pausedUntil: number | undefined;
let clock: ReturnType<typeof createFakeClock>;
const becomeShared = (session: SessionSnapshot) => {
  shared = session;
};
let published: (LinkingState | null)[];
let turns: string[];

/** Lets the promises of commands settle. */
const settle = async () => {
  for (let turn = 0; turn < 5; turn += 1) await Promise.resolve();
};

async function become(tenantId: typeof a, session: SessionSnapshot | undefined): Promise<void> {
  if (session === undefined) sessions.delete(tenantId);
  else sessions.set(tenantId, session);
  queue.changed(tenantId);
  await settle();
}

const states = () => Object.fromEntries((queue.state()?.items ?? []).map((item) => [item.tenantId, item.state]));
const order = () =>
  queue
    .state()
    ?.items.map(({ tenantId }) => tenantId)
    .join('');

beforeEach(async () => {
  sessions = new Map([a, b, c].map((tenantId) => [tenantId, idle]));
  refusals = new Map();
  commands = [];
  shared = idle;
  pausedUntil = undefined;
  clock = createFakeClock();
  published = [];
  turns = [];
  queue = createLinkingQueue({
    registry: {
      view: (tenantId) => {
        const session = sessions.get(tenantId);
        return session && viewOf(tenantId, session);
      },
      start: (tenantId) => {
        commands.push(`start ${tenantId}`);
        const refusal = refusals.get(tenantId);
        if (refusal !== undefined) return Promise.resolve(err(refusal));
        const session = sessions.get(tenantId);
        if (session?.phase === 'idle' || session?.phase === 'stopped') sessions.set(tenantId, code);
        return Promise.resolve(ok());
      },
      disconnect: (tenantId) => {
        commands.push(`stop ${tenantId}`);
        sessions.set(tenantId, idle);
        return Promise.resolve(ok({ loggedOut: true }));
      },
      attemptsPause: () => (pausedUntil === undefined ? undefined : { scope: 'workstation', until: pausedUntil }),
      sharedCode: {
        start: () => becomeShared(code),
        renew: () => undefined,
        stop() {
          becomeShared(idle);
          return Promise.resolve();
        },
        snapshot: () => shared,
        networkChanged: () => undefined,
        way: () => undefined,
        portalSeen: () => undefined,
      },
    },
    clock,
    onChange: (state) => published.push(state),
    onTurn: (tenantId, answer) => turns.push(`${tenantId} ${answer.ok ? 'ok' : answer.error.code}`),
    fail: (error) => {
      throw error;
    },
  });
  queue.begin([a, b, c]);
  await settle();
});

describe('linking mode', () => {
  it('tells of each tenant when its turn has come, once, and of those that could not start', async () => {
    refusals.set(c, { code: 'shutting-down' });
    expect(turns).toEqual(['a ok']);
    await become(a, { phase: 'pairing', since: 0, evidence: confirmed });
    // Its code is being fetched, and is not on screen.
    expect(commands).toContain('start b');
    expect(turns).toEqual(['a ok']);
    await become(a, { phase: 'connected', since: 0, evidence: accepted });
    expect(turns).toEqual(['a ok', 'b ok']);
    queue.skip();
    await settle();
    expect(turns).toEqual(['a ok', 'b ok', 'c shutting-down']);
    queue.retry();
    await settle();
    expect(turns.slice(3)).toEqual(['b ok']);
    queue.setWay('any-phone', 4);
    await become(b, { phase: 'pairing', since: 0, evidence: confirmed });
    expect(turns.slice(4)).toEqual(['b ok']);
  });

  it('shows the first code at once and goes on by itself as soon as WhatsApp has let a phone in', async () => {
    expect(states()).toEqual({ a: 'current', b: 'waiting', c: 'waiting' });
    expect(commands).toEqual(['start a']);
    await become(a, { phase: 'pairing', since: 0, evidence: confirmed });
    // The next code is fetched meanwhile, and not shown.
    expect(commands).toEqual(['start a', 'start b']);
    expect(states()).toEqual({ a: 'current', b: 'waiting', c: 'waiting' });
    await become(a, { phase: 'verifying', since: 0, evidence: accepted });
    expect(states()).toEqual({ a: 'accepted', b: 'current', c: 'waiting' });
    await become(a, { phase: 'connected', since: 0, evidence: { ...accepted, stable: 5 } });
    expect(states()).toMatchObject({ a: 'linked' });
    expect(commands).not.toContain('stop a');
  });

  it('does not go on for a wrong number, which waits for a person', async () => {
    const wrongNumber = { expected: '1', linked: '2' };
    await become(a, { phase: 'awaiting-acceptance', since: 0, evidence: accepted, wrongNumber });
    expect(states()).toMatchObject({ a: 'current', b: 'waiting' });
  });

  it('puts a link that falls in its probation first, with its cause, and leaves the code on screen', async () => {
    await become(a, { phase: 'connected', since: 0, evidence: accepted });
    await become(a, failed('awaiting-scan', 'rejected-after-scan'));
    expect(states()).toEqual({ a: 'waiting', b: 'current', c: 'waiting' });
    expect(order()).toBe('bac');
    expect(queue.state()?.items[1]?.cause).toBe('rejected-after-scan');
    await become(b, { phase: 'connected', since: 0, evidence: accepted });
    expect(states()).toMatchObject({ a: 'current' });
  });

  it('takes a link that only reconnects for no loss', async () => {
    await become(a, { phase: 'connected', since: 0, evidence: accepted });
    await become(a, { phase: 'reconnecting', since: 0, evidence: confirmed });
    expect(states()).toMatchObject({ a: 'accepted' });
  });

  it('leaves failures for the end and tries them again with one press', async () => {
    await become(a, failed('stopped', 'banned'));
    expect(states()).toMatchObject({ a: 'failed', b: 'current' });
    refusals.set(c, { code: 'taken-over', since: 1 });
    await become(b, { phase: 'connected', since: 0, evidence: accepted });
    expect(states()).toEqual({ a: 'failed', b: 'accepted', c: 'failed' });
    refusals.clear();
    queue.retry();
    await settle();
    expect(states()).toEqual({ a: 'current', b: 'accepted', c: 'waiting' });
    expect(commands.at(-1)).toBe('start a');
  });

  it('skips, goes back, pauses and goes on, and leaves no code alive that is not on screen', async () => {
    queue.skip();
    await settle();
    expect(states()).toEqual({ a: 'skipped', b: 'current', c: 'waiting' });
    expect(sessions.get(a)).toBe(idle);
    queue.back();
    await settle();
    expect(states()).toEqual({ a: 'current', b: 'waiting', c: 'waiting' });
    expect(sessions.get(b)).toBe(idle);
    queue.pause();
    await settle();
    expect(queue.state()?.paused).toBe('by-person');
    expect([...sessions.values()]).toEqual([idle, idle, idle]);
    queue.resume();
    await settle();
    expect(states()).toMatchObject({ a: 'current' });
    expect(sessions.get(a)).toBe(code);
    queue.end();
    await settle();
    expect(queue.state()).toBeNull();
    expect(published.at(-1)).toBeNull();
    expect([...sessions.values()]).toEqual([idle, idle, idle]);
  });

  it('does not cut off a phone that has confirmed', async () => {
    await become(a, { phase: 'pairing', since: 0, evidence: confirmed });
    queue.pause();
    await settle();
    expect(commands).not.toContain('stop a');
    expect(commands).toContain('stop b');
    await become(a, { phase: 'connected', since: 0, evidence: accepted });
    expect(states()).toMatchObject({ a: 'accepted', b: 'current' });
    expect(queue.state()?.paused).toBe('by-person');
    expect(sessions.get(b)).toBe(idle);
  });

  it('pauses by itself where nobody scans, and where somebody stops the session elsewhere', async () => {
    await become(a, failed('stopped', 'qr-expired'));
    expect(queue.state()).toMatchObject({ paused: 'nobody-scanned', items: [{ state: 'current' }, {}, {}] });
    queue.resume();
    await settle();
    await become(a, idle);
    expect(queue.state()?.paused).toBe('by-person');
  });

  it('goes on where a tenant is removed, and takes more tenants at its end', async () => {
    await become(a, undefined);
    expect(states()).toEqual({ b: 'current', c: 'waiting' });
    sessions.set(a, idle);
    queue.begin([a, b]);
    await settle();
    expect(order()).toBe('bca');
  });

  it('leaves out what is linked already', async () => {
    queue.end();
    await settle();
    sessions.set(a, { phase: 'connected', since: 0, evidence: accepted });
    queue.begin([a, b]);
    expect(states()).toEqual({ b: 'current' });
  });
});

const connected: SessionSnapshot = { phase: 'connected', since: 0, evidence: accepted };

describe('the wall', () => {
  const many = ['d', 'e', 'f', 'g'].map(id);
  const places = () => queue.state()?.items.map(({ state, place }) => (state === 'current' ? place : undefined));

  beforeEach(async () => {
    for (const tenantId of many) sessions.set(tenantId, idle);
    queue.begin(many);
    queue.setWay('wall', 4);
    await settle();
  });

  it('shows as many codes as it has tiles, and keeps the one that was on screen', () => {
    expect(places()).toEqual([0, 1, 2, 3, undefined, undefined, undefined]);
    expect(commands).toEqual(['start a', 'start b', 'start c', 'start d']);
  });

  it('gives a tile to the next one only once the link before is proven', async () => {
    await become(b, { phase: 'verifying', since: 0, evidence: accepted });
    expect(states()).toMatchObject({ b: 'current', e: 'waiting' });
    await become(b, connected);
    expect(states()).toMatchObject({ b: 'accepted', e: 'current' });
    expect(places()).toEqual([0, undefined, 2, 3, 1, undefined, undefined]);
  });

  it('skips one tile and leaves the others', async () => {
    queue.skip(c);
    await settle();
    expect(states()).toMatchObject({ a: 'current', b: 'current', c: 'skipped', d: 'current', e: 'current' });
    expect(commands).toContain('stop c');
    expect(commands).not.toContain('stop a');
  });

  it('skips a tenant that somebody stops elsewhere, and pauses as a whole where nobody scans', async () => {
    await become(a, idle);
    expect(states()).toMatchObject({ a: 'skipped', e: 'current' });
    expect(queue.state()?.paused).toBe('no');
    await become(b, failed('stopped', 'qr-expired'));
    expect(queue.state()?.paused).toBe('nobody-scanned');
    expect([b, c, id('d'), id('e')].map((each) => sessions.get(each)?.phase)).not.toContain('connecting');
    queue.resume();
    await settle();
    expect(places()).toEqual([undefined, 1, 2, 3, 0, undefined, undefined]);
    expect(sessions.get(b)).toBe(code);
  });

  it('grows, and shrinks back to one code', async () => {
    queue.setWay('wall', 6);
    await settle();
    expect(places()).toEqual([0, 1, 2, 3, 4, 5, undefined]);
    queue.setWay('one', 4);
    await settle();
    expect(states()).toMatchObject({ a: 'current', b: 'waiting', f: 'waiting' });
    expect(sessions.get(b)).toBe(idle);
    expect(sessions.get(a)).toBe(code);
  });

  it('pauses for attempts until their time, and then goes on by itself', async () => {
    const until = clock.now() + 60_000;
    refusals.set('e', { code: 'attempts-paused', scope: 'workstation', until });
    await become(a, connected);
    expect(queue.state()).toMatchObject({ paused: 'attempts', pausedUntil: until });
    refusals.clear();
    await clock.advance(60_000);
    await settle();
    expect(queue.state()?.paused).toBe('no');
    expect(sessions.get('e')).toBe(code);
  });

  it('leaves a number that has used up its attempts for the end', async () => {
    const error = { code: 'attempts-paused', scope: 'number', until: 99 } as const;
    refusals.set('e', error);
    await become(a, connected);
    expect(queue.state()?.items.find(({ tenantId }) => tenantId === id('e'))).toMatchObject({ state: 'failed', error });
    expect(states()).toMatchObject({ f: 'current' });
  });
});

describe('one code for every phone', () => {
  beforeEach(async () => {
    queue.setWay('any-phone', 4);
    await settle();
  });

  it('takes the code of a tenant away and shows the shared one for as long as somebody waits', async () => {
    expect(states()).toEqual({ a: 'waiting', b: 'waiting', c: 'waiting' });
    expect(sessions.get(a)).toBe(idle);
    expect(queue.state()?.shared).toBe(code);
    for (const tenantId of [c, a, b]) {
      await become(tenantId, { phase: 'pairing', since: 0, evidence: confirmed });
      expect(states()).toMatchObject({ [tenantId]: 'current' });
      await become(tenantId, connected);
      expect(states()).toMatchObject({ [tenantId]: 'accepted' });
    }
    expect(shared).toBe(idle);
  });

  it('puts a tenant back in line whose phone was refused, with the cause and without a separate code', async () => {
    await become(b, { phase: 'pairing', since: 0, evidence: confirmed });
    await become(b, failed('awaiting-scan', 'rejected-after-scan'));
    expect(queue.state()?.items.find(({ tenantId }) => tenantId === b)).toMatchObject({
      state: 'waiting',
      cause: 'rejected-after-scan',
    });
    expect(sessions.get(b)).toBe(idle);
  });

  it('shows no further code once there were too many attempts, and goes on at the time', async () => {
    pausedUntil = clock.now() + 60_000;
    await become(a, { phase: 'pairing', since: 0, evidence: confirmed });
    await become(a, connected);
    expect(queue.state()).toMatchObject({ paused: 'attempts', pausedUntil });
    expect(shared).toBe(idle);
    pausedUntil = undefined;
    await clock.advance(60_000);
    expect(shared).toBe(code);
  });

  it('pauses where nobody scans, and ends with the queue', async () => {
    shared = failed('stopped', 'qr-expired');
    queue.sharedChanged();
    expect(queue.state()?.paused).toBe('nobody-scanned');
    queue.resume();
    expect(shared).toBe(code);
    queue.pause();
    expect(shared).toBe(idle);
    queue.resume();
    queue.end();
    await settle();
    expect(shared).toBe(idle);
  });
});
