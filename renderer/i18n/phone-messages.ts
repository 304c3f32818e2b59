import type { PhoneScreen } from '../../shared/diagnosis.ts';
import type { Suspect } from '../../shared/suspects.ts';

/** A screen or a suspect without words does not compile. */
export type PhoneMessages = Readonly<
  Record<`suspect.${Suspect}.${'title' | 'step'}` | `phone.screen.${PhoneScreen}`, string>
>;
