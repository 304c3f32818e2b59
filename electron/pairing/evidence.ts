import type { Evidence, EvidenceStep, LinkedAccount } from '../../shared/session.ts';
import { evidenceSteps } from '../../shared/session.ts';
import type { Identity } from './ports.ts';

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

/** An account id has a device part: `<digits>:<device>@s.whatsapp.net`. One without was never linked. */
const linkedJid = /^(\d+)(?:_\d+)?:\d+@s\.whatsapp\.net$/;

/** What may be shown of a number: the first three digits and the last two. */
export function maskedNumber(digits: string): string {
  const hidden = Math.max(0, digits.length - 5);
  return `${digits.slice(0, Math.min(3, hidden))}${'•'.repeat(hidden)}${digits.slice(-2)}`;
}

/** What may be shown of who is linked. */
export function accountOf(identity: Identity): LinkedAccount {
  return {
    maskedNumber: maskedNumber(linkedJid.exec(identity.jid)?.[1] ?? ''),
    ...(identity.name === undefined ? {} : { name: identity.name }),
    ...(identity.platform === undefined ? {} : { platform: identity.platform }),
  };
}
