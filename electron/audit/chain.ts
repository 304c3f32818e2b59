import { hash } from 'node:crypto';

import { z } from 'zod';

import { type AuditBreak, type AuditEntry, auditEntrySchema } from '../../shared/audit.ts';

const digestSchema = z.string().regex(/^[0-9a-f]{64}$/);

/** An entry as it lies on disk: `hash` is over it and over the one before, whose hash is `before`. */
export const linkSchema = z.object({ entry: auditEntrySchema, before: digestSchema, hash: digestSchema });
export type Link = z.infer<typeof linkSchema>;

/** Where the audit begins and how far it had come at least when this was written. */
export const headSchema = z.object({
  first: z.object({ n: z.number().int().positive(), before: digestSchema }),
  last: z.object({ n: z.number().int().nonnegative(), hash: digestSchema }),
});
export type Head = z.infer<typeof headSchema>;

/** What the very first entry follows. */
export const origin = '0'.repeat(64);
export const emptyHead: Head = { first: { n: 1, before: origin }, last: { n: 0, hash: origin } };

/** Links an entry to the hash of the one before it. */
export function linked(entry: AuditEntry, before: string): Link {
  return { entry, before, hash: hashOf(entry, before) };
}

/** Members in one order, so that the same entry has the same hash wherever it was read. */
function hashOf({ n, at, who, door, act, tenantId, about, outcome }: AuditEntry, before: string): string {
  return hash('sha256', JSON.stringify([before, n, at, who, door, act, tenantId, about, outcome]), 'hex');
}

/**
 * Every place where the links are not as they were written; `undefined` stands for a line that cannot be read. Without a
 * `head` it can only be seen whether the links fit each other.
 */
export function breaksIn(lines: readonly (Link | undefined)[], head: Head | undefined): AuditBreak[] {
  const breaks: AuditBreak[] = [];
  let next = { n: head?.first.n ?? lines[0]?.entry.n ?? 1, before: head?.first.before ?? lines[0]?.before ?? origin };
  let last: Link | undefined;
  // What is older than the head's first entry was dropped for its age, and a crash has kept it in the file.
  const counted = lines.filter((line) => line === undefined || line.entry.n >= next.n);
  let unreadable = 0;
  for (const line of counted) {
    if (line === undefined) {
      breaks.push({ kind: 'unreadable', n: next.n });
      unreadable += 1;
      continue;
    }
    const { entry, before, hash: own } = line;
    const gap = entry.n - next.n;
    if (gap !== 0) {
      if (gap < 0) breaks.push({ kind: 'changed', n: entry.n });
      else if (gap > unreadable) breaks.push({ kind: 'missing', n: entry.n });
    } else if (before !== next.before) breaks.push({ kind: 'changed', n: entry.n });
    if (own !== hashOf(entry, before)) breaks.push({ kind: 'changed', n: entry.n });
    if (entry.n === head?.last.n && own !== head.last.hash) {
      breaks.push({ kind: 'changed', n: entry.n });
    }
    next = { n: entry.n + 1, before: own };
    unreadable = 0;
    last = line;
  }
  if (head === undefined && lines.length > 0) breaks.push({ kind: 'no-head', n: last?.entry.n ?? 0 });
  if (head !== undefined && (last?.entry.n ?? 0) < head.last.n) breaks.push({ kind: 'missing-end', n: head.last.n });
  return breaks.filter(
    ({ kind, n }, index) => breaks.findIndex((other) => other.kind === kind && other.n === n) === index,
  );
}
