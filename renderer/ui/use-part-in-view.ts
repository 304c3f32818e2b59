import { useLayoutEffect, useState, type RefObject } from 'react';
import { flushSync } from 'react-dom';

/** Pixels from the top of what is scrolled. */
export interface PartInView {
  readonly from: number;
  readonly to: number;
}

/** Drawn before the element's height is known. */
const atFirst: PartInView = { from: 0, to: 1200 };

/**
 * Which part of a scrolling element is to be drawn: what is in view, widened to whole steps, and a step more on either side, so
 * that a flick does not outrun it. It changes once a step, and nothing is drawn again in between.
 *
 * @param height of all that is scrolled, in pixels
 * @param step in pixels
 */
export function usePartInView(box: RefObject<HTMLElement | null>, height: number, step: number): PartInView {
  const [part, setPart] = useState(atFirst);
  useLayoutEffect(() => {
    const element = box.current;
    if (element === null) return undefined;
    let room = element.clientHeight;
    let known: PartInView | undefined;
    function wanted(top: number): PartInView | undefined {
      const from = (Math.floor(top / step) - 1) * step;
      const to = (Math.ceil((top + room) / step) + 1) * step;
      return from === known?.from && to === known.to ? undefined : { from, to };
    }
    function look(): void {
      if (element === null) return;
      const top = element.scrollTop;
      const next = wanted(top);
      if (next === undefined) return;
      const draw = () => setPart(next);
      // A jump: it would be an empty frame.
      if (known !== undefined && (top < known.from || top + room > known.to)) flushSync(draw);
      else draw();
      known = next;
    }
    look();
    element.addEventListener('scroll', look, { passive: true });
    // jsdom has none, and lays nothing out either.
    const sizes =
      'ResizeObserver' in window
        ? new ResizeObserver(() => {
            room = element.clientHeight;
            look();
          })
        : undefined;
    sizes?.observe(element);
    return () => {
      element.removeEventListener('scroll', look);
      sizes?.disconnect();
    };
  }, [box, step]);
  // What is scrolled may have become shorter than where it was scrolled to.
  const from = Math.max(0, Math.min(part.from, height - (part.to - part.from)));
  return { from, to: from + part.to - part.from };
}
