import type { CodeError } from '../../../shared/errors.ts';
import type { Refusal } from '../ports.ts';
import { type Packed, patienceAt } from './packed-rules.ts';

/** Why there is no linking code, from what the server answered. */
export function codeErrorOf({ statusCode }: Refusal, moment: Packed & { readonly now: number }): CodeError {
  if (statusCode === undefined) return { code: 'code-unanswered' };
  if (statusCode === 429) return { code: 'code-cooldown', until: moment.now + patienceAt(moment).cooldownMs };
  if (statusCode === 400) return { code: 'code-number-refused', statusCode };
  if (statusCode === 452) return { code: 'code-unavailable', statusCode };
  return { code: 'code-refused', statusCode };
}
