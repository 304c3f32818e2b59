import type { WebContents } from 'electron';

/** What Chromium says of a person who closes the dialog, in either spelling. */
const givenUp = /cancell?ed/i;

/**
 * Opens the system's print dialog for what the page holds for print. Answers whether it was printed or given up by the
 * person; `false` where the system refused, as one without a printer does.
 */
export function print(contents: Pick<WebContents, 'print'>): Promise<boolean> {
  return new Promise((resolve) => {
    contents.print({ printBackground: true }, (done, reason) => resolve(done || givenUp.test(reason)));
  });
}
