import type { PhoneScreen } from '../diagnosis.ts';
import type { Suspect } from '../suspects.ts';

/** A screen or a suspect without words does not compile. */
export type PhoneMessages = Readonly<
  Record<`suspect.${Suspect}.${'title' | 'step'}` | `phone.screen.${PhoneScreen}`, string>
>;
