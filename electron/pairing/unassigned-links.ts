import type { RegistryError } from '../../shared/errors.ts';
import type { UnassignedLink, UnassignedReason } from '../../shared/linking.ts';
import { type Result, err, ok } from '../../shared/result.ts';
import { type TenantId, tenantIdSchema } from '../../shared/tenant.ts';
import { isSameNumber, numberOf } from './machine/numbers.ts';
import type { AuthStore, Clock, Credentials, Logger, TenantRecord, TenantStore } from './ports.ts';
import type { Handover } from './session-effects.ts';
import type { Tenant, TenantsAtWork } from './tenants-at-work.ts';

/** Links that phones have made by the shared code and that no tenant was to have: each waits for a person. */
export interface UnassignedLinks {
  /** Oldest first. */
  unassigned(): readonly UnassignedLink[];
  /**
   * Gives the link to a tenant that has none, which from then on expects this number if it expected any. `tenant-linked`
   * where it has one: nothing is overwritten.
   */
  assign(linkId: TenantId, tenantId: TenantId): Promise<Result<null, RegistryError>>;
  /** Logs out at WhatsApp and sets the credentials aside. Answers whether WhatsApp has confirmed the logout. */
  refuse(linkId: TenantId): Promise<Result<{ readonly loggedOut: boolean }, RegistryError>>;
}

type Refusal = UnassignedReason | 'filed';

