import type { Cause } from '../causes.ts';

/** Every cause needs three texts; a cause without words does not compile. */
export type CauseMessages = Readonly<Record<`cause.${Cause}.${'title' | 'meaning' | 'step'}`, string>>;
