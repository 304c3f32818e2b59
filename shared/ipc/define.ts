import type { z } from 'zod';

import type { CommandError } from '../errors.ts';
import type { Result } from '../result.ts';

/** A request from the window and its answer. */
export interface Call<I extends z.ZodType = z.ZodType, O extends z.ZodType = z.ZodType> {
  readonly kind: 'call';
  readonly input: I;
  readonly output: O;
}
/** Data pushed to the window. */
export interface Event<D extends z.ZodType = z.ZodType> {
  readonly kind: 'event';
  readonly data: D;
}
export type Definition = Readonly<Record<string, Readonly<Record<string, Call | Event>>>>;

export function call<I extends z.ZodType, O extends z.ZodType>(input: I, output: O): Call<I, O> {
  return { kind: 'call', input, output };
}
export function event<D extends z.ZodType>(data: D): Event<D> {
  return { kind: 'event', data };
}

export function channelOf(group: string, name: string): string {
  return `${group}.${name}`;
}

type Answer<O extends z.ZodType> = Promise<Result<z.output<O>, CommandError>>;
/** `null` as an input means the function takes none. */
type Arguments<I extends z.ZodType> = z.input<I> extends null ? [] : [input: z.input<I>];

/** What the window calls. A call answers a Result and never throws; an event gives back its own cancellation. */
export type Client<D extends Definition> = {
  readonly [G in keyof D]: {
    readonly [N in keyof D[G]]: D[G][N] extends Call<infer I, infer O>
      ? (...input: Arguments<I>) => Answer<O>
      : D[G][N] extends Event<infer E>
        ? (listener: (data: z.output<E>) => void) => () => void
        : never;
  };
};

type CallNames<G> = { [N in keyof G]: G[N] extends Call ? N : never }[keyof G];
type EventNames<G> = { [N in keyof G]: G[N] extends Event ? N : never }[keyof G];

/** What the main process must provide: one function for every call. */
export type Handlers<D extends Definition> = {
  readonly [G in keyof D]: {
    readonly [N in CallNames<D[G]>]: D[G][N] extends Call<infer I, infer O> ? (input: z.output<I>) => Answer<O> : never;
  };
};

/** How the main process pushes: one function for every event. */
export type Publisher<D extends Definition> = {
  readonly [G in keyof D]: {
    readonly [N in EventNames<D[G]>]: D[G][N] extends Event<infer E> ? (data: z.output<E>) => void : never;
  };
};
