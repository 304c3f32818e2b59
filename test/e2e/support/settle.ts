import type { Page } from '@playwright/test';

const twoFrames = 'new Promise((seen) => requestAnimationFrame(() => requestAnimationFrame(seen)))';

/** Ends what moves: colours in the middle of a change have another contrast. */
export async function settle(page: Page): Promise<void> {
  // A change may start its transition in the next frame. As text: the tests' own types have no DOM.
  await page.evaluate(twoFrames);
  await page.evaluate(
    `document.getAnimations()
      .filter((animation) => animation.effect?.getComputedTiming().endTime !== Infinity)
      .forEach((animation) => animation.finish())`,
  );
  await page.evaluate(twoFrames);
}
