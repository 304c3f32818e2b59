import type { CodeError } from '../../../shared/errors.ts';
import type { Refusal } from '../ports.ts';
import { patience } from './patience.ts';

/** Why there is no linking code, from what the server answered. */
export function codeErrorOf({ statusCode }: Refusal, now: number): CodeError {
  if (statusCode === undefined) return { code: 'code-unanswered' };
  if (statusCode === 429) return { code: 'code-cooldown', until: now + patience.cooldownMs };
  if (statusCode === 400) return { code: 'code-number-refused', statusCode };
  if (statusCode === 452) return { code: 'code-unavailable', statusCode };
  return { code: 'code-refused', statusCode };
}
