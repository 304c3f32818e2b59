import { type Result, err, ok } from '../../shared/result.ts';
import type { TenantId } from '../../shared/tenant.ts';
import type { Parcel, ParcelPlace } from './parcel.ts';

/** Why a tenant stayed, or went back, where it was: a line for a person. */
export type MoveProblem = string;

/** `isProven`: its link was seen to log in at its new place. */
export interface Moved {
  readonly isProven: boolean;
}

interface MoveOptions {
  readonly from: ParcelPlace;
  readonly to: ParcelPlace;
  /** Resolves once the link is proven at its new place, or with why it is not; without it nothing is tried. */
  readonly trial?: ((tenantId: TenantId) => Promise<Result<null, string>>) | undefined;
}

/**
 * Moves one tenant. Of its link there is never more than one that a program can use: it is set aside where it was before it is
 * written where it goes. A move that was cut off in between is taken up again by the next one. What fails brings it back.
 */
export async function moveTenant(
  { from, to, trial }: MoveOptions,
  tenantId: TenantId,
): Promise<Result<Moved, MoveProblem>> {
  const there = await to.has(tenantId);
  if (!there.ok) return err(`${to.name} cannot be read: ${there.error.code}`);
  if (there.value) return err(`${to.name} has a tenant of this id`);
  const taken = await takeOut(from, tenantId);
  if (!taken.ok) return taken;
  const parcel = taken.value;
  const put = await to.takeIn(parcel);
  if (!put.ok || !put.value) {
    const why = put.ok ? `${to.name} has a tenant of this id` : `${to.name} could not take it: ${put.error.code}`;
    return err(await goBack(from, tenantId, why));
  }
  // From here on the link goes on over there, also where this is killed while it is tried: what it was is outdated.
  const done = await settled(from, tenantId);
  if (!done.ok) return done;
  const isTried = trial !== undefined && parcel.link !== undefined && parcel.record.running;
  const tried = isTried ? await trial(tenantId) : ok();
  if (tried.ok) return ok({ isProven: isTried });
  // Its keys have gone on since: what comes back is the link as it is there now.
  const returned = await to.takeOut(tenantId);
  if (!returned.ok || returned.value === undefined)
    return err(`${tried.error}; it stays at ${to.name}: ${returned.ok ? 'it is not there' : returned.error.code}`);
  // Refused there, it has no link any more. Where it was it is kept as it was.
  if (returned.value.link === undefined) {
    const closed = await settled(to, tenantId);
    const why = closed.ok ? tried.error : `${tried.error}; ${closed.error}`;
    const reopened = await from.reopen(tenantId);
    if (!reopened.ok)
      return err(`${why}; ${from.name} keeps it set aside and could not open it: ${reopened.error.code}`);
    return err(await goBack(from, tenantId, why));
  }
  const back = await from.takeIn(returned.value);
  if (!back.ok || !back.value) return err(await goBack(to, tenantId, tried.error));
  const closed = await settled(to, tenantId);
  return err(`${tried.error}; it is back at ${from.name}${closed.ok ? '' : `; ${closed.error}`}`);
}

/** Without this another move would take up a copy whose link has gone on elsewhere. */
async function settled(place: ParcelPlace, tenantId: TenantId): Promise<Result<null, MoveProblem>> {
  const done = await place.settle(tenantId);
  return done.ok
    ? done
    : err(`the copy at ${place.name} could not be closed (${done.error.code}): never move it again`);
}

async function takeOut(from: ParcelPlace, tenantId: TenantId): Promise<Result<Parcel, MoveProblem>> {
  for (const attempt of ['first', 'after what was cut off']) {
    const taken = await from.takeOut(tenantId);
    if (!taken.ok) return err(`${from.name} could not give it: ${taken.error.code}`);
    if (taken.value !== undefined) return ok(taken.value);
    if (attempt !== 'first') break;
    const back = await from.putBack(tenantId);
    if (!back.ok) return err(`${from.name} could not bring it back: ${back.error.code}`);
    if (!back.value) break;
  }
  return err(`${from.name} has no tenant of this id`);
}

async function goBack(place: ParcelPlace, tenantId: TenantId, why: string): Promise<MoveProblem> {
  const back = await place.putBack(tenantId);
  if (back.ok && back.value) return `${why}; it is back at ${place.name}`;
  return `${why}; it is set aside at ${place.name} and could not be brought back: move it again`;
}

/**
 * Changes a link where it is, by leaving it and coming back. Once no service uses the place, that is a safe moment for what
 * no running session would survive.
 */
export async function renewTenant(
  place: ParcelPlace,
  change: (parcel: Parcel) => Parcel,
  tenantId: TenantId,
): Promise<Result<null, MoveProblem>> {
  const taken = await takeOut(place, tenantId);
  if (!taken.ok) return taken;
  const put = await place.takeIn(change(taken.value));
  if (put.ok && put.value) return settled(place, tenantId);
  return err(await goBack(place, tenantId, put.ok ? 'another tenant took its place' : put.error.code));
}
