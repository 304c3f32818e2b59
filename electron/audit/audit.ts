import {
  type AuditBreak,
  type AuditEntry,
  type AuditList,
  type NewAuditEntry,
  newAuditEntrySchema,
} from '../../shared/audit.ts';
import { coalesce } from '../files/coalesce.ts';
import { attempt } from '../files/storage-error.ts';
import type { Clock, Logger } from '../pairing/ports.ts';
import { createAuditFiles } from './audit-files.ts';
import type { AuditPlace } from './audit-place.ts';
import { type Head, type Link, breaksIn, emptyHead, linked, origin } from './chain.ts';
import { createRepeats } from './repeats.ts';

const dayMs = 24 * 60 * 60 * 1000;
const maximumAgeMs = 365 * dayMs;
/** Reading 50,000 entries takes half a second of the program's start and 50 MB. */
const maximumEntries = 50_000;
/** As many entries as a window is told. */
const mostListed = 10_000;
/** How often a disk that refused is asked again, in ms. */
const retryMs = 30_000;
/** Acts that are kept in memory while the disk refuses: some megabytes. Further ones are only counted. */
const mostUnsaved = 10_000;

/** Who did what, when, on which tenant, through which door: a file that only grows, and shows where it was changed. */
export interface Audit {
  /** Never throws: the act is done already. What the disk refuses is kept in memory and tried again. */
  readonly record: (entry: NewAuditEntry) => void;
  readonly list: () => AuditList;
  /** Writes what is still in memory. */
  close(): Promise<void>;
}

