/** The outcome of something that is expected to fail sometimes. Exceptions are bugs; these are not. */
export type Result<T, E> = Ok<T> | Err<E>;
export interface Ok<T> {
  readonly ok: true;
  readonly value: T;
}
export interface Err<E> {
  readonly ok: false;
  readonly error: E;
}

export function ok(): Ok<null>;
export function ok<T>(value: T): Ok<T>;
export function ok<T>(value?: T): Ok<T | null> {
  return { ok: true, value: value ?? null };
}

export function err<E>(error: E): Err<E> {
  return { ok: false, error };
}
