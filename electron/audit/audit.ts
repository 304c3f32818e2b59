import { join } from 'node:path';

import {
  type AuditBreak,
  type AuditEntry,
  type AuditList,
  type NewAuditEntry,
  newAuditEntrySchema,
} from '../../shared/audit.ts';
import { coalesce } from '../files/coalesce.ts';
import { appendToFile, ensureFolder, readIfPresent, replaceFile, tidyFolder } from '../files/durable-file.ts';
import { parsedJson } from '../files/json-text.ts';
import { attempt } from '../files/storage-error.ts';
import type { Clock, Logger } from '../pairing/ports.ts';
import { type Head, type Link, breaksIn, emptyHead, headSchema, linkSchema, linked, origin } from './chain.ts';

const dayMs = 24 * 60 * 60 * 1000;
const maximumAgeMs = 365 * dayMs;
/** Reading 50,000 entries takes half a second of the program's start and 50 MB. */
const maximumEntries = 50_000;
/** As many entries as a window is told. */
const mostListed = 10_000;
/** A backend asks for the same start over and over. It is recorded once in this time, in ms. */
const repeatedMs = dayMs;
/** Twice as many tenants as a console has. */
const mostRemembered = 20_000;
/** How often a disk that refused is asked again, in ms. */
const retryMs = 30_000;

/** Who did what, when, on which tenant, through which door: a file that only grows, and shows where it was changed. */
export interface Audit {
  /** Never throws: the act is done already. What the disk refuses is kept in memory and tried again. */
  readonly record: (entry: NewAuditEntry) => void;
  readonly list: () => AuditList;
  /** Writes what is still in memory. */
  close(): Promise<void>;
}

/**
 * In `<folder>/audit.jsonl`, the entries of the last year, at most 50,000, with `<folder>/audit-head.json` beside it, which says where they
 * begin and how far they had come. Who can write both files can write another history: the chain shows accidents and
 * clumsy hands; a copy of the last hash that is kept elsewhere shows more.
 */