/** In a folder, or in another place: the entries of the last year, at most 50,000. */
export async function openAudit(options: {
  readonly folder: string | AuditPlace;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly maximumEntries?: number;
  readonly mostUnsaved?: number;
}): Promise<Audit> {
  const { clock, logger } = options;
  const kept = typeof options.folder === 'string' ? createAuditFiles(options.folder) : options.folder;
  const { place } = kept;
  const limit = options.maximumEntries ?? maximumEntries;
  const room = options.mostUnsaved ?? mostUnsaved;
  let links: Link[] = [];
  let head = emptyHead;
  let breaks: AuditBreak[] = [];
  /** Not on disk yet, and linked to the entry before only when it is written. */
  let unsaved: (NewAuditEntry & { readonly at: number })[] = [];
  /** Acts that came while there was no room for them. */
  let lost = 0;
  /** What cannot be read must not be written over. */
  let readable = false;
  /** By their hashes: links of which it is not known whether they were added. */
  let sent = new Set<string>();
  let cancelRetry: (() => void) | undefined;
  const isRepeated = createRepeats(clock);

  async function load(): Promise<void> {
    const { lines, head: found, isNew } = await kept.read();
    breaks = isNew ? [] : breaksIn(lines, found);
    links = lines.filter((link) => link !== undefined);
    unsaved = unsaved.slice(links.filter(({ hash }) => sent.has(hash)).length);
    sent = new Set();
    const last = links.at(-1);
    const firstLink = links[0];
    head = found ?? {
      first: { n: firstLink?.entry.n ?? 1, before: firstLink?.before ?? origin },
      last: { n: last?.entry.n ?? 0, hash: last?.hash ?? origin },
    };
  }

  /** What other programs have added behind what is known here. */
  async function loadNew(): Promise<void> {
    const known = links.at(-1);
    if (known === undefined || kept.readAfter === undefined) {
      await load();
      return;
    }
    const { lines, head: found } = await kept.readAfter(known.entry.n);
    const first = { n: known.entry.n, before: known.before };
    breaks = [...breaks, ...breaksIn([known, ...lines], found && { ...found, first })];
    const added = lines.filter((link) => link !== undefined);
    links.push(...added);
    unsaved = unsaved.slice(added.filter(({ hash }) => sent.has(hash)).length);
    sent = new Set();
    head = { ...head, last: found?.last ?? head.last };
  }

  async function read(): Promise<void> {
    const opened = await attempt(place, load);
    readable = opened.ok;
    if (opened.ok) await begin();
    else logger.error('the audit cannot be read; what is done now is kept in memory only', opened.error);
  }

  /** Where the next entry follows: after the last one, or after what the head says had been written. */
  function end(): { readonly n: number; readonly hash: string } {
    const last = links.at(-1);
    if (last === undefined || last.entry.n < head.last.n) return head.last;
    return { n: last.entry.n, hash: last.hash };
  }

  function linkedUnsaved(): Link[] {
    let { n, hash } = end();
    return unsaved.map((entry) => {
      const link = linked({ ...entry, n: n + 1 }, hash);
      ({ hash } = link);
      n += 1;
      return link;
    });
  }

  function add(entry: NewAuditEntry): void {
    if (unsaved.length < room) unsaved.push({ ...entry, at: clock.now() });
    else lost += 1;
    void write.run();
  }

  async function writeAll(): Promise<void> {
    cancelRetry?.();
    cancelRetry = undefined;
    if (!readable) await read();
    if (!readable) {
      retry();
      return;
    }
    const batch = linkedUnsaved();
    sent = new Set(batch.map(({ hash }) => hash));
    const written = await attempt(place, async () => {
      const last = batch.at(-1) ?? links.at(-1);
      const next = last === undefined ? head : { ...head, last: { n: last.entry.n, hash: last.hash } };
      if (!(await kept.append(batch, links, next))) return false;
      sent = new Set();
      links.push(...batch);
      unsaved = unsaved.slice(batch.length);
      if (last !== undefined) await saveHead(next);
      return true;
    });
    if (written.ok && !written.value) {
      // What the other program has added comes before these.
      readable = (await attempt(place, loadNew)).ok;
      await writeAll();
      return;
    }
    if (written.ok) {
      if (lost > 0) {
        const about = String(lost);
        lost = 0;
        add({ who: null, door: 'audit', act: 'entries-lost', tenantId: null, about, outcome: 'done' });
      }
      const oldest = links[0]?.entry.at ?? Infinity;
      // With room above the limit, so that the file is not written anew for every entry.
      if (oldest < clock.now() - maximumAgeMs - dayMs || links.length > limit * 1.1) await dropOld();
      return;
    }
    logger.error('the audit cannot be saved', written.error);
    retry();
  }
  const write = coalesce(writeAll);

  function retry(): void {
    cancelRetry = clock.after(retryMs, () => void write.run());
  }

  async function saveHead(next: Head): Promise<void> {
    await kept.saveHead(next);
    head = next;
  }

  /** Drops what is older than a year or over the limit. The head first: it may name an entry that is not the file's first, not one that is gone. */
  async function dropOld(): Promise<void> {
    const oldest = clock.now() - maximumAgeMs;
    const young = links.findIndex(({ entry }) => entry.at >= oldest);
    const first = links[Math.max(young === -1 ? links.length - 1 : young, links.length - limit)];
    if (first === undefined || first.entry.n <= head.first.n) return;
    const dropped = await attempt(place, async () => {
      await saveHead({ ...head, first: { n: first.entry.n, before: first.before } });
      const rest = links.slice(links.indexOf(first));
      await kept.keepOnly(rest);
      links = rest;
    });
    if (!dropped.ok) logger.warn('old entries of the audit could not be removed', dropped.error);
  }

  async function begin(): Promise<void> {
    await dropOld();
    // Written down, so that it stays known after the file has grown again.
    const isTold = ({ n }: AuditBreak) => links.some(({ entry }) => entry.act === 'break-found' && entry.n >= n);
    const untold = breaks.find((each) => !isTold(each));
    if (untold !== undefined) {
      logger.error('the audit is not as it was written', { kind: untold.kind, n: untold.n });
      add({ who: null, door: 'audit', act: 'break-found', tenantId: null, about: untold.kind, outcome: 'done' });
    }
  }

  await read();
  const numbered = (entry: (typeof unsaved)[number], index: number) => ({ ...entry, n: end().n + index + 1 });

  return {
    record(entry) {
      const parsed = newAuditEntrySchema.safeParse(entry);
      // A name that may hold a number is left out; that it was done is not.
      const fits = parsed.success ? entry : { ...entry, who: maskedIn(entry.who), about: maskedIn(entry.about) };
      if (!isRepeated(fits)) add(fits);
    },
    list: () => ({
      entries: [...links.map(({ entry }): AuditEntry => entry), ...unsaved.map(numbered)].slice(-mostListed).reverse(),
      breaks,
      unsaved: unsaved.length,
      lost,
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
