import type { CardOfKind, CauseCard, CauseKind } from './causes/card.ts';
import { linkCauses } from './causes/link.ts';
import { networkCauses } from './causes/network.ts';
import { scanCauses } from './causes/scan.ts';
import { workstationCauses } from './causes/workstation.ts';

// One card a cause. No schema here: the window reads the cards without shipping zod. Everything that depends on a cause
// derives from its card, but for the words of the window, which are in renderer/i18n/.

const byKind = {
  scan: scanCauses,
  link: linkCauses,
  network: networkCauses,
  workstation: workstationCauses,
} as const satisfies Readonly<Record<CauseKind, Readonly<Record<string, CardOfKind>>>>;

/** Why a connection, a scan or a file operation ended badly. */
export type Cause = { [K in CauseKind]: keyof (typeof byKind)[K] }[CauseKind];

// `Object.entries` knows no key types; these are the tables' own.
const entries = (Object.entries(byKind) as [CauseKind, Readonly<Record<string, CardOfKind>>][]).flatMap(
  ([kind, cards]) => Object.entries(cards).map(([cause, card]) => [cause as Cause, { kind, ...card }] as const),
);

export const causes = Object.fromEntries(entries) as Readonly<Record<Cause, CauseCard>>;
export const causeNames = entries.map(([cause]) => cause) as [Cause, ...Cause[]];

/** Whether it is the way to WhatsApp that has failed. */
export function isOfNetwork(cause: Cause): boolean {
  return causes[cause].kind === 'network';
}

/**
 * Whether the workstation or its network may be the reason, so that looking at them is worth a minute; or the next step
 * is a diagnosis, which is saved on the same page.
 */
export function mayLieHere(cause: Cause): boolean {
  const { kind } = causes[cause];
  return kind === 'network' || kind === 'workstation' || cause === 'unknown' || cause === 'client-rejected';
}
