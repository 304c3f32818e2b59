import { createGate } from '../../../electron/pairing/gate.ts';
import type { PackedRules } from '../../../electron/pairing/machine/packed-rules.ts';
import { type Session, createSession } from '../../../electron/pairing/session.ts';
import { ok } from '../../../shared/result.ts';
import type { SessionSnapshot } from '../../../shared/session.ts';
import { tenantIdSchema } from '../../../shared/tenant.ts';
import { createFakeClock, settle } from '../../support/fake-clock.ts';
import {
  createFakeJournal,
  createFakeSockets,
  createFakeStore,
  paired,
  silentLogger,
} from '../../support/fake-ports.ts';

/** A session over a fake disk, fake sockets and a fake clock. */
export function setUp(
  more: { readonly isOffline?: () => boolean; readonly packed?: () => PackedRules | undefined } = {},
) {
  const clock = createFakeClock();
  const disk = createFakeStore();
  const net = createFakeSockets();
  const log = createFakeJournal();
  const seen: SessionSnapshot[] = [];
  const session: Session = createSession({
    tenantId: tenantIdSchema.parse('shop'),
    holdDevice: () => Promise.resolve(ok(undefined)),
    store: disk.store,
    sockets: net.sockets,
    clock,
    journal: log.journal,
    logger: silentLogger,
    gate: createGate(4),
    onChange: () => seen.push(session.snapshot()),
    ...more,
  });
  return { clock, disk, net, log, seen, session };
}
export type World = ReturnType<typeof setUp>;

export async function showQr({ session, net }: World): Promise<void> {
  session.start();
  await settle();
  net.last().emit({ type: 'qr', text: 'first', lifetimeMs: 60_000, rescan: false });
}
export function scan({ disk, net }: World): void {
  disk.state.inMemory = paired;
  net.last().emit({ type: 'credentials-changed' });
  net.last().emit({ type: 'pair-success' });
}
export async function link(world: World): Promise<void> {
  await showQr(world);
  scan(world);
  await settle();
  world.net.last().end({ by: 'library', statusCode: 515, message: 'restart required' });
  await settle();
  world.net.last().logIn();
  await settle();
}
