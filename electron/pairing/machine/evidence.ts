import { type Evidence, type EvidenceStep, type LinkedAccount, evidenceSteps } from '../../../shared/session.ts';
import type { Identity } from '../ports.ts';
import { maskedNumber, numberOf } from './numbers.ts';

/** Adds a step to the ladder. Climbing without the steps below is a bug, so it throws. */
export function reach(evidence: Evidence, step: EvidenceStep, at: number): Evidence {
  const missing = evidenceSteps.slice(0, evidenceSteps.indexOf(step)).find((lower) => evidence[lower] === undefined);
  if (missing !== undefined) throw new Error(`${step} cannot be reached without ${missing}`);
  return { ...evidence, [step]: at };
}

/** Keeps what the credentials on disk prove; forgets what only the lost socket proved. */
export function withoutSocket(evidence: Evidence): Evidence {
  const kept: Evidence = {};
  for (const step of ['account-verified', 'credentials-saved'] as const) {
    if (evidence[step] !== undefined) kept[step] = evidence[step];
  }
  return kept;
}

/** What may be shown of who is linked. */
export function accountOf(identity: Identity): LinkedAccount {
  return {
    maskedNumber: maskedNumber(numberOf(identity)),
    ...(identity.name === undefined ? {} : { name: identity.name }),
    ...(identity.platform === undefined ? {} : { platform: identity.platform }),
  };
}
