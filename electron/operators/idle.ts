/** How much longer the window stays open without a key or a pointer, in ms; 0: it locks now. */
export function idleLeft(lastInputAt: number, now: number, minutes: number): number {
  // A clock that was set back counts from now on.
  return Math.max(0, Math.min(lastInputAt, now) + minutes * 60_000 - now);
}
