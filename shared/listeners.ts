/** The listeners of one kind of event. */
export interface Listeners<A extends readonly unknown[]> {
  /** Returns its own cancellation. */
  readonly add: (listener: (...event: A) => void) => () => void;
  /** Calls every listener that was added before this call, in the order they were added. */
  readonly tell: (...event: A) => void;
}

export function createListeners<A extends readonly unknown[] = []>(): Listeners<A> {
  const entries = new Set<{ readonly listener: (...event: A) => void }>();
  return {
    add(listener) {
      // Wrapped, so that a listener which was added twice is called twice and cancelled once.
      const entry = { listener };
      entries.add(entry);
      return () => void entries.delete(entry);
    },
    tell(...event) {
      for (const entry of [...entries]) if (entries.has(entry)) entry.listener(...event);
    },
  };
}