export async function openAudit(options: {
  readonly folder: string;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly maximumEntries?: number;
}): Promise<Audit> {
  const { folder, clock, logger } = options;
  const limit = options.maximumEntries ?? maximumEntries;
  const path = join(folder, 'audit.jsonl');
  const headPath = join(folder, 'audit-head.json');
  let links: Link[] = [];
  let head = emptyHead;
  let breaks: AuditBreak[] = [];
  /** Linked, and not on disk yet. */
  let unsaved: Link[] = [];
  /** What cannot be read must not be written over. */
  let readable = true;
  /** The file ends in half a line, or an append has failed in its middle. */
  let isSuspect = false;
  let cancelRetry: (() => void) | undefined;
  /** Links that programs asked for, by tenant, since anything else was done to it: each with when it was recorded. */
  const told = new Map<string | null, Map<string, number>>();

  async function load(): Promise<void> {
    await tidyFolder(folder, []);
    const text = (await readIfPresent(path))?.toString('utf8') ?? '';
    const headText = (await readIfPresent(headPath))?.toString('utf8');
    const found = headText === undefined ? undefined : headSchema.safeParse(parsedJson(headText)).data;
    // Half a line at the end is what a killed process leaves: that entry was not flushed, and counts as not written.
    isSuspect = !text.endsWith('\n') && text !== '';
    const lines = text.split('\n').slice(0, -1);
    const read = lines.map((line) => linkSchema.safeParse(parsedJson(line)).data);
    const isNew = read.length === 0 && headText === undefined;
    breaks = isNew ? [] : breaksIn(read, found);
    links = read.filter((link) => link !== undefined);
    const last = links.at(-1);
    const firstLink = links[0];
    head = found ?? {
      first: { n: firstLink?.entry.n ?? 1, before: firstLink?.before ?? origin },
      last: { n: last?.entry.n ?? 0, hash: last?.hash ?? origin },
    };
  }

  const opened = await attempt(folder, load);
  if (!opened.ok) {
    readable = false;
    logger.error('the audit cannot be read; what is done now is kept in memory only', opened.error);
  }

  /** Where the next entry follows: after the last one, or after what the head says had been written. */
  function end(): { readonly n: number; readonly hash: string } {
    const last = unsaved.at(-1) ?? links.at(-1);
    if (last === undefined || last.entry.n < head.last.n) return head.last;
    return { n: last.entry.n, hash: last.hash };
  }

  function add(entry: NewAuditEntry): void {
    const { n, hash } = end();
    unsaved.push(linked({ ...entry, n: n + 1, at: clock.now() }, hash));
    void write.run();
  }

  const textOf = (some: readonly Link[]) => some.map((link) => `${JSON.stringify(link)}\n`).join('');

  async function writeAll(): Promise<void> {
    if (!readable) return;
    cancelRetry?.();
    cancelRetry = undefined;
    const batch = [...unsaved];
    const written = await attempt(folder, async () => {
      if (links.length === 0) await ensureFolder(folder);
      if (isSuspect) await replaceFile(path, textOf(links));
      isSuspect = true;
      if (batch.length > 0) await appendToFile(path, textOf(batch));
      isSuspect = false;
      links.push(...batch);
      unsaved = unsaved.slice(batch.length);
      const last = links.at(-1);
      if (last !== undefined) await saveHead({ ...head, last: { n: last.entry.n, hash: last.hash } });
    });
    if (written.ok) {
      const oldest = links[0]?.entry.at ?? Infinity;
      // With room above the limit, so that the file is not written anew for every entry.
      if (oldest < clock.now() - maximumAgeMs - dayMs || links.length > limit * 1.1) await dropOld();
      return;
    }
    logger.error('the audit cannot be saved', written.error);
    cancelRetry = clock.after(retryMs, () => void write.run());
  }
  const write = coalesce(writeAll);

  async function saveHead(next: Head): Promise<void> {
    await replaceFile(headPath, JSON.stringify(next));
    head = next;
  }

  /** Drops what is older than a year or over the limit. The head first: it may name an entry that is not the file's first, not one that is gone. */
  async function dropOld(): Promise<void> {
    const oldest = clock.now() - maximumAgeMs;
    const young = links.findIndex(({ entry }) => entry.at >= oldest);
    const first = links[Math.max(young === -1 ? links.length - 1 : young, links.length - limit)];
    if (first === undefined || first.entry.n <= head.first.n) return;
    const dropped = await attempt(folder, async () => {
      await saveHead({ ...head, first: { n: first.entry.n, before: first.before } });
      const rest = links.slice(links.indexOf(first));
      await replaceFile(path, textOf(rest));
      links = rest;
      isSuspect = false;
    });
    if (!dropped.ok) logger.warn('old entries of the audit could not be removed', dropped.error);
  }

  if (readable) {
    await dropOld();
    // Written down, so that it stays known after the file has grown again.
    const isTold = ({ n }: AuditBreak) => links.some(({ entry }) => entry.act === 'break-found' && entry.n >= n);
    const untold = breaks.find((each) => !isTold(each));
    if (untold !== undefined) {
      logger.error('the audit is not as it was written', { kind: untold.kind, n: untold.n });
      add({ who: null, door: 'audit', act: 'break-found', tenantId: null, about: untold.kind, outcome: 'done' });
    }
  }

  /** Whether a program asks for a link again, with the same outcome, and nothing else was done to the tenant meanwhile. */
  function isRepeated(entry: NewAuditEntry): boolean {
    const { tenantId } = entry;
    if (entry.door === 'window' || entry.act !== 'link') {
      told.delete(tenantId);
      return false;
    }
    const ofTenant = told.get(tenantId) ?? new Map<string, number>();
    const what = JSON.stringify(entry);
    const before = ofTenant.get(what);
    const now = clock.now();
    if (before !== undefined && now - before < repeatedMs) return true;
    told.delete(tenantId);
    told.set(tenantId, ofTenant.set(what, now));
    const [oldest] = told.keys();
    if (told.size > mostRemembered && oldest !== undefined) told.delete(oldest);
    return false;
  }

  return {
    record(entry) {
      const parsed = newAuditEntrySchema.safeParse(entry);
      // A name that may hold a number is left out; that it was done is not.
      const fits = parsed.success ? entry : { ...entry, who: maskedIn(entry.who), about: maskedIn(entry.about) };
      if (!isRepeated(fits)) add(fits);
    },
    list: () => ({
      entries: [...links, ...unsaved]
        .slice(-mostListed)
        .map(({ entry }): AuditEntry => entry)
        .reverse(),
      breaks,
      unsaved: unsaved.length,
    }),
    async close() {
      cancelRetry?.();
      if (unsaved.length > 0) await write.run();
      await write.idle();
      cancelRetry?.();
    },
  };
}

function maskedIn(text: string | null): string | null {
  return newAuditEntrySchema.shape.who.safeParse(text).success ? text : '•••';
}
