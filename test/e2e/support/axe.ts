import type { Page } from '@playwright/test';
import axe, { type AxeResults } from 'axe-core';

import { settle } from './settle.ts';

/** Axe's findings on a page, of any severity: the rule, how bad it is, and where. */
export async function axeFindings(page: Page, what: 'everything' | 'contrast' = 'everything'): Promise<unknown> {
  await settle(page);
  // As text, which no content security policy of the page forbids, and once a page: it is half a megabyte.
  if (!(await page.evaluate('typeof axe === "object"'))) await page.evaluate(axe.source);
  // What passed is not described, element by element: that costs as much as judging it.
  const only = what === 'contrast' ? { runOnly: ['color-contrast'] } : {};
  const options = JSON.stringify({ resultTypes: ['violations'], ...only });
  const results = await page.evaluate(`axe.run(document, ${options})`);
  return (results as AxeResults).violations.map(({ id, impact, nodes }) => [
    id,
    impact,
    nodes.map(({ html }) => html.slice(0, 200)),
  ]);
}