interface Parts<C extends Credentials> {
  readonly work: TenantsAtWork;
  readonly store: AuthStore<C>;
  readonly disk: TenantStore;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Decides whose a link is that a phone has made by the shared code, and keeps those of which that is not known. */
export function createUnassignedLinks<C extends Credentials>({ work, store, disk, clock, logger }: Parts<C>) {
  const { all, find, adopt, drop, put, command } = work;
  const isUnassigned = (tenant: Tenant) => tenant.record.unassigned !== undefined;

  /** Files the link where its number is expected, or keeps it for a person. `false`: it could not be kept at all. */
  async function take(handover: Handover<C>): Promise<boolean> {
    const classification = handover.draft.credentials.classify();
    if (classification.kind !== 'paired') return false;
    const number = numberOf(classification.identity);
    const expecting = all().filter(({ record }) => isSameNumber(record.expectedNumber ?? '', number));
    const [only, ...others] = expecting;
    if (only === undefined) return keep(handover, { why: 'not-expected' });
    if (others.length > 0) return keep(handover, { why: 'several-expect' });
    const tenantId = only.record.id;
    // The shared code goes the computer's own way, and WhatsApp judges an account by its address.
    const { proxy, proxyLost } = only.record;
    if (proxy !== undefined || proxyLost === true) return keep(handover, { why: 'own-proxy', tenantId });
    const filed = await fileUnder(tenantId, handover);
    return filed === 'filed' || keep(handover, { why: filed, tenantId });
  }

  async function fileUnder(tenantId: TenantId, handover: Handover<C>): Promise<Refusal> {
    const filed = await command<Refusal>(tenantId, async (tenant) => {
      const refusal = await refusalOf(tenant);
      if (refusal !== undefined) return ok(refusal);
      // Before the phone hears of anything: after a crash the next start must log in with this link.
      const before = tenant.record.running;
      await note(tenant, { running: true });
      const receipt = await tenant.session.receive(handover);
      if (receipt === 'filed') return ok('filed');
      await note(tenant, { running: before });
      return ok(receipt === 'taken' ? 'already-linked' : 'not-saved');
    });
    return filed.ok ? filed.value : 'not-expected';
  }

  /** Why a tenant cannot take a link. */
  async function refusalOf({ record, session }: Tenant): Promise<'already-linked' | 'being-linked' | undefined> {
    const { phase, evictedAt } = session.snapshot();
    if (session.identity() !== undefined || evictedAt !== undefined) return 'already-linked';
    // Before the phase: a session that waits for its turn does not know its link yet.
    if ((await store.identify(record.id)) !== undefined) return 'already-linked';
    return phase === 'idle' || phase === 'stopped' ? undefined : 'being-linked';
  }

  async function note(tenant: Tenant, change: Partial<TenantRecord>): Promise<void> {
    const written = await put(tenant, change);
    if (!written.ok) logger.warn('tenant not written', { tenantId: tenant.record.id, code: written.error.code });
  }

  async function keep(handover: Handover<C>, unassigned: { why: UnassignedReason; tenantId?: TenantId }) {
    const now = clock.now();
    const suffix = Math.floor(clock.random() * 36 ** 6).toString(36);
    const id = tenantIdSchema.parse(`unassigned-${now.toString(36)}-${suffix}`);
    const tenant = adopt({ id, name: id, addedAt: now, running: true, unassigned });
    const added = await disk.add(tenant.record);
    if (!added.ok) logger.warn('tenant not written', { tenantId: id, code: added.error.code });
    const kept = (await tenant.queue.run(() => tenant.session.receive(handover))) === 'filed';
    if (!kept) await discard(tenant);
    return kept;
  }

  /** Its credentials are with a tenant, or set aside. */
  async function discard(tenant: Tenant): Promise<void> {
    const { id } = tenant.record;
    await tenant.session.shutdown();
    drop(tenant);
    if ((await store.identify(id)) !== undefined) return;
    const forgotten = await disk.forget(id);
    if (!forgotten.ok) logger.warn('an empty place was left', { tenantId: id, code: forgotten.error.code });
  }

  function linkOf(linkId: TenantId): Tenant | undefined {
    const link = find(linkId);
    return link !== undefined && isUnassigned(link) ? link : undefined;
  }

  async function give(link: Tenant, target: Tenant): Promise<Result<null, RegistryError>> {
    const [from, to] = [link.record.id, target.record.id];
    const number = link.session.linkedNumber();
    const { linkedAt, uncounted } = link.record;
    const {
      running,
      expectedNumber: expectedBefore,
      linkedAt: linkedBefore,
      uncounted: uncountedBefore,
    } = target.record;
    await link.session.shutdown();
    const expectedNumber = expectedBefore === undefined ? undefined : number;
    // Before the move: after a crash the next start must log in with this link.
    const written = await put(target, { running: true, expectedNumber, linkedAt, uncounted });
    const moved = written.ok ? await store.move(from, to) : written;
    if (!moved.ok || !moved.value) {
      await note(target, {
        running,
        expectedNumber: expectedBefore,
        linkedAt: linkedBefore,
        uncounted: uncountedBefore,
      });
      link.session.start();
      return moved.ok ? err({ code: 'tenant-linked' }) : moved;
    }
    await discard(link);
    target.session.expect(expectedNumber);
    target.session.start({ newLink: uncounted === true });
    return ok();
  }

  const links: UnassignedLinks = {
    unassigned: () =>
      all()
        .filter(isUnassigned)
        .flatMap(({ record, session }) => {
          const { account, phase, evidence } = session.snapshot();
          const { id, addedAt, unassigned } = record;
          if (account === undefined || unassigned === undefined) return [];
          const accepted = evidence['login-accepted'] !== undefined;
          return [{ id, at: addedAt, ...unassigned, phase, accepted, maskedNumber: account.maskedNumber }];
        }),
    assign: (linkId, tenantId) =>
      command(tenantId, async (target) => {
        const link = linkOf(linkId);
        if (link === undefined || isUnassigned(target)) return err({ code: 'unknown-tenant' });
        const refusal = await refusalOf(target);
        if (refusal === 'already-linked') return err({ code: 'tenant-linked' });
        // A code that is on screen for it goes, and comes back where the link is not given.
        if (refusal === 'being-linked') await target.session.shutdown();
        const given = await link.queue.run(() => give(link, target));
        if (!given.ok && refusal === 'being-linked') target.session.start();
        return given;
      }),
    refuse(linkId) {
      const link = linkOf(linkId);
      if (link === undefined) return Promise.resolve(err({ code: 'unknown-tenant' }));
      return command(linkId, async () => {
        const loggedOut = await link.session.disconnect();
        if (link.session.snapshot().phase === 'stopped') return err({ code: 'internal-error' });
        await discard(link);
        return ok({ loggedOut });
      });
    },
  };

  return {
    ...links,
    take,
    /** A link that its phone has given up shows a code: there is nothing left of it to decide. */
    changed(tenant: Tenant) {
      if (tenant.session.snapshot().phase !== 'awaiting-scan' || tenant.removed) return;
      void tenant.queue.run(() => (tenant.removed ? Promise.resolve() : discard(tenant)));
    },
  };
}
