import { expect, it } from 'vitest';

import { noteProof, tilesOf } from '../../../electron/desk/display-tiles.ts';
import type { LinkingState } from '../../../shared/linking.ts';
import type { SessionSnapshot } from '../../../shared/session.ts';
import { type TenantId, tenantIdSchema } from '../../../shared/tenant.ts';

const id = (text: string) => tenantIdSchema.parse(text);
const [a, b, c] = [id('a'), id('b'), id('c')];
const qr = (text: string) => ({ text, issuedAt: 0, expiresAt: 60_000 });
const session = (text?: string): SessionSnapshot => ({
  phase: 'awaiting-scan',
  since: 0,
  evidence: {},
  ...(text === undefined ? {} : { qr: qr(text) }),
});
const sessions = new Map<TenantId, SessionSnapshot>([
  [a, session()],
  [b, session('code of b')],
  [c, session('code of c')],
]);
const sessionOf = (tenantId: TenantId) => sessions.get(tenantId);
const queue = (change: Partial<LinkingState>): LinkingState => ({
  items: [
    { tenantId: a, state: 'accepted', place: 0 },
    { tenantId: b, state: 'current', place: 0 },
    { tenantId: c, state: 'current', place: 1 },
  ],
  way: 'wall',
  tiles: 4,
  paused: 'no',
  ...change,
});

it('shows a code at each place of the wall, and how many links were proven there', () => {
  expect(tilesOf(queue({}), sessionOf, new Set([a]))).toEqual([
    { place: 0, done: 1, qr: qr('code of b') },
    { place: 1, done: 0, qr: qr('code of c') },
    { place: 2, done: 0 },
    { place: 3, done: 0 },
  ]);
});

it('shows one code where tenants come one after the other', () => {
  expect(tilesOf(queue({ way: 'one' }), sessionOf, new Set())).toEqual([{ place: 0, done: 0, qr: qr('code of b') }]);
});

it('shows the shared code, and counts the whole queue and nobody beside it', () => {
  const linking = queue({ way: 'any-phone', shared: session('code for all') });
  const proven = new Set([a, c, id('elsewhere')]);
  expect(tilesOf(linking, sessionOf, proven)).toEqual([{ place: 0, done: 2, qr: qr('code for all') }]);
});

it.each([null, queue({ paused: 'by-person' })])('shows nothing while nobody is being linked', (linking) => {
  expect(tilesOf(linking, sessionOf, new Set([a]))).toEqual([]);
});

it('keeps a link proven while only its socket is lost, and proves it anew once it was gone', () => {
  const proven = new Set<TenantId>();
  const held = { 'account-verified': 1, 'credentials-saved': 2 };
  const evidence = { ...held, 'new-socket': 3, 'login-accepted': 4, 'keys-at-server': 5 };
  const steps: [SessionSnapshot | undefined, number][] = [
    [{ phase: 'verifying', since: 0, evidence: held }, 0],
    [{ phase: 'connected', since: 0, evidence }, 1],
    [{ phase: 'reconnecting', since: 0, evidence: held }, 1],
    [{ phase: 'connected', since: 0, evidence }, 1],
    [{ phase: 'stopped', since: 0, evidence: {} }, 0],
    [undefined, 0],
  ];
  for (const [shown, size] of steps) {
    noteProof(proven, a, shown);
    expect(proven.size).toBe(size);
  }
});
