import type { Cause } from '../../../shared/causes.ts';
import type { CodeError, StorageError } from '../../../shared/errors.ts';
import type { ConnectionEnd, Refusal } from '../ports.ts';
import { patience } from './patience.ts';

/** Until when WhatsApp refuses, where the cause has a clock. `expire` is in seconds from now (WhatsApp's `<failure>`). */
export function blockedUntil(cause: Cause, end: ConnectionEnd, now: number): number | undefined {
  if (cause !== 'temporarily-banned' && cause !== 'too-many-attempts') return undefined;
  const seconds = Number(end.by === 'library' ? end.data?.expire : undefined);
  if (Number.isFinite(seconds) && seconds > 0) return now + seconds * 1000;
  return cause === 'too-many-attempts' ? now + patience.cooldownMs : undefined;
}

/** Why there is no linking code, from what the server answered. */
export function codeErrorOf({ statusCode }: Refusal, now: number): CodeError {
  if (statusCode === undefined) return { code: 'code-unanswered' };
  if (statusCode === 429) return { code: 'code-cooldown', until: now + patience.cooldownMs };
  if (statusCode === 400) return { code: 'code-number-refused', statusCode };
  if (statusCode === 452) return { code: 'code-unavailable', statusCode };
  return { code: 'code-refused', statusCode };
}

/** A storage error's cause is its own code. */
export function storageCause(error: StorageError): Cause {
  return error.code;
}
