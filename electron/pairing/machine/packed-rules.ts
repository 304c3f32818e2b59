import type { Cause } from '../../../shared/causes.ts';
import { patience } from './patience.ts';

export type Patience = { readonly [N in keyof typeof patience]: number };

/** What a protocol pack puts in the place of the program's own values. */
export interface PackedRules {
  /** Every value: those of the pack, and the program's own beside them. */
  readonly patience: Patience;
  /** What codes of WhatsApp mean that this program does not know. */
  readonly codes: ReadonlyMap<number, Cause>;
}

/** What has a protocol pack, or has none. */
export interface Packed {
  readonly packed?: PackedRules | undefined;
}

/** How patient a session is under this pack. */
export function patienceAt({ packed }: Packed): Patience {
  return packed?.patience ?? patience;
}
