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
export function ok<T>(...values: [] | [T]): Ok<T | null> {
  // Told apart by count: a value that is undefined stays what it is.
  const [value] = values;
  return { ok: true, value: values.length === 0 ? null : (value as T) };
}

export function err<E>(error: E): Err<E> {
  return { ok: false, error };
}
