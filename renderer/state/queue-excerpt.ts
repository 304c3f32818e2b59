import type { LinkingItem } from '../../shared/linking.ts';

/** So many that wait, and so many that are linked, are shown of a long queue. */
const shownOfEach = 12;

/**
 * What of a queue is worth a look: whose turn it is, who is on probation, every failed and skipped one, those that come next
 * and those that were linked last. In the queue's order. The queue itself, where little would be left out.
 */
export function excerptOf(items: readonly LinkingItem[]): readonly LinkingItem[] {
  const of = (state: LinkingItem['state']) => items.filter((item) => item.state === state);
  const shown = new Set([...of('waiting').slice(0, shownOfEach), ...of('linked').slice(-shownOfEach)]);
  const excerpt = items.filter((item) => shown.has(item) || (item.state !== 'waiting' && item.state !== 'linked'));
  return items.length - excerpt.length > shownOfEach ? excerpt : items;
}
